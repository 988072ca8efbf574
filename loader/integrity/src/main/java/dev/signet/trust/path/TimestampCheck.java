package dev.signet.trust.path;

import dev.signet.envelope.SignatureFile;
import dev.signet.trust.AnchorProfile;
import dev.signet.trust.Certificates;
import dev.signet.trust.DistinguishedNames;
import dev.signet.trust.TrustAnchor;
import dev.signet.trust.TrustStore;
import dev.signet.trust.path.TimestampToken.BadTokenException;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/**
 * Asks whether a signature's timestamp (RFC 3161) is to be believed.
 *
 * <p>The authority's path is validated at the instant the token names: a token stays good when the
 * authority's certificate runs out, as certificates of time-stamping authorities are made to. It
 * does not stay good when one of the path is revoked, whatever date the list gives: nobody can tell
 * tokens made before from tokens made after and dated back.
 */
final class TimestampCheck {

  private static final String TIME_STAMPING = KeyPurposeId.id_kp_timeStamping.getId();

  private final TrustStore trust;
  private final Instant at;

  private TimestampCheck(TrustStore trust, Instant at) {
    this.trust = trust;
    this.at = at;
  }

  /** Returns what the timestamp of a signature file proves; never a problem. */
  static Timestamped check(TrustStore trust, SignatureFile file, Instant at) {
    if (trust.timestampAnchors().isEmpty() || file.timestamp().isEmpty()) {
      return Timestamped.NOT;
    }
    try {
      return new TimestampCheck(trust, at)
          .judge(TimestampToken.read(file.timestamp().get(), file.signature()), file.leaf());
    } catch (BadTokenException e) {
      return new Timestamped(Optional.empty(), List.of(invalid(e.why())), List.of(), List.of());
    }
  }

  private Timestamped judge(TimestampToken token, X509Certificate leaf) {
    List<X509Certificate> carried = new ArrayList<>(token.chain());
    carried.add(token.signer());
    List<Instant> claimed = List.of(token.at());
    if (token.at().isAfter(at)) {
      String rest = "is from the future: " + token.at() + ", and the check's instant is " + at;
      return new Timestamped(Optional.empty(), List.of(invalid(rest)), carried, claimed);
    }
    if (!ValidityCheck.check(leaf, token.at()).isEmpty()) {
      String rest =
          "is of " + token.at() + ", when the certificate that signed the bundle was not valid";
      return new Timestamped(Optional.empty(), List.of(invalid(rest)), carried, claimed);
    }
    List<Judged> paths =
        PathFinder.find(token.signer(), token.chain(), trust, anchors()).stream()
            .map(path -> new Judged(path, findings(path, token.at())))
            .toList();
    return paths.stream()
        .filter(Judged::isClean)
        .findFirst()
        .map(good -> proven(good, token))
        .orElseGet(
            () -> new Timestamped(Optional.empty(), List.of(why(paths, token)), carried, claimed));
  }

  private record Judged(CertificationPath path, List<Finding> findings) {
    boolean isClean() {
      return findings.stream().noneMatch(Finding::isProblem);
    }
  }

  private Timestamped proven(Judged good, TimestampToken token) {
    List<X509Certificate> certificates = good.path().withAnchor();
    List<Finding> notices = new ArrayList<>(good.findings());
    notices.addAll(ExpiryWarning.of(certificates, at));
    return new Timestamped(Optional.of(token.at()), notices, certificates, List.of(token.at()));
  }

  private static Finding why(List<Judged> paths, TimestampToken token) {
    return paths.stream()
        .flatMap(path -> path.findings().stream())
        .filter(Finding::isProblem)
        .findFirst()
        .map(problem -> invalid("does not count: " + problem.detail()))
        .orElseGet(
            () ->
                invalid(
                    "was made by "
                        + DistinguishedNames.print(token.signer().getSubjectX500Principal())
                        + ", and no certification path leads from there to an authority whose"
                        + " timestamps this host trusts"));
  }

  private List<TrustAnchor> anchors() {
    return trust.timestampAnchors().stream()
        .map(certificate -> new TrustAnchor(certificate, AnchorProfile.STANDARD))
        .toList();
  }

  private List<Finding> findings(CertificationPath path, Instant stampedAt) {
    List<Finding> findings = new ArrayList<>(ProfileRules.strength(path));
    X509Certificate signer = path.leaf();
    if (Certificates.isAuthority(signer)) {
      findings.add(Certificates.invalid(signer, "is an authority's (CA:TRUE)"));
    }
    if (Certificates.deniesUsage(signer, Certificates.DIGITAL_SIGNATURE)
        && Certificates.deniesUsage(signer, Certificates.NON_REPUDIATION)) {
      findings.add(Certificates.invalid(signer, "has a key usage that allows no signatures"));
    }
    findings.addAll(StandardRules.issuers(path, TIME_STAMPING));
    if (findings.isEmpty()) {
      PkixCheck.check(path, stampedAt).ifPresent(findings::add);
    }
    findings.addAll(ValidityCheck.check(path.withAnchor(), stampedAt));
    findings.addAll(RevocationCheck.check(trust, path, at));
    return findings;
  }

  private static Finding invalid(String rest) {
    String sentence = "The timestamp " + rest;
    return Finding.of(Reason.INVALID_TIMESTAMP, sentence.endsWith(".") ? sentence : sentence + ".")
        .asNotice();
  }
}
