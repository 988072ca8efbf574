package dev.signet.sign.key;

import dev.signet.Internal;
import dev.signet.file.NewFile;
import dev.signet.sign.problem.SigningException;
import dev.signet.sign.problem.SigningObjection;
import dev.signet.sign.problem.SigningRefusedException;
import dev.signet.trust.KeyRules;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/**
 * An author's request for a certificate (PKCS #10, RFC 2986): a key, the one id it is for, and the
 * proof that whoever asks has the private key. Nothing else that a request may ask for is looked
 * at: no other part of its subject, no extension, no attribute. Immutable; what can never be
 * certified is none.
 */
@Internal
public final class CertificateRequest {
  /** The label of requests in PEM (RFC 7468 section 7). */
  static final String LABEL = "CERTIFICATE REQUEST";

  private static final List<String> KEY_ENDINGS =
      List.of(".key", ".pem", ".p8", ".pk8", ".p12", ".pfx", ".jks", ".der");

  private final String commonName;
  private final PublicKey key;
  private final String text;

  CertificateRequest(String commonName, PublicKey key, byte[] der) {
    this.commonName = commonName;
    this.key = key;
    this.text = PemFiles.block(LABEL, der);
  }

  /**
   * Makes a request, signed with its own key.
   *
   * @param commonName the plugin's id, or {@code core}
   * @param key RSA of at least 2048 bits, or P-384; also one on a device that came with its
   *     certificate
   * @throws SigningRefusedException when no authority should certify it
   * @throws SigningException when the key cannot sign
   */
  public static CertificateRequest create(String commonName, SigningKey key)
      throws SigningException {
    requireValid(commonName);
    try {
      PublicKey publicKey = PublicKeys.of(key);
      requireStrong(publicKey);
      return RequestReader.parse(
          "The new request",
          new JcaPKCS10CertificationRequestBuilder(
                  CommonNames.distinguishedName(commonName), publicKey)
              .build(signer(key, KeyType.of(publicKey)))
              .getEncoded());
    } catch (GeneralSecurityException
        | OperatorCreationException
        | ProviderException
        | IOException e) {
      throw new SigningException(
          "The key cannot sign a request (" + SigningKeys.rootCause(e) + ")",
          "use an RSA or P-384 key",
          e);
    }
  }

  private static void requireStrong(PublicKey key) throws SigningRefusedException {
    Optional<String> weakness = KeyRules.weakness(key);
    if (weakness.isPresent()) {
      throw new SigningRefusedException(
          "",
          List.of(
              SigningObjection.of(
                  SigningObjection.WEAK_KEY,
                  "The request " + weakness.get() + ", for which no certificate is issued.",
                  "Make a new key, P-384 or RSA with 3072 or 4096 bits, and a request with that.")));
    }
  }

  /**
   * Checks that an id can be a certificate's common name: 1 to 64 visible characters, with no blank
   * at either end.
   *
   * @throws SigningRefusedException when it cannot
   */
  public static void requireValid(String id) throws SigningException {
    Optional<String> problem = CommonNames.problem(id);
    if (problem.isPresent()) {
      throw new SigningRefusedException(
          "",
          List.of(
              SigningObjection.of(
                  SigningObjection.INVALID_ID,
                  "The id '" + id + "' " + problem.get() + ".",
                  "Name the id that the plugin's descriptor has: " + CommonNames.FORM + ".")));
    }
  }

  /**
   * Reads a request, PEM or DER, as openssl and others write it.
   *
   * @param file at most 64 KiB
   * @throws SigningRefusedException when no authority should certify it: its signature is not its
   *     key's, it has no one valid common name, or its key is too weak
   * @throws SigningException when it cannot be read
   */
  public static CertificateRequest load(Path file) throws SigningException {
    return RequestReader.load(file);
  }

  /**
   * Returns the files that hold a private key and came, as it looks, with a request: the request's
   * own file, and those beside it of the same name with a key's ending.
   *
   * @param request its file, which has been read
   */
  public static List<Path> privateKeysWith(Path request) {
    String name = String.valueOf(request.getFileName());
    String stem =
        name.substring(0, name.lastIndexOf('.') > 0 ? name.lastIndexOf('.') : name.length());
    return Stream.concat(
            Stream.of(request),
            KEY_ENDINGS.stream().map(ending -> request.resolveSibling(stem + ending)))
        .distinct()
        .filter(PrivateKeyAlarm::isIn)
        .toList();
  }

  /** Returns the one common name of the subject: the id it is for. */
  public String commonName() {
    return commonName;
  }

  /** Returns the author's public key. */
  public PublicKey key() {
    return key;
  }

  /** Returns the request as a PEM block, with a line break at the end. */
  public String text() {
    return text;
  }

  /**
   * Writes the request in PEM to a new file.
   *
   * @throws java.nio.file.FileAlreadyExistsException when there is such a file
   * @throws IOException when it cannot be written
   */
  public void write(Path file) throws IOException {
    NewFile.write(file, text);
  }

  private static ContentSigner signer(SigningKey key, KeyType type)
      throws OperatorCreationException {
    JcaContentSignerBuilder builder = new JcaContentSignerBuilder(type.certificateSignature());
    if (key.provider().isPresent()) {
      return builder.setProvider(key.provider().get()).build(key.privateKey());
    }
    return builder.setProvider(type.provider()).build(key.privateKey());
  }
}
