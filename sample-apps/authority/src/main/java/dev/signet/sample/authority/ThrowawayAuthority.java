package dev.signet.sample.authority;

import dev.signet.sign.authority.CertificateAuthority;
import dev.signet.sign.authority.Validity;
import dev.signet.sign.key.KeyType;
import dev.signet.sign.key.PemFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * An authority that lives while it is made. It vouches for the samples' authors, withdraws one of
 * them, and is gone: its own key is never written anywhere. A later build takes what it left, so
 * that what is signed already need not be signed, and compiled against, again.
 *
 * <p>In its folder: {@code trust/}, which is what a host is given (the anchor and the revocation
 * list), and {@code authors/}, one key and one certificate per plugin id.
 */
public final class ThrowawayAuthority {
  /** Of less than 60 days a host would warn from the first day on. */
  private static final Duration LIFETIME = Duration.ofDays(365);

  /** A clock that differs a little from the one that checks must not spoil a build. */
  private static final Duration ALLOWED_SKEW = Duration.ofHours(1);

  private ThrowawayAuthority() {}

  /**
   * Makes the authority, unless its folder holds what the same code made for the same ids, and made
   * it lately.
   *
   * @param arguments its folder, the plugin id whose certificate is withdrawn, and the other ids
   * @throws IllegalArgumentException when there are fewer
   * @throws IOException when its files cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length < 3) {
      throw new IllegalArgumentException("usage: FOLDER REVOKED-ID ID...");
    }
    List<String> ids = List.of(arguments).subList(1, arguments.length);
    Path folder = Path.of(arguments[0]);
    MakingRecord record = MakingRecord.in(folder);
    if (!record.isOf(ids, LIFETIME.dividedBy(2))) {
      record.delete();
      create(folder, ids, Clock.systemUTC());
      record.write(ids);
    }
  }

  private static void create(Path folder, List<String> ids, Clock clock) throws IOException {
    Path trust = Files.createDirectories(folder.resolve("trust"));
    Path authors = Files.createDirectories(folder.resolve("authors"));
    Instant start = clock.instant().minus(ALLOWED_SKEW);
    Validity validity = Validity.starting(start, LIFETIME);
    CertificateAuthority authority =
        CertificateAuthority.root("Signet Samples Throwaway Authority", KeyType.P384, validity);
    for (String id : ids) {
      KeyPair keys = KeyType.P384.generate();
      X509Certificate certificate = authority.issue(id, keys.getPublic(), validity);
      Path key = authors.resolve(id + ".key");
      Files.deleteIfExists(key);
      PemFiles.writePrivateKey(key, keys.getPrivate());
      PemFiles.writeCertificates(authors.resolve(id + ".crt"), List.of(certificate));
      if (id.equals(ids.get(0))) {
        authority.revoke(certificate.getSerialNumber(), start);
      }
    }
    PemFiles.writeCertificates(trust.resolve("samples.crt"), List.of(authority.certificate()));
    PemFiles.writeRevocationList(
        trust.resolve("samples.crl"), authority.revocationList(start, LIFETIME));
  }
}
