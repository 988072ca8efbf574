package dev.signet.verify;

import dev.signet.bundle.EntryPath;
import dev.signet.bundle.descriptor.InnerPlugin;
import dev.signet.verdict.Dimension;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.util.List;

/**
 * What there is to say of a bundle of which no {@code signature.json} can be read: that nobody
 * vouches for it, whatever lies there instead.
 */
record UnreadSignature(BundleContents contents, Expectation expectation) {

  /** Returns what to say where there is none. */
  List<Finding> missing() {
    EntryPath path = expectation.layout().signaturePath(contents.kind());
    List<Finding> instead =
        contents.findings().stream()
            .filter(Finding::isProblem)
            .filter(finding -> isAt(finding, path))
            .toList();
    if (instead.isEmpty()) {
      Finding missing =
          Finding.at(Reason.MISSING_SIGNATURE, path.value(), "There is no " + path + ".");
      return List.of(placed(missing, contents, expectation));
    }
    // One that cannot be read may well be there; a link in its place is a change, and no word.
    boolean isSaid =
        instead.stream()
            .anyMatch(found -> Dimension.of(found.reason()).contains(Dimension.AUTHENTICITY));
    return isSaid
        ? List.of()
        : List.of(
            Finding.at(
                Reason.MISSING_SIGNATURE,
                path.value(),
                "What lies in the place of " + path + " is no signature."));
  }

  private static boolean isAt(Finding finding, EntryPath path) {
    return finding.path() != null && (path.value() + "/").startsWith(finding.path() + "/");
  }

  /**
   * Returns what to say where it is not as it should be. Without a certificate that can be read
   * nothing shows what was signed, either.
   */
  List<Finding> malformed(Finding why) {
    return why.reason() == Reason.INVALID_CERTIFICATE
        ? List.of(
            why,
            Finding.of(
                Reason.BAD_SIGNATURE,
                "The signature cannot be checked without a certificate that can be read."))
        : List.of(why);
  }

  /** What is not there may only lie too deep. */
  static Finding placed(Finding missing, BundleContents contents, Expectation expectation) {
    return InnerPlugin.in(contents.files().files().keySet(), contents.kind(), expectation.form())
        .map(inner -> inner.explain(missing))
        .orElse(missing);
  }
}
