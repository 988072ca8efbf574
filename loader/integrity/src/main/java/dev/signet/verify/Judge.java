package dev.signet.verify;

import dev.signet.bundle.EntryPath;
import dev.signet.manifest.Manifest;
import dev.signet.trust.Scope;
import dev.signet.trust.TrustSource;
import dev.signet.trust.TrustStore;
import dev.signet.trust.path.ChainValidator;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Subject;
import dev.signet.verdict.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** The ordered checks: JSON, certification path, scope, signature, files. */
final class Judge {
  private final TrustSource trust;
  private final VerdictCache verdicts = new VerdictCache();
  private volatile ChainValidator latest;

  Judge(TrustSource trust) {
    this.trust = trust;
    this.latest = new ChainValidator(trust.current());
  }

  /** Returns the verdict on what was read, as of one instant, and the span in which it holds. */
  VerdictCache.Dated judge(
      BundleContents contents, Expectation expectation, ChainValidator chains, Instant at) {
    if (contents.extent() == BundleContents.Extent.UNKNOWN) {
      Verdict verdict =
          Verdict.of(
              subjectOf(contents, expectation, false),
              fitting(contents.findings(), expectation),
              Optional.empty());
      return new VerdictCache.Dated(verdict, at, at);
    }
    boolean whole = contents.extent() == BundleContents.Extent.WHOLE;
    Subject subject = subjectOf(contents, expectation, whole);
    List<Finding> structure = new ArrayList<>(contents.findings());
    if (!hasUnreadDescriptor(contents, expectation)) {
      contents.descriptors().findings().stream()
          .map(finding -> placed(finding, contents, expectation))
          .forEach(structure::add);
      structure.addAll(identityFindings(subject, contents, expectation));
    }
    SignatureFileCheck.Moment moment = new SignatureFileCheck.Moment(chains, at);
    if (!whole) {
      return check(contents, subject, structure, expectation, moment);
    }
    return verdicts.get(
        new VerdictCache.Question(subject, contents.kind(), expectation, structure),
        moment.trust().fingerprint(),
        at,
        () -> check(contents, subject, structure, expectation, moment));
  }

  /** Whether what could not be read may be what says which plugin this is. */
  private static boolean hasUnreadDescriptor(BundleContents contents, Expectation expectation) {
    Predicate<EntryPath> isDescriptor =
        path -> expectation.form().isDescriptor(contents.kind(), path);
    return contents.extent() == BundleContents.Extent.WITH_GAPS
        && (contents.files().files().keySet().stream().noneMatch(isDescriptor)
            || contents.wrongPaths().stream()
                .filter(path -> EntryPath.violation(path).isEmpty())
                .map(EntryPath::new)
                .anyMatch(isDescriptor));
  }

  /** Returns what judges by the trust of now; asked for once for each check. */
  ChainValidator chains() {
    TrustStore current = trust.current();
    ChainValidator known = latest;
    if (known.trust() != current) {
      known = new ChainValidator(current);
      latest = known;
    }
    return known;
  }

  private VerdictCache.Dated check(
      BundleContents contents,
      Subject subject,
      List<Finding> structure,
      Expectation expectation,
      SignatureFileCheck.Moment moment) {
    SignatureFileCheck check = new SignatureFileCheck(contents, subject, expectation, moment);
    List<Finding> findings = new ArrayList<>(structure);
    findings.addAll(check.run());
    return new VerdictCache.Dated(
        Verdict.of(
            subject, fitting(findings, expectation), check.provenSigner(), check.cosigners()),
        moment.at(),
        check.nextChange());
  }

  /** What can be done differs between a plugin and the host itself. */
  private static List<Finding> fitting(List<Finding> findings, Expectation expectation) {
    return expectation.layout().isCore()
        ? findings.stream().map(Finding::ofCore).toList()
        : findings;
  }

  private static Subject subjectOf(
      BundleContents contents, Expectation expectation, boolean whole) {
    String own = contents.descriptors().id();
    String id = own.isEmpty() ? expectation.id().orElse("") : own;
    return new Subject(
        id,
        contents.descriptors().version(),
        whole ? contents.all().digest().hex() : "",
        whole ? filesDigest(contents, id, expectation) : "");
  }

  private static String filesDigest(BundleContents contents, String id, Expectation expectation) {
    Manifest signed = contents.files().without(path -> contents.isExcluded(id, expectation, path));
    return signed.digest().hex();
  }

  private static List<Finding> identityFindings(
      Subject subject, BundleContents contents, Expectation expectation) {
    List<Finding> findings = new ArrayList<>();
    String id = subject.id();
    if (id.isEmpty() && contents.descriptors().findings().isEmpty()) {
      Finding unnamed =
          Finding.of(
              Reason.DESCRIPTOR_MISMATCH,
              "The bundle does not say which plugin it is, and no id was asked for.");
      findings.add(UnreadSignature.placed(unnamed, contents, expectation));
    }
    if (expectation.id().isPresent() && !expectation.id().get().equals(id)) {
      findings.add(
          Finding.of(
              Reason.DESCRIPTOR_MISMATCH,
              String.format(
                  Locale.ROOT,
                  "The bundle is plugin '%s', not '%s' as asked for.",
                  id,
                  expectation.id().get())));
    }
    if (Scope.isReserved(id) && !expectation.layout().isCore()) {
      findings.add(Finding.of(Reason.DESCRIPTOR_MISMATCH, Scope.reserved(id)));
    }
    return findings;
  }

  /** A descriptor that is not there may only lie too deep. */
  private static Finding placed(Finding finding, BundleContents contents, Expectation expectation) {
    boolean isAbsence =
        finding.isProblem() && finding.path() == null && contents.descriptors().id().isEmpty();
    return isAbsence ? UnreadSignature.placed(finding, contents, expectation) : finding;
  }
}
