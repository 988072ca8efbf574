package dev.signet.sign.authority;

import dev.signet.Internal;
import dev.signet.file.IoCause;
import dev.signet.sign.key.CertificateRequest;
import dev.signet.sign.key.CommonNames;
import dev.signet.sign.key.InputFiles;
import dev.signet.sign.key.KeyType;
import dev.signet.sign.key.PemFiles;
import dev.signet.sign.problem.SigningException;
import dev.signet.trust.Certificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.asn1.x500.X500Name;

/**
 * An authority that is thrown away as soon as it has certified keys for a day, so that an author
 * has the real check from the first minute on. All its certificates say that they are for
 * development only, and count on no channel that enforces.
 */
@Internal
public final class DevelopmentAuthority {
  /** How long its certificates are valid: a day. */
  public static final Duration LIFETIME = Duration.ofDays(1);

  /** A clock that differs a little from this one must not spoil the first minute. */
  private static final Duration SKEW = Duration.ofHours(1);

  private final X509Certificate root;
  private final CertificateIssuer issuer;
  private final Validity validity;

  private DevelopmentAuthority(Instant now) {
    KeyPair keys = KeyType.P384.generate();
    X500Name name =
        CommonNames.distinguishedName(
            String.format(
                Locale.ROOT,
                "Signet development only %s",
                CertificateIssuer.randomSerialNumber().toString(16).substring(0, 8)));
    this.validity = new Validity(now.minus(SKEW), now.plus(LIFETIME));
    this.issuer = CertificateIssuer.forDevelopment(name, keys);
    this.root =
        issuer.authority(new CertificateIssuer.Request(name, keys.getPublic(), validity), 0);
  }

  /**
   * Makes an authority, and for each plugin a key and a certificate, in a folder: {@code root.crt},
   * and for each {@code ID.key}, not encrypted, and {@code ID.crt}. What an earlier call has left
   * there is replaced. The authority's own key is never written.
   *
   * @return until when they are valid
   * @throws SigningException when an id cannot be one, or the folder has files of another kind
   */
  public static Instant make(Path folder, List<String> ids, Instant now) throws SigningException {
    for (String id : ids) {
      CertificateRequest.requireValid(id);
      // The authority's own certificate is root.crt.
      if (!id.matches("[A-Za-z0-9][A-Za-z0-9._-]*") || id.equalsIgnoreCase("root")) {
        throw new SigningException(
            "'" + id + "' is no safe name of a file here", "name another plugin");
      }
    }
    Path root = folder.resolve("root.crt");
    requireOwn(folder, root);
    DevelopmentAuthority authority = new DevelopmentAuthority(now);
    try {
      Files.createDirectories(folder);
      // Nothing in it belongs into a repository.
      Files.writeString(folder.resolve(".gitignore"), "*\n");
      PemFiles.writeCertificates(root, List.of(authority.root));
      for (String id : ids) {
        authority.certify(folder, id);
      }
    } catch (IOException e) {
      throw new SigningException(
          folder + " cannot be written (" + IoCause.ofWriting(e) + ")",
          "check the path and its permissions",
          e);
    }
    return authority.validity.until();
  }

  private static void requireOwn(Path folder, Path root) throws SigningException {
    if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    boolean isOwn =
        Files.isRegularFile(root, LinkOption.NOFOLLOW_LINKS)
            && InputFiles.certificates(root).stream().allMatch(Certificates::isForDevelopment);
    if (!isOwn) {
      throw new SigningException(
          folder + " is there, and was not made by signet key:dev",
          "name another folder with --out");
    }
  }

  private void certify(Path folder, String id) throws IOException {
    KeyPair keys = KeyType.P384.generate();
    X509Certificate certificate =
        issuer.leaf(
            new CertificateIssuer.Request(
                CommonNames.distinguishedName(id), keys.getPublic(), validity));
    Path key = folder.resolve(id + ".key");
    Files.deleteIfExists(key);
    PemFiles.writePrivateKey(key, keys.getPrivate());
    PemFiles.writeCertificates(folder.resolve(id + ".crt"), List.of(certificate));
  }
}
