package dev.signet.verify;

import dev.signet.bundle.BundleKind;
import dev.signet.bundle.EntryPath;
import dev.signet.bundle.descriptor.InnerPlugin;
import dev.signet.envelope.SignatureFile;
import dev.signet.file.NameEncoding;
import dev.signet.manifest.Digest;
import dev.signet.manifest.ManifestDiff;
import dev.signet.trust.Scope;
import dev.signet.trust.TrustSource;
import dev.signet.trust.TrustStore;
import dev.signet.trust.path.ChainValidator;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Signer;
import dev.signet.verdict.Subject;
import dev.signet.verdict.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The ordered checks: JSON, certification path, scope, signature, files. */
final class Judge {
  private final TrustSource trust;
  private final VerdictCache verdicts = new VerdictCache();
  private volatile ChainValidator latest;

  Judge(TrustSource trust) {
    this.trust = trust;
    this.latest = new ChainValidator(trust.current());
  }

  /** What one check believes, and when: both are looked up once. */
  private record Moment(ChainValidator chains, Instant at) {
    TrustStore trust() {
      return chains.trust();
    }
  }

  /** Returns the verdict on what was read, as of one instant, and the span in which it holds. */
  VerdictCache.Dated judge(
      BundleContents contents, Expectation expectation, ChainValidator chains, Instant at) {
    if (contents.extent() == BundleContents.Extent.UNKNOWN) {
      Verdict verdict =
          Verdict.of(
              subjectOf(contents, expectation, ""),
              fitting(contents.findings(), expectation),
              Optional.empty());
      return new VerdictCache.Dated(verdict, at, at);
    }
    boolean whole = contents.extent() == BundleContents.Extent.WHOLE;
    String contentDigest = whole ? contents.all().digest().hex() : "";
    Subject subject = subjectOf(contents, expectation, contentDigest);
    List<Finding> structure = new ArrayList<>(contents.findings());
    if (!hasUnreadDescriptor(contents, expectation)) {
      structure.addAll(contents.descriptors().findings());
      structure.addAll(identityFindings(subject, contents, expectation));
    }
    Moment moment = new Moment(chains, at);
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
            || wrongPaths(contents).stream()
                .filter(path -> EntryPath.violation(path).isEmpty())
                .map(EntryPath::new)
                .anyMatch(isDescriptor));
  }

  private static Set<String> wrongPaths(BundleContents contents) {
    return contents.findings().stream()
        .filter(Finding::isProblem)
        .flatMap(finding -> Stream.ofNullable(finding.path()))
        .collect(Collectors.toSet());
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

  /**
   * Returns whether the host puts up with a file, which is then no part of the sealed copy. Files
   * that say who the plugin is cannot be excluded, nor anything in a single jar, which is sealed
   * whole.
   */
  static boolean isExcluded(
      BundleContents contents, String id, Expectation expectation, EntryPath path) {
    return contents.kind() != BundleKind.JAR
        && expectation.exclusions().excludes(id, path)
        && !path.equals(expectation.layout().signaturePath(contents.kind()))
        && !expectation.form().isDescriptor(contents.kind(), path);
  }

  private VerdictCache.Dated check(
      BundleContents contents,
      Subject subject,
      List<Finding> structure,
      Expectation expectation,
      Moment moment) {
    Check check = new Check(contents, subject, expectation, moment);
    List<Finding> findings = new ArrayList<>(structure);
    findings.addAll(check.run());
    return new VerdictCache.Dated(
        Verdict.of(subject, fitting(findings, expectation), check.provenSigner),
        moment.at(),
        check.nextChange);
  }

  /** What can be done differs between a plugin and the host itself. */
  private static List<Finding> fitting(List<Finding> findings, Expectation expectation) {
    return expectation.layout().isCore()
        ? findings.stream().map(Finding::ofCore).toList()
        : findings;
  }

  private static Subject subjectOf(
      BundleContents contents, Expectation expectation, String contentDigest) {
    String id = contents.descriptors().id();
    return new Subject(
        id.isEmpty() ? expectation.id().orElse("") : id,
        contents.descriptors().version(),
        contentDigest);
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
      findings.add(placed(unnamed, contents, expectation));
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
    if (id.equals(Scope.CORE) && !expectation.layout().isCore()) {
      findings.add(
          Finding.of(
              Reason.DESCRIPTOR_MISMATCH,
              "The id 'core' is reserved for the host's own code; no plugin may have it."));
    }
    return findings;
  }

  /** What is not there may only lie too deep. */
  private static Finding placed(Finding missing, BundleContents contents, Expectation expectation) {
    return InnerPlugin.in(contents.files().files().keySet(), contents.kind(), expectation.form())
        .map(inner -> inner.explain(missing))
        .orElse(missing);
  }

  /** One run of the checks that need {@code signature.json}. */
  private static final class Check {
    private final BundleContents contents;
    private final Subject subject;
    private final Expectation expectation;
    private final Moment moment;
    private final Set<String> wrongPaths;
    private Optional<Signer> provenSigner = Optional.empty();
    private Instant nextChange = Instant.MAX;

    Check(BundleContents contents, Subject subject, Expectation expectation, Moment moment) {
      this.contents = contents;
      this.subject = subject;
      this.expectation = expectation;
      this.moment = moment;
      this.wrongPaths = wrongPaths(contents);
    }

    List<Finding> run() {
      if (contents.signatureFile().isEmpty()) {
        EntryPath path = expectation.layout().signaturePath(contents.kind());
        if (isFoundWrong(path.value())) {
          return List.of();
        }
        Finding missing =
            Finding.at(Reason.MISSING_SIGNATURE, path.value(), "There is no " + path + ".");
        return List.of(placed(missing, contents, expectation));
      }
      return contents.signatureFile().get().reading().fold(this::checkPath, List::of);
    }

    private List<Finding> checkPath(SignatureFile file) {
      ChainValidator.Result path = moment.chains().validate(file, moment.at());
      nextChange = path.nextChange();
      List<Finding> findings = new ArrayList<>(path.findings());
      boolean signed = file.isSignatureValid();
      if (signed) {
        provenSigner = path.signer();
      }
      path.signer()
          .filter(signer -> !subject.id().isEmpty())
          .flatMap(
              signer ->
                  new Scope(subject.id(), expectation.coreSignsApps()).check(signer.commonName()))
          .ifPresent(findings::add);
      if (findings.stream().anyMatch(Finding::isProblem)) {
        return findings;
      }
      findings.addAll(signed ? checkFiles(file) : List.of(badSignature()));
      return findings;
    }

    private Finding badSignature() {
      return Finding.of(
          Reason.BAD_SIGNATURE,
          "The signature does not fit the hashes: signature.json was changed after signing, or was"
              + " made with another key than its certificate's.");
    }

    private List<Finding> checkFiles(SignatureFile file) {
      List<Finding> findings = new ArrayList<>();
      if (moment.trust().hasRevokedManifests()
          && moment.trust().isManifestRevoked(Digest.over(file.signedBytes()).hex())) {
        findings.add(
            Finding.of(
                Reason.REVOKED,
                "This very release was withdrawn: the digest of its signed hashes is on the"
                    + " host's list."));
      }
      ManifestDiff.compare(file.hashes(), contents.files(), this::isNoPartOfTheBundle).stream()
          .filter(finding -> !isSaidAlready(finding))
          .map(this::tellingTheLocale)
          .map(this::toleratingExcluded)
          .forEach(findings::add);
      ManifestDiff.signedAndIgnored(
              file.hashes(),
              name ->
                  isNoPartOfTheBundle(name) && !expectation.layout().forgets(new EntryPath(name)))
          .ifPresent(findings::add);
      return findings;
    }

    /** A link in a file's place, or a folder that cannot be read, is one thing and not two. */
    private boolean isSaidAlready(Finding finding) {
      return finding.reason() == Reason.FILE_MISSING
          && isFoundWrong(Objects.requireNonNull(finding.path()));
    }

    /** Returns whether something is said against this path already, or against a folder above. */
    private boolean isFoundWrong(String path) {
      String above = path;
      while (!wrongPaths.contains(above) && !above.isEmpty()) {
        above = above.substring(0, Math.max(above.lastIndexOf('/'), 0));
      }
      return wrongPaths.contains(above);
    }

    /** A file that cannot have its name here may well be there. */
    private Finding tellingTheLocale(Finding finding) {
      String path = finding.path();
      return finding.reason() == Reason.FILE_MISSING
              && contents.kind() != BundleKind.JAR
              && path != null
              && !NameEncoding.canName(path)
          ? Finding.at(Reason.UNSAFE_PATH, path, NameEncoding.UNNAMEABLE)
              .withRemedy(NameEncoding.REMEDY)
          : finding;
    }

    private Finding toleratingExcluded(Finding finding) {
      String path = finding.path();
      boolean excluded =
          path != null
              && EntryPath.violation(path).isEmpty()
              && isExcluded(contents, subject.id(), expectation, new EntryPath(path));
      return excluded ? finding.toleratedOnPurpose() : finding;
    }

    private boolean isNoPartOfTheBundle(String name) {
      if (expectation.layout().ignoresNothing() && expectation.leftOut().places().isEmpty()) {
        return false;
      }
      if (EntryPath.violation(name).isPresent()) {
        return false;
      }
      EntryPath path = new EntryPath(name);
      return expectation.layout().ignores(contents.kind(), path)
          || expectation.leftOut().holds(path);
    }
  }
}
