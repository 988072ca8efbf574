package dev.signet.sign.authority;

import dev.signet.sign.key.KeyType;
import dev.signet.sign.problem.SigningException;
import dev.signet.sign.problem.SigningObjection;
import dev.signet.sign.problem.SigningRefusedException;
import dev.signet.trust.path.CommonName;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Finds what is meant by an order to revoke. */
final class RevocationTargets {
  private final AuthorityIndex index;

  RevocationTargets(AuthorityIndex index) {
    this.index = index;
  }

  IssuedCertificate ofSerialNumber(BigInteger serialNumber) throws SigningException {
    IssuedCertificate found =
        index
            .find(serialNumber)
            .orElseThrow(
                () ->
                    foreign(
                        "The serial number "
                            + serialNumber.toString(16).toUpperCase(Locale.ROOT)
                            + " was never given out here."));
    if (serialNumber.equals(index.issuers().get(0).serialNumber())) {
      throw refused(
          SigningObjection.UNFIT_CERTIFICATE,
          "A root cannot revoke itself.",
          "Take its certificate out of the trust folder of every host.");
    }
    return found;
  }

  IssuedCertificate of(X509Certificate certificate) throws SigningException {
    IssuedCertificate found = ofSerialNumber(certificate.getSerialNumber());
    if (!found.sha256().equals(IssuedCertificate.sha256(certificate))) {
      throw foreign(
          "The certificate has the serial number of one of this authority, and is another one.");
    }
    return found;
  }

  /** Returns the entry of a certificate that the index has forgotten. */
  IssuedCertificate stray(X509Certificate certificate, AuthorityFiles files)
      throws SigningException {
    for (AuthorityIndex.Issuer issuer : index.issuers()) {
      if (isIssuedBy(certificate, files.readCertificate(index, issuer))) {
        return IssuedCertificate.of(certificate, name(certificate), issuer.name());
      }
    }
    throw foreign("The certificate was not issued by this authority.");
  }

  /** Returns what is in force for an id, or where nothing is, what was revoked before. */
  List<IssuedCertificate> ofId(String id, boolean all, Instant now) throws SigningException {
    List<IssuedCertificate> current =
        index.ofId(id).stream().filter(one -> !now.isAfter(one.validity().until())).toList();
    List<IssuedCertificate> valid =
        current.stream().filter(one -> one.revocation().isEmpty()).toList();
    if (current.isEmpty()) {
      throw foreign("There is no certificate for '" + id + "' that has not expired.");
    }
    if (valid.size() > 1 && !all) {
      throw refused(
          SigningObjection.AMBIGUOUS,
          "There are "
              + valid.size()
              + " certificates for '"
              + id
              + "': "
              + String.join(", ", valid.stream().map(IssuedCertificate::serial).toList())
              + ".",
          "Name one by --serial or --certificate, or say --all.");
    }
    return valid.isEmpty() ? current : valid;
  }

  private static boolean isIssuedBy(X509Certificate certificate, X509Certificate issuer)
      throws SigningException {
    if (!Arrays.equals(
        certificate.getIssuerX500Principal().getEncoded(),
        issuer.getSubjectX500Principal().getEncoded())) {
      return false;
    }
    try {
      certificate.verify(issuer.getPublicKey(), KeyType.of(issuer.getPublicKey()).provider());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static String name(X509Certificate certificate) {
    try {
      return CommonName.of(certificate);
    } catch (CertificateParsingException e) {
      return certificate.getSubjectX500Principal().getName();
    }
  }

  private static SigningRefusedException foreign(String detail) {
    return refused(
        SigningObjection.NOT_ISSUED_HERE,
        detail,
        "List what was issued (ca:list), or give the certificate itself (--certificate).");
  }

  private static SigningRefusedException refused(String code, String detail, String remedy) {
    return new SigningRefusedException("", List.of(SigningObjection.of(code, detail, remedy)));
  }
}
