package dev.signet.sign;

import dev.signet.sign.key.InputFiles;
import dev.signet.sign.key.SigningKey;
import dev.signet.sign.problem.SigningException;
import dev.signet.sign.problem.SigningRefusedException;
import dev.signet.trust.DistinguishedNames;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The certificates that go with a key: the one it signs for, and those that lead to the root.
 *
 * @param subject what objections to them are about
 */
record KeyCertificates(String subject, X509Certificate leaf, List<X509Certificate> others) {

  /**
   * Reads them.
   *
   * @param certificate the leaf's file; when empty, the certificates that came with the key count
   * @param chain a file of further certificates
   * @throws SigningException when a file cannot be read, or the leaf does not come first
   */
  static KeyCertificates read(SigningKey key, Optional<Path> certificate, Optional<Path> chain)
      throws SigningException {
    List<X509Certificate> all = new ArrayList<>();
    if (certificate.isPresent()) {
      all.addAll(InputFiles.certificates(certificate.get()));
    } else {
      all.addAll(key.certificates());
    }
    if (all.isEmpty()) {
      throw new SigningException(
          "There is no certificate: the key came without one", "name the file that holds it");
    }
    if (chain.isPresent()) {
      all.addAll(InputFiles.certificates(chain.get()));
    }
    String subject = certificate.map(Path::toString).orElse("The key's own certificate");
    requireLeafFirst(subject, all);
    X509Certificate leaf = all.get(0);
    return new KeyCertificates(
        subject, leaf, all.stream().distinct().filter(other -> !other.equals(leaf)).toList());
  }

  private static void requireLeafFirst(String subject, List<X509Certificate> certificates)
      throws SigningException {
    Optional<X509Certificate> leaf =
        certificates.stream().filter(found -> found.getBasicConstraints() < 0).findFirst();
    if (certificates.get(0).getBasicConstraints() < 0 || leaf.isEmpty()) {
      return;
    }
    SigningRefusedException wrongOrder =
        LeafCertificates.unfit(
            "The authority's certificate "
                + DistinguishedNames.print(certificates.get(0).getSubjectX500Principal())
                + " comes first, and that of "
                + DistinguishedNames.print(leaf.get().getSubjectX500Principal())
                + " after it.",
            "Put the plugin's own certificate first, then those that lead from it to the root.");
    throw SigningRefusedException.ofCertificate(subject, wrongOrder.objections());
  }
}
