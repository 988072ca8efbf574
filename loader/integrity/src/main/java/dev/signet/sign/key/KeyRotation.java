package dev.signet.sign.key;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.Internal;
import dev.signet.envelope.RotationProof;
import dev.signet.envelope.SignatureAlgorithm;
import dev.signet.file.NewFile;
import dev.signet.json.StrictJson;
import dev.signet.pem.FileKind;
import dev.signet.pem.InputFile;
import dev.signet.sign.problem.SigningException;
import dev.signet.trust.KeyRules;
import dev.signet.trust.path.CommonName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;

/**
 * An author's old keys vouch for the new one of a plugin: the statements that a signer puts into
 * {@code signature.json} as its member {@code rotation}. A host that knows one of the old keys
 * takes the new one without asking its administrator. Immutable.
 */
public final class KeyRotation {
  private final RotationProof proof;

  private KeyRotation(RotationProof proof) {
    this.proof = proof;
  }

  /**
   * Has an old key vouch for the new one.
   *
   * @param oldKey the key that the plugin was signed with until now; also one on a device that came
   *     with its certificate
   * @param newKey RSA of at least 2048 bits, or P-384
   * @throws SigningException when one of them does not do, or they are one
   */
  public static KeyRotation vouching(String pluginId, SigningKey oldKey, PublicKey newKey)
      throws SigningException {
    return new KeyRotation(RotationProof.NONE).thenVouching(pluginId, oldKey, newKey);
  }

  /**
   * Has the key that these statements vouch for vouch for the next one. Of more than 8 statements
   * the oldest is left out: hosts that have seen no release since then ask their administrators.
   *
   * @throws SigningException as above, and when the statements do not vouch for the old key
   */
  public KeyRotation thenVouching(String pluginId, SigningKey oldKey, PublicKey newKey)
      throws SigningException {
    try {
      PublicKey old = PublicKeys.of(oldKey);
      requireStrong("The old key", old);
      requireStrong("The new key", newKey);
      if (RotationProof.keyId(old).equals(RotationProof.keyId(newKey))) {
        throw new SigningException(
            "The new key is the old one", "give the request or the certificate of the new key");
      }
      if (!proof.isEmpty()) {
        requireFor(pluginId, old);
      }
      SignatureAlgorithm by = SignatureAlgorithm.ofVersion2(old).orElseThrow();
      byte[] statement = RotationProof.signedBytes(pluginId, old, newKey);
      return new KeyRotation(proof.with(old, by, oldKey.sign(by, statement)));
    } catch (GeneralSecurityException | ProviderException e) {
      throw new SigningException(
          "The old key cannot vouch for another (" + SigningKeys.rootCause(e) + ")",
          "use the RSA or P-384 key that the plugin was signed with",
          e);
    }
  }

  private static void requireStrong(String which, PublicKey key) throws SigningException {
    Optional<String> weakness = KeyRules.weakness(key);
    if (weakness.isPresent()) {
      throw new SigningException(
          which + " " + weakness.get(), "hosts take RSA of at least 2048 bits, and P-384");
    }
  }

  /**
   * Reads what {@link #write} has written.
   *
   * @throws SigningException when it cannot be read, or is something else
   */
  public static KeyRotation load(Path file) throws SigningException {
    RotationProof proof = read(InputFiles.read(file));
    if (proof.isEmpty()) {
      throw new SigningException(
          file + " holds no statements of old keys", "give a file as signet key:rotate writes it");
    }
    return new KeyRotation(proof);
  }

  private static RotationProof read(byte[] content) {
    try {
      return RotationProof.read(StrictJson.read(content, ObjectNode.class));
    } catch (IOException e) {
      return RotationProof.NONE;
    }
  }

  /**
   * Returns the key that a request is made with, or a certificate issued for.
   *
   * @param file a request or a certificate of the plugin, PEM or DER
   * @throws SigningException when it is neither, or for another id
   */
  public static NewKey newKey(Path file) throws SigningException {
    InputFile input = InputFile.of(InputFiles.read(file));
    if (!input.parts(FileKind.REQUEST).isEmpty()) {
      CertificateRequest request = CertificateRequest.load(file);
      return new NewKey(request.commonName(), request.key());
    }
    X509Certificate certificate = InputFiles.certificates(file).get(0);
    try {
      return new NewKey(CommonName.of(certificate), certificate.getPublicKey());
    } catch (CertificateParsingException e) {
      throw new SigningException(
          file + " names no one id: " + e.getMessage(),
          "give the request or the certificate of the plugin's new key",
          e);
    }
  }

  /**
   * A plugin's new key.
   *
   * @param id the plugin's, by the one common name of the request or certificate
   */
  public record NewKey(String id, PublicKey key) {}

  /**
   * Writes the statements to a new file, JSON in UTF-8. There is nothing secret in them.
   *
   * @throws java.nio.file.FileAlreadyExistsException when there is such a file
   * @throws IOException when it cannot be written
   */
  public void write(Path file) throws IOException {
    ObjectNode root = StrictJson.object(Map.of());
    root.set(RotationProof.MEMBER, proof.toJson());
    NewFile.write(file, new String(StrictJson.lines(root), StandardCharsets.UTF_8) + "\n");
  }

  /**
   * Makes sure that the statements, all of them, vouch for a key of a plugin.
   *
   * @throws SigningException when they do not
   */
  public void requireFor(String pluginId, PublicKey key) throws SigningException {
    if (!proof.isWhole(pluginId, key)) {
      throw new SigningException(
          "The statements of old keys do not vouch for the key "
              + RotationProof.keyId(key)
              + " of '"
              + pluginId
              + "'",
          "they are of another plugin, or for another key: make them with signet key:rotate");
    }
  }

  /** Returns the statements. */
  @Internal
  public RotationProof proof() {
    return proof;
  }
}
