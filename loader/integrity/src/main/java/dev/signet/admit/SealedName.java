package dev.signet.admit;

import dev.signet.bundle.EntryPath;
import dev.signet.manifest.Digest;
import dev.signet.verdict.Subject;
import dev.signet.verify.StagedBundle;
import java.nio.charset.StandardCharsets;

/**
 * Names sealed copies {@code <id>-<version>-<digest>}: without leading dot, {@code #} or {@code %},
 * of bounded length, so that they are safe in PF4J's file filters and in URLs.
 */
final class SealedName {
  private static final int PART = 40;
  private static final int DIGEST_HEX = 40;

  private SealedName() {}

  static String of(StagedBundle bundle) {
    Subject subject = bundle.verdict().subject();
    StringBuilder identity =
        new StringBuilder(bundle.kind() + "\n" + bundle.files().digest().hex());
    bundle.executables().stream()
        .sorted()
        .map(EntryPath::value)
        .forEach(path -> identity.append('\n').append(path));
    String digest =
        Digest.over(identity.toString().getBytes(StandardCharsets.UTF_8))
            .hex()
            .substring(0, DIGEST_HEX);
    return clean(subject.id()) + "-" + clean(subject.version()) + "-" + digest;
  }

  private static String clean(String text) {
    String cleaned = text.replaceAll("[^A-Za-z0-9._+-]", "_").replaceFirst("^[.-]", "_");
    String bounded = cleaned.length() > PART ? cleaned.substring(0, PART) : cleaned;
    return bounded.isEmpty() ? "_" : bounded;
  }
}
