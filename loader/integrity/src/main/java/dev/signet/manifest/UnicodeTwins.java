package dev.signet.manifest;

import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Remedy;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tells a file that was only written under the other Unicode form of its name, as copying from
 * macOS does, from one that is missing and one that nobody signed. It stays refused: what loads by
 * name would not find it.
 */
final class UnicodeTwins {
  private static final Remedy REMEDY =
      new Remedy(
          "Unpack the original release again on this machine, with a program that keeps names as"
              + " they are.",
          "Give the file a name of plain letters (ASCII), and sign the release again.");

  private UnicodeTwins() {}

  /** Returns the findings, with those named as one cause that are. */
  static List<Finding> named(List<Finding> findings) {
    Map<String, Finding> missing = byForm(findings, Reason.FILE_MISSING);
    Map<String, Finding> extra = missing.isEmpty() ? Map.of() : byForm(findings, Reason.EXTRA_FILE);
    if (extra.isEmpty()) {
      return findings;
    }
    return findings.stream().map(finding -> named(finding, missing, extra)).toList();
  }

  private static Finding named(
      Finding finding, Map<String, Finding> missing, Map<String, Finding> extra) {
    @Nullable String form = form(finding.path());
    @Nullable Finding lost = form == null ? null : missing.get(form);
    @Nullable Finding found = form == null ? null : extra.get(form);
    if (lost == null || found == null || !Objects.equals(lost.expected(), found.current())) {
      return finding;
    }
    if (finding.equals(lost)) {
      return told(finding, "The signed file is there, but under another Unicode form of its name.");
    }
    return finding.equals(found)
        ? told(finding, "The file was signed under another Unicode form of its name.")
        : finding;
  }

  private static Finding told(Finding finding, String detail) {
    return new Finding(
        finding.reason(),
        finding.severity(),
        finding.path(),
        finding.expected(),
        finding.current(),
        detail,
        REMEDY);
  }

  private static Map<String, Finding> byForm(List<Finding> findings, Reason reason) {
    Map<String, Finding> byForm = new HashMap<>();
    for (Finding finding : findings) {
      @Nullable String form = finding.reason() == reason ? form(finding.path()) : null;
      if (form != null) {
        byForm.putIfAbsent(form, finding);
      }
    }
    return byForm;
  }

  /** Returns the composed form of a name that has more than one; null for others. */
  private static @Nullable String form(@Nullable String path) {
    return path == null || path.chars().allMatch(c -> c < 0x80)
        ? null
        : Normalizer.normalize(path, Normalizer.Form.NFC);
  }
}
