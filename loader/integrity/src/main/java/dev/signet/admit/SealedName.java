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

  /** Returns whether it can be the name of a copy's folder, within the folder of copies. */
  static boolean isOne(String name) {
    return !name.isEmpty() && name.charAt(0) != '.' && clean(name, name.length()).equals(name);
  }

  /** Returns the plugin and its version, as in the name of its copy. */
  static String pluginOf(String copy) {
    return copy.replaceFirst("-[0-9a-f]{" + DIGEST_HEX + "}(-.*)?$", "");
  }

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
    return clean(subject.id(), PART) + "-" + clean(subject.version(), PART) + "-" + digest;
  }

  private static String clean(String text, int most) {
    StringBuilder cleaned = new StringBuilder();
    for (int i = 0; i < Math.min(text.length(), most); i++) {
      char c = text.charAt(i);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '_'
              || c == '+'
              || (i > 0 && (c == '.' || c == '-'));
      ;
      cleaned.append(plain ? c : '_');
    }
    return cleaned.isEmpty() ? "_" : cleaned.toString();
  }
}
