package dev.signet.sign.key;

import dev.signet.Internal;
import dev.signet.pem.Pem;
import dev.signet.sign.problem.SigningException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.util.encoders.DecoderException;
import org.bouncycastle.util.io.pem.PemObject;
import org.jspecify.annotations.Nullable;

/** Reads what an author hands in as text: PEM files (RFC 7468) as openssl writes them. */
@Internal
public final class PemReader {
  private static final byte DER_SEQUENCE = 0x30;

  private PemReader() {}

  /** Reads all certificates of a file, PEM or one in DER. */
  public static List<X509Certificate> certificates(Path file) throws SigningException {
    byte[] content = SigningKeys.read(file);
    boolean der = content.length > 0 && content[0] == DER_SEQUENCE;
    String text =
        der
            ? Base64.getEncoder().encodeToString(content)
            : new String(content, StandardCharsets.ISO_8859_1);
    try {
      return Pem.certificates(text);
    } catch (CertificateException e) {
      throw new SigningException(
          file + " holds no readable certificate: " + e.getMessage() + " Give a PEM file.", e);
    }
  }

  /**
   * Returns the DER of the first block with one of these labels, whatever else is in the text.
   *
   * @throws IOException when its base64 cannot be read
   */
  static Optional<byte[]> block(String text, Set<String> labels) throws IOException {
    try (PEMParser parser = new PEMParser(new StringReader(text))) {
      for (PemObject block = parser.readPemObject();
          block != null;
          block = parser.readPemObject()) {
        if (labels.contains(block.getType())) {
          return Optional.of(block.getContent());
        }
      }
      return Optional.empty();
    } catch (DecoderException e) {
      throw new IOException("its base64 cannot be read", e);
    }
  }

  /** Reads the first private key, and the certificates that may be in the same text. */
  static SigningKey key(Path file, String text, Passphrase passphrase) throws SigningException {
    PrivateKey key = privateKey(file, text, passphrase);
    if (!text.contains("-----BEGIN CERTIFICATE-----")) {
      return new SigningKey(key);
    }
    return new SigningKey(key, certificates(file), Optional.empty());
  }

  /** Parameters of a curve before the key are passed over, as is whatever else is there. */
  private static PrivateKey privateKey(Path file, String text, Passphrase passphrase)
      throws SigningException {
    try (PEMParser parser = new PEMParser(new StringReader(text))) {
      for (Object block = parser.readObject(); block != null; block = parser.readObject()) {
        @Nullable PrivateKey key = privateKey(file, block, passphrase);
        if (key != null) {
          return key;
        }
      }
    } catch (IOException | GeneralSecurityException e) {
      throw DerKeys.unreadable(file, e);
    }
    throw new SigningException(
        file + " holds no private key; give the file of the certificate's key.");
  }

  private static @Nullable PrivateKey privateKey(Path file, Object block, Passphrase passphrase)
      throws SigningException, IOException, GeneralSecurityException {
    if (block instanceof PKCS8EncryptedPrivateKeyInfo encrypted) {
      return DerKeys.decrypted(file, encrypted, passphrase);
    }
    if (block instanceof PEMEncryptedKeyPair encrypted) {
      return decrypted(file, encrypted, passphrase);
    }
    if (block instanceof PEMKeyPair pair) {
      return DerKeys.privateKey(pair.getPrivateKeyInfo());
    }
    return block instanceof PrivateKeyInfo info ? DerKeys.privateKey(info) : null;
  }

  private static PrivateKey decrypted(
      Path file, PEMEncryptedKeyPair encrypted, Passphrase passphrase) throws SigningException {
    char[] secret = passphrase.ask(file.toString());
    try {
      PEMKeyPair pair = encrypted.decryptKeyPair(Decryptors.forTraditional(secret));
      return DerKeys.privateKey(pair.getPrivateKeyInfo());
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      // With luck a wrong one gives what looks like a key until it is read.
      throw new SigningException(
          file + ": the passphrase is wrong, or the key is damaged: " + e.getMessage() + ".", e);
    } finally {
      Arrays.fill(secret, '\0');
    }
  }
}
