package dev.signet.testkit;

import dev.signet.policy.Decision;
import dev.signet.policy.EnforcementRules;
import dev.signet.policy.ReleaseChannel;
import dev.signet.policy.SignatureRequirement;
import dev.signet.report.FailedScan;
import dev.signet.report.IntegrityReport;
import dev.signet.report.IntegrityResult;
import dev.signet.report.IntegrityState;
import dev.signet.report.RevocationFreshness;
import dev.signet.report.ScanTarget;
import dev.signet.report.ScanTrigger;
import dev.signet.trust.TrustStatus;
import dev.signet.verdict.CoSigner;
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
public final class Reports {
  /** When everything happens. */
  public static final Instant NOW = Instant.parse("2026-11-22T07:30:05Z");

  /** Markup, a colour and cursor code, a line of its own, reversed text, half a character. */
  public static final String HOSTILE =
      "x<script>alert(1)</script>\"'&\u001b[2J\n- core\r\u202egnp.exe\ud800\u2028";

  private Reports() {}

  /** Returns the problem of a file that was changed. */
  public static Finding changed(String path) {
    return new Finding(
        Reason.INVALID_HASH,
        Finding.Severity.PROBLEM,
        path,
        "aa".repeat(64),
        "bb".repeat(64),
        "The file's content is not the signed one.");
  }

  /** Returns a state that a scan found; refused for any problem. */
  public static IntegrityState found(String id, Finding... findings) {
    return found(Path.of("/plugins", "bundle-" + Integer.toHexString(id.hashCode())), id, findings);
  }

  /** Returns likewise the state of a bundle at a place. */
  public static IntegrityState found(Path source, String id, Finding... findings) {
    boolean problem = List.of(findings).stream().anyMatch(Finding::isProblem);
    Decision.Action calm = findings.length == 0 ? Decision.Action.ADMIT : Decision.Action.WARN;
    return state(
        IntegrityResult.of(
                ScanTarget.plugin(source),
                decision(problem ? Decision.Action.REFUSE : calm, id, findings))
            .scanned(NOW, ScanTrigger.RESCAN)
            .engineVersion("1.2.3")
            .build());
  }

  /** Returns a decision on a plugin of version 1.0.0. */
  public static Decision decision(Decision.Action action, String id, Finding... findings) {
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

  /** Returns the state of a plugin without problems that another has signed beside its author. */
  public static IntegrityState cosigned(String id, String cosigner, Finding... findings) {
    Decision plain = decision(Decision.Action.ADMIT, id);
    CoSigner further = new CoSigner(cosigner, "CN=ca", "f".repeat(64), NOW, List.of(findings));
    return state(
        IntegrityResult.of(
                ScanTarget.plugin(Path.of("/plugins", id)),
                new Decision(
                    plain.action(),
                    Verdict.of(
                        plain.verdict().subject(),
                        List.of(),
                        plain.verdict().signer(),
                        List.of(further)),
                    List.of(),
                    ReleaseChannel.STABLE,
                    ""))
            .scanned(NOW, ScanTrigger.LOAD)
            .build());
  }

  /** Returns the state of a result; not running. */
  public static IntegrityState state(IntegrityResult result) {
    return new IntegrityState(result.target(), Optional.of(result), Optional.empty(), false);
  }

  /** Returns the state of a bundle nobody has looked at. */
  public static IntegrityState neverScanned(String file) {
    return new IntegrityState(
        ScanTarget.plugin(Path.of("/plugins", file)), Optional.empty(), Optional.empty(), false);
  }

  /** Returns the state of a bundle whose only scan failed. */
  public static IntegrityState failed(String file, String cause) {
    return new IntegrityState(
        ScanTarget.plugin(Path.of("/plugins", file)),
        Optional.empty(),
        Optional.of(new FailedScan(NOW, ScanTrigger.RESCAN, cause)),
        false);
  }

  /** Returns the report of a host of which all this is to be known about its trust. */
  public static IntegrityReport report(TrustStatus trust, IntegrityState... states) {
    IntegrityReport plain = report(states);
    return new IntegrityReport(
        plain.at(),
        plain.host(),
        plain.states(),
        trust,
        plain.lists(),
        plain.expiries(),
        plain.lastRescan(),
        plain.problem());
  }

  /** Returns the report of a host on stable. */
  public static IntegrityReport report(IntegrityState... states) {
    return report(false, states);
  }

  /** Returns the report of a host that may have switched checking off. */
  public static IntegrityReport report(boolean checkingOff, IntegrityState... states) {
    return new IntegrityReport(
        NOW,
        new IntegrityReport.Host(
            EnforcementRules.of(ReleaseChannel.STABLE),
            SignatureRequirement.ALL,
            checkingOff,
            "1.2.3",
            "ab".repeat(32),
            "cd".repeat(32)),
        List.of(states),
        TrustStatus.NONE,
        RevocationFreshness.NONE,
        List.of(),
        Optional.empty(),
        Optional.empty());
  }
}
