package dev.signet.policy;

import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** What a plugin's history adds to a verdict; findings that lie outside the bundle's bytes. */
record LedgerRules(HistoryRules rules, VersionOrder order) {

  /** Returns problems that count on a channel that enforces, and notices. */
  List<Finding> circumstances(Verdict verdict, PluginHistory history) {
    List<Finding> findings = new ArrayList<>();
    if (history.unavailable().isPresent()) {
      findings.add(Finding.of(Reason.STATE_UNAVAILABLE, history.unavailable().get()));
    }
    Optional<SignedRelease> release = SignedRelease.asSigned(verdict);
    if (release.isEmpty() && SignedRelease.isAsSigned(verdict)) {
      findings.add(
          Finding.of(
              Reason.STATE_UNAVAILABLE,
              String.format(
                  Locale.ROOT,
                  "Its id or version is longer than the %,d characters the ledger can remember.",
                  SignedRelease.MAX_CHARS)));
    }
    if (history.entry().isPresent()) {
      LedgerEntry entry = history.entry().get();
      dropped(verdict, entry).ifPresent(findings::add);
      if (release.isPresent()) {
        ofAuthor(verdict, entry).forEach(findings::add);
      }
    }
    if (history.laterInstant().isPresent()) {
      String text =
          "The clock shows a time before "
              + history.laterInstant().get()
              + ", when this host last looked.";
      findings.add(Finding.of(Reason.CLOCK_WENT_BACK, text).asNotice());
    }
    return findings;
  }

  private static Optional<Finding> dropped(Verdict verdict, LedgerEntry entry) {
    boolean isUnsigned =
        !verdict.isVerified()
            && verdict.findings().stream()
                .anyMatch(finding -> finding.reason() == Reason.MISSING_SIGNATURE);
    return isUnsigned
        ? Optional.of(
            Finding.of(
                Reason.SIGNATURE_DROPPED,
                String.format(
                    Locale.ROOT,
                    "It was signed in version %s, admitted on %s, and is not signed now.",
                    entry.firstVersion(),
                    entry.firstAt())))
        : Optional.empty();
  }

  /** Only of a bundle that is as it was signed are version, key and files its author's word. */
  private Stream<Finding> ofAuthor(Verdict verdict, LedgerEntry entry) {
    return Stream.of(
            weighed(rules.downgrades(), downgrade(verdict, entry)),
            weighed(rules.newKeys(), ReleaseIdentity.keyChanged(verdict, entry)),
            weighed(rules.changedReleases(), ReleaseIdentity.releaseChanged(verdict, entry)))
        .flatMap(Optional::stream);
  }

  private static Optional<Finding> weighed(HistoryRule rule, Optional<Finding> finding) {
    return switch (rule) {
      case REFUSE -> finding;
      case WARN -> finding.map(Finding::asNotice);
      case ALLOW -> Optional.empty();
    };
  }

  private Optional<Finding> downgrade(Verdict verdict, LedgerEntry entry) {
    String version = verdict.subject().version();
    if (version.equals(entry.highestVersion())) {
      // The usual case at a start, in which no versions need be taken apart.
      return Optional.empty();
    }
    OptionalInt comparison = order.compare(version, entry.highestVersion());
    if (comparison.isPresent() && comparison.getAsInt() >= 0) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.of(
            Reason.DOWNGRADE,
            String.format(
                Locale.ROOT,
                comparison.isPresent()
                    ? "Version %s is lower than %s, which was admitted before."
                    : "Version %s cannot be compared with %s, which was admitted before.",
                version,
                entry.highestVersion())));
  }
}
