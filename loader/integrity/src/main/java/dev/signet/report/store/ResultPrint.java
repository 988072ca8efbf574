package dev.signet.report.store;

import dev.signet.file.Packed;
import dev.signet.policy.Decision;
import dev.signet.report.IntegrityResult;
import dev.signet.report.IntegrityState;
import dev.signet.report.RevocationFreshness;
import dev.signet.report.ScanTrigger;
import dev.signet.verdict.CoSigner;
import dev.signet.verdict.Dimension;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Remedy;
import dev.signet.verdict.Signer;
import dev.signet.verdict.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that a result of loading says but when: two that are equal here differ at most in their
 * instants. A start compares these instead of reading the results of the one before.
 */
final class ResultPrint {
  private ResultPrint() {}

  /** Returns what a state says; nothing when it is not one of loading, or not only that. */
  static Packed of(IntegrityState state) {
    return state.failure().isPresent() || state.result().isEmpty()
        ? Packed.EMPTY
        : of(state.result().get());
  }

  /** Returns what a result says; nothing when it is not one of loading. */
  static Packed of(IntegrityResult result) {
    if (result.occasion() != ScanTrigger.LOAD) {
      return Packed.EMPTY;
    }
    Packed.Writer out = new Packed.Writer();
    out.text(result.engineVersion())
        .number(result.refusedOnStable() ? 1 : 0)
        .number(result.checkingOff() ? 1 : 0)
        .number(result.omittedFindings());
    RevocationFreshness lists = result.lists();
    out.number(lists.lists()).number(lists.inOrder() ? 1 : 0);
    instant(out, lists.nextUpdate());
    instant(out, lists.lastSuccess());
    decision(out, result.decision());
    cosigners(out, result.cosigners());
    return out.packed();
  }

  private static void decision(Packed.Writer out, Decision decision) {
    out.text(decision.action().name()).text(decision.channel().name()).text(decision.explanation());
    out.number(decision.dimensions().size());
    for (Dimension each : decision.dimensions().keySet().stream().sorted().toList()) {
      out.text(each.name()).text(String.valueOf(decision.dimensions().get(each)));
    }
    Subject subject = decision.verdict().subject();
    out.text(subject.id())
        .text(subject.version())
        .text(subject.contentDigest())
        .text(subject.filesDigest());
    Optional<Signer> signer = decision.verdict().signer();
    out.number(signer.isPresent() ? 1 : 0);
    if (signer.isPresent()) {
      signer(out, signer.get());
    }
    findings(out, decision.circumstances());
    findings(out, decision.verdict().findings());
  }

  private static void signer(Packed.Writer out, Signer signer) {
    out.text(signer.commonName())
        .text(signer.issuer())
        .text(signer.serialNumber())
        .text(signer.keyId())
        .instant(signer.notBefore())
        .instant(signer.notAfter())
        .text(signer.algorithm())
        .text(signer.anchor());
  }

  private static void cosigners(Packed.Writer out, List<CoSigner> cosigners) {
    out.number(cosigners.size());
    for (CoSigner each : cosigners) {
      out.text(each.commonName()).text(each.issuer()).text(each.keyId()).instant(each.notAfter());
      findings(out, each.findings());
    }
  }

  private static void findings(Packed.Writer out, List<Finding> findings) {
    out.number(findings.size());
    for (Finding finding : findings) {
      out.text(finding.reason().name())
          .text(finding.severity().name())
          .nullable(finding.path())
          .nullable(finding.expected())
          .nullable(finding.current())
          .text(finding.detail());
      Remedy own = finding.ownRemedy();
      out.nullable(own == null ? null : own.forAdministrator())
          .nullable(own == null ? null : own.forAuthor());
    }
  }

  private static void instant(Packed.Writer out, Optional<Instant> instant) {
    out.number(instant.isPresent() ? 1 : 0).instant(instant.orElse(Instant.EPOCH));
  }
}
