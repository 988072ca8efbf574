package dev.signet.report;

import dev.signet.policy.Decision;
import dev.signet.policy.ReleaseChannel;
import dev.signet.policy.SignatureRequirement;
import dev.signet.trust.TrustStatus;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Signer;
import dev.signet.verdict.Subject;
import dev.signet.verdict.Verdict;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Makes reports of what is told about a few plugins. */
final class Reports {
  /** When everything happens. */
  static final Instant NOW = Instant.parse("2026-11-22T07:30:05Z");

  /** Markup, a colour and cursor code, a line of its own, reversed text, half a character. */
  static final String HOSTILE =
      "x<script>alert(1)</script>\"'&\u001b[2J\n- core\r\u202egnp.exe\ud800\u2028";

  private Reports() {}

  static Finding changed(String path) {
    return new Finding(
        Reason.INVALID_HASH,
        Finding.Severity.PROBLEM,
        path,
        "aa".repeat(64),
        "bb".repeat(64),
        "The file's content is not the signed one.");
  }

  /** Returns a state that a scan found; refused for any problem. */
  static IntegrityState found(String id, Finding... findings) {
    return found(Path.of("/plugins", "bundle-" + Integer.toHexString(id.hashCode())), id, findings);
  }

  static IntegrityState found(Path source, String id, Finding... findings) {
    boolean problem = List.of(findings).stream().anyMatch(Finding::isProblem);
    Decision.Action calm = findings.length == 0 ? Decision.Action.ADMIT : Decision.Action.WARN;
    return state(
        IntegrityResult.of(
                ScanTarget.plugin(source),
                decision(problem ? Decision.Action.REFUSE : calm, id, findings))
            .scanned(NOW, Occasion.RESCAN)
            .engineVersion("1.2.3")
            .build());
  }

  static Decision decision(Decision.Action action, String id, Finding... findings) {
    boolean problem = List.of(findings).stream().anyMatch(Finding::isProblem);
    Signer signer =
        new Signer(
            id, "CN=ca", "1", "0".repeat(64), Instant.EPOCH, NOW, "rsa-pss", "CN=ca, O=" + id);
    return new Decision(
        action,
        Verdict.of(
            new Subject(id, "1.0.0", ""),
            List.of(findings),
            problem ? Optional.empty() : Optional.of(signer)),
        List.of(),
        ReleaseChannel.STABLE,
        "");
  }

  static IntegrityState state(IntegrityResult result) {
    return new IntegrityState(result.target(), Optional.of(result), Optional.empty(), false);
  }

  static IntegrityState neverScanned(String file) {
    return new IntegrityState(
        ScanTarget.plugin(Path.of("/plugins", file)), Optional.empty(), Optional.empty(), false);
  }

  static IntegrityState failed(String file, String cause) {
    return new IntegrityState(
        ScanTarget.plugin(Path.of("/plugins", file)),
        Optional.empty(),
        Optional.of(new FailedScan(NOW, Occasion.RESCAN, cause)),
        false);
  }

  static IntegrityReport report(IntegrityState... states) {
    return report(false, states);
  }

  static IntegrityReport report(boolean checkingOff, IntegrityState... states) {
    return new IntegrityReport(
        NOW,
        new IntegrityReport.Host(
            ReleaseChannel.STABLE, SignatureRequirement.ALL, checkingOff, "1.2.3"),
        List.of(states),
        new TrustStatus(List.of()),
        RevocationFreshness.NONE,
        Optional.empty(),
        Optional.empty());
  }
}
