package dev.signet.trust;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Certificates in files that were named for their revocation lists. They are believed nowhere,
 * which an admin may not have meant.
 */
final class CertificatesBesideLists {
  private final Map<X509Certificate, Path> files = new LinkedHashMap<>();

  /** Records those of one file. */
  void add(List<X509Certificate> certificates, Path file) {
    for (X509Certificate certificate : certificates) {
      files.putIfAbsent(certificate, file);
    }
  }

  /** Returns what there is to say of those that the store does not hold anyway. */
  List<TrustStatus.Concern> concerns(Predicate<X509Certificate> isKnown) {
    List<TrustStatus.Concern> concerns = new ArrayList<>();
    files.forEach(
        (certificate, file) -> {
          if (!isKnown.test(certificate)) {
            concerns.add(concern(certificate, file));
          }
        });
    return concerns;
  }

  private static TrustStatus.Concern concern(X509Certificate certificate, Path file) {
    return new TrustStatus.Concern(
        TrustStatus.Concern.Kind.CERTIFICATE_BESIDE_LIST,
        file.toString(),
        file
            + " was named for its revocation lists: the certificate of "
            + DistinguishedNames.print(certificate.getSubjectX500Principal())
            + " in it counts nowhere; name the file among the trusted certificates, too, or take"
            + " the certificate out.");
  }
}
