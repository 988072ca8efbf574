package dev.signet.verify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.signet.bundle.BundleEntry;
import dev.signet.bundle.EntryReader;
import dev.signet.bundle.EntryRules;
import dev.signet.bundle.read.Bundle;
import dev.signet.bundle.read.BundleOpener;
import dev.signet.manifest.Digest;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Guard;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Remedy;
import dev.signet.verdict.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says of changed files when all that differs is how some program writes text: its line ends, an
 * end of the last line, a byte order mark. Such a file stays refused. It is read once more for
 * this, only where a check has failed, and only a limited number of bytes of a bundle.
 */
final class TextChanges {
  private static final int MOST_FILE_BYTES = 1 << 20;
  private static final long MOST_BYTES = 8L << 20;
  private static final long MOST_ARCHIVE_BYTES = 64L << 20;

  private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";
  private static final Remedy REMEDY =
      new Remedy(
          "Install the original release again, and copy it as it is: not as text by FTP, not through"
              + " Git with core.autocrlf, not with an editor.",
          "Sign what is shipped, after the last program that writes text; in Git, '* -text' in"
              + " .gitattributes keeps line ends as they are.");

  private final Map<String, BundleEntry> entries = new HashMap<>();
  private long left = MOST_BYTES;

  private TextChanges(Bundle bundle) {
    bundle.entries().forEach(entry -> entries.put(entry.path().value(), entry));
  }

  /** Returns the verdict with such changes named; the same one where there are none. */
  static Verdict named(Verdict verdict, Path source, EntryRules rules) {
    return verdict.findings().stream().noneMatch(TextChanges::isChange)
        ? verdict
        : Guard.run(() -> read(verdict, source, rules), failure -> verdict);
  }

  private static Verdict read(Verdict verdict, Path source, EntryRules rules) {
    try {
      if (Files.isRegularFile(source) && Files.size(source) > MOST_ARCHIVE_BYTES) {
        return verdict;
      }
      try (Staging scratch = Staging.temporary();
          Bundle bundle = BundleOpener.open(source, rules, scratch.archive());
          EntryReader reader = bundle.reader()) {
        TextChanges changes = new TextChanges(bundle);
        return Verdict.of(
            verdict.subject(),
            verdict.findings().stream().map(each -> changes.named(each, reader)).toList(),
            verdict.signer(),
            verdict.cosigners());
      }
    } catch (IOException e) {
      // The verdict stands without.
      return verdict;
    }
  }

  private static boolean isChange(Finding finding) {
    return finding.isProblem()
        && finding.reason() == Reason.INVALID_HASH
        && finding.path() != null
        && finding.expected() != null
        && finding.current() != null;
  }

  private Finding named(Finding finding, EntryReader reader) {
    @Nullable BundleEntry entry = isChange(finding) ? entries.get(finding.path()) : null;
    if (entry == null || entry.size() > Math.min(left, MOST_FILE_BYTES)) {
      return finding;
    }
    left -= entry.size();
    return bytes(entry, reader)
        // Only of what the check has seen can be said how it differs.
        .filter(bytes -> isDigest(bytes, finding.current()))
        .flatMap(bytes -> difference(bytes, finding.expected()))
        .map(detail -> named(finding, detail))
        .orElse(finding);
  }

  private static Finding named(Finding finding, String detail) {
    return new Finding(
        finding.reason(),
        finding.severity(),
        finding.path(),
        finding.expected(),
        finding.current(),
        detail,
        REMEDY);
  }

  private static Optional<byte[]> bytes(BundleEntry entry, EntryReader reader) {
    try (InputStream in = reader.open(entry)) {
      return Optional.of(in.readAllBytes());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean isDigest(byte[] bytes, @Nullable String hex) {
    return Digest.over(bytes).hex().equals(hex);
  }

  private static Optional<String> difference(byte[] bytes, @Nullable String expected) {
    // One character for each byte, whatever the file's own encoding is.
    return signedForms(new String(bytes, ISO_8859_1)).entrySet().stream()
        .filter(form -> isDigest(form.getKey().getBytes(ISO_8859_1), expected))
        .findFirst()
        .map(Map.Entry::getValue);
  }

  /** Returns what may have been signed, and what has become of it since. */
  private static Map<String, String> signedForms(String text) {
    Map<String, String> forms = new LinkedHashMap<>();
    String unix = text.replace("\r\n", "\n");
    forms.put(unix, "Only its line ends differ: CRLF in place of the signed LF.");
    forms.put(
        unix.replace("\n", "\r\n"), "Only its line ends differ: LF in place of the signed CRLF.");
    forms.put(
        BYTE_ORDER_MARK + text,
        "It differs only by a byte order mark, which was signed at its start.");
    if (text.startsWith(BYTE_ORDER_MARK)) {
      forms.put(
          text.substring(BYTE_ORDER_MARK.length()),
          "It differs only by a byte order mark at its start, which was not signed.");
    }
    String without = "It differs only by the end of its last line, which was signed.";
    forms.put(text + "\n", without);
    forms.put(text + "\r\n", without);
    if (text.endsWith("\n")) {
      int end = text.length() - (text.endsWith("\r\n") ? 2 : 1);
      forms.put(
          text.substring(0, end),
          "It differs only by a line end at its end, which was not signed.");
    }
    return forms;
  }
}
