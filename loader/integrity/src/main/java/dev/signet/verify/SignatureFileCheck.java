package dev.signet.verify;

import dev.signet.bundle.BundleKind;
import dev.signet.bundle.EntryPath;
import dev.signet.envelope.SignatureFile;
import dev.signet.file.NameEncoding;
import dev.signet.manifest.Digest;
import dev.signet.manifest.ManifestDiff;
import dev.signet.trust.KeyRules;
import dev.signet.trust.Scope;
import dev.signet.trust.TrustStore;
import dev.signet.trust.path.ChainValidator;
import dev.signet.verdict.CoSigner;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Signer;
import dev.signet.verdict.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** One run of the checks that need {@code signature.json}. For one thread. */
final class SignatureFileCheck {
  /** What one check believes, and when: both are looked up once. */
  record Moment(ChainValidator chains, Instant at) {
    TrustStore trust() {
      return chains.trust();
    }
  }

  private final BundleContents contents;
  private final Subject subject;
  private final Expectation expectation;
  private final Moment moment;
  private final Set<String> wrongPaths;
  private Optional<Signer> provenSigner = Optional.empty();
  private List<CoSigner> cosigners = List.of();
  private Instant nextChange = Instant.MAX;

  SignatureFileCheck(
      BundleContents contents, Subject subject, Expectation expectation, Moment moment) {
    this.contents = contents;
    this.subject = subject;
    this.expectation = expectation;
    this.moment = moment;
    this.wrongPaths = contents.wrongPaths();
  }

  /** Returns what it found, which comes first; the other answers are known then. */
  List<Finding> run() {
    UnreadSignature unread = new UnreadSignature(contents, expectation);
    return contents.signatureFile().isEmpty()
        ? unread.missing()
        : contents.signatureFile().get().reading().fold(this::checkPath, unread::malformed);
  }

  /** Returns who has signed; empty when nobody is proven to have. */
  Optional<Signer> provenSigner() {
    return provenSigner;
  }

  /** Returns who has signed beside that one, right or not. */
  List<CoSigner> cosigners() {
    return cosigners;
  }

  /** Returns when time alone may change what was found. */
  Instant nextChange() {
    return nextChange;
  }

  private List<Finding> checkPath(SignatureFile file) {
    ChainValidator.Result path = moment.chains().validate(file, moment.at());
    nextChange = path.nextChange();
    List<Finding> findings = new ArrayList<>(path.findings());
    boolean signed = file.isSignatureValid();
    if (signed) {
      provenSigner = path.signer().map(signer -> signer.succeeding(predecessors(file)));
    }
    path.signer()
        .filter(signer -> !subject.id().isEmpty())
        .flatMap(
            signer ->
                new Scope(subject.id(), expectation.coreSignsApps()).check(signer.commonName()))
        .ifPresent(findings::add);
    CoSignerCheck further = new CoSignerCheck(file, subject.id(), moment);
    cosigners = further.run();
    nextChange = further.nextChange().isBefore(nextChange) ? further.nextChange() : nextChange;
    // Whatever the path is worth: a host may put up with its certificates, and not with changes.
    findings.addAll(signed ? checkFiles(file) : List.of(badSignature()));
    return findings;
  }

  /** An old key that is weak or withdrawn vouches for nobody. */
  private List<String> predecessors(SignatureFile file) {
    return file.rotation()
        .predecessors(
            subject.id(),
            file.leaf().getPublicKey(),
            key ->
                KeyRules.weakness(key).isEmpty() && !moment.trust().isKeyRevoked(KeyRules.id(key)));
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
            name -> isNoPartOfTheBundle(name) && !expectation.layout().forgets(new EntryPath(name)))
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
            && contents.isExcluded(subject.id(), expectation, new EntryPath(path));
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
    return expectation.layout().ignores(contents.kind(), path) || expectation.leftOut().holds(path);
  }
}
