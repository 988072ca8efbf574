package dev.signet.report.store;

import dev.signet.policy.Decision;
import dev.signet.policy.Enforcement;
import dev.signet.policy.ReleaseChannel;
import dev.signet.report.FailedScan;
import dev.signet.report.IntegrityResult;
import dev.signet.report.IntegrityState;
import dev.signet.report.RevocationFreshness;
import dev.signet.report.ScanTarget;
import dev.signet.report.ScanTrigger;
import dev.signet.verdict.CoSigner;
import dev.signet.verdict.Dimension;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Remedy;
import dev.signet.verdict.Signer;
import dev.signet.verdict.Subject;
import dev.signet.verdict.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Reads kept results, of which every value must have its type. What is not so is an {@link
 * IllegalArgumentException} or a {@link java.time.DateTimeException} that says what. Members nobody
 * knows are passed over: a later version may have added them.
 */
final class ResultsReader {
  private ResultsReader() {}

  static ResultsDocument document(Node root) {
    Object version = root.member("version").value();
    if (!version.equals(ResultsDocument.VERSION)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "it has version %.20s of the format, and only version %d is known here",
              version,
              ResultsDocument.VERSION));
    }
    List<IntegrityState> states = new ArrayList<>();
    root.list("targets").forEach(target -> states.add(state(target)));
    return new ResultsDocument(root.optionalInstant("lastRescan"), states);
  }

  private static IntegrityState state(Node node) {
    ScanTarget target =
        new ScanTarget(node.word(ScanTarget.Kind.class, "kind"), node.text("source"));
    return new IntegrityState(
        target,
        node.optional("result").map(result -> result(target, result)),
        node.optional("failure").map(ResultsReader::failure),
        false);
  }

  private static FailedScan failure(Node node) {
    return new FailedScan(
        node.instant("at"), node.word(ScanTrigger.class, "occasion"), node.text("cause"));
  }

  private static IntegrityResult result(ScanTarget target, Node node) {
    return IntegrityResult.of(target, decision(node))
        .scanned(node.instant("scannedAt"), node.word(ScanTrigger.class, "occasion"))
        .engineVersion(node.text("engineVersion"))
        .refusedOnStable(node.flag("refusedOnStable"))
        .checkingOff(node.flag("checkingOff"))
        .lists(lists(node.member("lists")))
        .omittedFindings(node.count("omittedFindings"))
        .build();
  }

  private static RevocationFreshness lists(Node node) {
    return new RevocationFreshness(
        node.count("count"),
        node.optionalInstant("nextUpdate"),
        node.flag("inOrder"),
        node.optionalInstant("lastSuccess"));
  }

  private static Decision decision(Node node) {
    Subject subject =
        new Subject(
            node.text("id"),
            node.text("pluginVersion"),
            node.text("contentDigest"),
            Objects.requireNonNullElse(node.textOrNull("filesDigest"), ""));
    Verdict verdict =
        Verdict.of(
            subject,
            findings(node, "findings"),
            node.optional("signer").map(ResultsReader::signer),
            cosigners(node));
    return new Decision(
        node.word(Decision.Action.class, "action"),
        verdict,
        findings(node, "circumstances"),
        new ReleaseChannel(node.text("channel")),
        node.optional("dimensions").map(ResultsReader::dimensions).orElse(Map.of()),
        node.text("explanation"));
  }

  private static Map<Dimension, Enforcement> dimensions(Node node) {
    Map<Dimension, Enforcement> dimensions = new EnumMap<>(Dimension.class);
    for (Dimension dimension : Dimension.values()) {
      if (node.optional(dimension.name()).isPresent()) {
        dimensions.put(dimension, node.word(Enforcement.class, dimension.name()));
      }
    }
    return dimensions;
  }

  private static Signer signer(Node node) {
    return new Signer(
        node.text("commonName"),
        node.text("issuer"),
        node.text("serialNumber"),
        node.text("keyId"),
        node.instant("notBefore"),
        node.instant("notAfter"),
        node.text("algorithm"),
        node.text("anchor"));
  }

  private static List<CoSigner> cosigners(Node node) {
    if (node.optional("cosigners").isEmpty()) {
      return List.of();
    }
    List<CoSigner> cosigners = new ArrayList<>();
    for (Node cosigner : node.list("cosigners")) {
      cosigners.add(
          new CoSigner(
              cosigner.text("commonName"),
              cosigner.text("issuer"),
              cosigner.text("keyId"),
              cosigner.instant("notAfter"),
              findings(cosigner, "findings")));
    }
    return cosigners;
  }

  private static List<Finding> findings(Node node, String member) {
    List<Finding> findings = new ArrayList<>();
    for (Node finding : node.list(member)) {
      findings.add(
          new Finding(
              finding.word(Reason.class, "reason"),
              finding.word(Finding.Severity.class, "severity"),
              finding.textOrNull("path"),
              finding.textOrNull("expected"),
              finding.textOrNull("current"),
              finding.text("detail"),
              finding.optional("remedy").map(ResultsReader::remedy).orElse(null)));
    }
    return findings;
  }

  private static Remedy remedy(Node node) {
    return new Remedy(node.text("administrator"), node.text("author"));
  }
}
