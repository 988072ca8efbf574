package dev.signet.sign;

import dev.signet.envelope.Pem;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/** Reads what an author hands in: PEM files (RFC 7468) as openssl writes them. */
final class PemReader {
  private static final int MAX_BYTES = 1 << 20;

  private PemReader() {}

  static List<X509Certificate> certificates(Path file) throws SigningException {
    try {
      return Pem.certificates(text(file));
    } catch (CertificateException e) {
      throw new SigningException(
          file + " holds no readable certificate: " + e.getMessage() + " Give a PEM file.", e);
    }
  }

  /** Reads the first private key; parameters of a curve before it are passed over. */
  static PrivateKey privateKey(Path file) throws SigningException {
    try (PEMParser parser = new PEMParser(new StringReader(text(file)))) {
      for (Object block = parser.readObject(); block != null; block = parser.readObject()) {
        if (block instanceof PKCS8EncryptedPrivateKeyInfo || block instanceof PEMEncryptedKeyPair) {
          throw new SigningException(
              file + " is encrypted; decrypt it first, as with openssl pkey -in FILE -out FILE.");
        }
        Optional<PrivateKeyInfo> info = info(block);
        if (info.isPresent()) {
          return privateKey(info.get());
        }
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new SigningException(
          file + " holds no readable private key: " + e.getMessage() + ". Give a PEM file.", e);
    }
    throw new SigningException(
        file + " holds no private key; give the PEM file of the certificate's key.");
  }

  private static Optional<PrivateKeyInfo> info(Object block) {
    if (block instanceof PEMKeyPair pair) {
      return Optional.of(pair.getPrivateKeyInfo());
    }
    return block instanceof PrivateKeyInfo info ? Optional.of(info) : Optional.empty();
  }

  private static PrivateKey privateKey(PrivateKeyInfo info)
      throws IOException, GeneralSecurityException {
    boolean rsa =
        info.getPrivateKeyAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption);
    KeyFactory factory =
        rsa ? KeyFactory.getInstance("RSA", "SunRsaSign") : KeyFactory.getInstance("EC", "SunEC");
    return factory.generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
  }

  private static String text(Path file) throws SigningException {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new SigningException(file + " is too large for a PEM file; check the path.");
      }
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new SigningException(
          file + " cannot be read (" + e + "); check the path and its permissions.", e);
    }
  }
}
