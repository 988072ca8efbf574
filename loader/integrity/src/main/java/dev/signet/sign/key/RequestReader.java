package dev.signet.sign.key;

import dev.signet.Internal;
import dev.signet.pem.Der;
import dev.signet.pem.FileKind;
import dev.signet.pem.InputFile;
import dev.signet.pem.Part;
import dev.signet.sign.problem.SigningException;
import dev.signet.sign.problem.SigningObjection;
import dev.signet.sign.problem.SigningRefusedException;
import dev.signet.trust.KeyRules;
import dev.signet.trust.path.CommonName;
import dev.signet.verdict.Guard;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** Reads requests of strangers (PKCS #10, RFC 2986), and says what speaks against them. */
@Internal
public final class RequestReader {
  private static final int MAX_BYTES = 64 << 10;

  /** What is signed, the algorithm, the signature (RFC 2986 section 4.2). */
  private static final int MEMBERS = 3;

  /** Version, subject, key; attributes are optional in practice. */
  private static final int INFO_MEMBERS = 3;

  private final String source;
  private final byte[] der;
  private final List<byte[]> members;
  private final List<byte[]> info;

  private RequestReader(String source, byte[] der) throws IOException {
    this.source = source;
    this.der = der;
    this.members = Der.members(der);
    if (members.size() != MEMBERS) {
      throw new IOException("it is put together otherwise");
    }
    this.info = Der.members(members.get(0));
    if (info.size() < INFO_MEMBERS) {
      throw new IOException("it has no subject or no key");
    }
  }

  /** Reads a file, PEM or DER. */
  static CertificateRequest load(Path file) throws SigningException {
    byte[] content = InputFiles.read(file);
    if (content.length > MAX_BYTES) {
      throw unreadable(file.toString(), "it is larger than any request");
    }
    InputFile input = InputFile.of(content);
    List<Part> requests = input.parts(FileKind.REQUEST);
    if (requests.isEmpty()) {
      throw InputFiles.none(
          file, "certificate request (PKCS #10)", input.instead(FileKind.REQUEST));
    }
    try {
      return parse(file.toString(), requests.get(0).der());
    } catch (IOException e) {
      throw unreadable(file.toString(), String.valueOf(e.getMessage()));
    }
  }

  /**
   * Reads DER.
   *
   * @param source what it is, for messages
   */
  public static CertificateRequest parse(String source, byte[] der) throws SigningException {
    return Guard.run(
        () -> {
          try {
            return new RequestReader(source, der).checked();
          } catch (IOException e) {
            throw unreadable(source, String.valueOf(e.getMessage()));
          }
        },
        failure -> {
          throw unreadable(source, Guard.cause(failure));
        });
  }

  private SigningRefusedException invalidId(String detail) {
    return refused(
        SigningObjection.of(
            SigningObjection.INVALID_ID,
            source + " " + detail + ".",
            "Ask the author for a request whose one common name is the plugin's id: "
                + CommonNames.FORM
                + "."));
  }

  private CertificateRequest checked() throws SigningException, IOException {
    PublicKey key = key();
    // Before the signature is checked: with an oversized key that would take minutes.
    Optional<String> weakness = KeyRules.weakness(key);
    if (weakness.isPresent()) {
      throw refused(weakKey(weakness.get()));
    }
    try {
      RequestSignature.check(members, key);
    } catch (GeneralSecurityException e) {
      throw refused(
          SigningObjection.of(
              SigningObjection.NO_POSSESSION,
              source
                  + " does not prove that its sender has the private key: its signature "
                  + reason(e)
                  + ".",
              "Ask the author for a request made anew with openssl req, or signet key:request."));
    }
    return new CertificateRequest(commonName(), key, der);
  }

  private static String reason(GeneralSecurityException failure) {
    String message = failure.getMessage();
    return message != null && message.startsWith("is ") ? message : "is not its own key's";
  }

  private PublicKey key() throws SigningException, IOException {
    byte[] encoded = info.get(2);
    ASN1ObjectIdentifier algorithm =
        Der.parse(encoded, SubjectPublicKeyInfo::getInstance).getAlgorithm().getAlgorithm();
    boolean rsa = algorithm.equals(PKCSObjectIdentifiers.rsaEncryption);
    if (!rsa && !algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
      throw refused(weakKey("has a key of the algorithm " + algorithm + ", neither RSA nor P-384"));
    }
    try {
      KeyFactory factory =
          rsa ? KeyFactory.getInstance("RSA", "SunRsaSign") : KeyFactory.getInstance("EC", "SunEC");
      return factory.generatePublic(new X509EncodedKeySpec(encoded));
    } catch (GeneralSecurityException e) {
      throw refused(weakKey("has a key that cannot be used (" + SigningKeys.rootCause(e) + ")"));
    }
  }

  private String commonName() throws SigningException {
    String name;
    try {
      name = CommonName.of(info.get(1));
    } catch (CertificateParsingException e) {
      throw invalidId("names no one id: " + e.getMessage());
    }
    Optional<String> problem = CommonNames.problem(name);
    if (problem.isPresent()) {
      throw invalidId("is for an id that " + problem.get());
    }
    return name;
  }

  private SigningObjection weakKey(String weakness) {
    return SigningObjection.of(
        SigningObjection.WEAK_KEY,
        source + " " + weakness + ".",
        "Ask the author for a request with a key on the curve P-384, or RSA with 3072 or 4096"
            + " bits.");
  }

  private static SigningRefusedException refused(SigningObjection objection) {
    return new SigningRefusedException("", List.of(objection));
  }

  private static SigningException unreadable(String source, String cause) {
    return new SigningException(
        source + " holds no certificate request that can be read (" + cause + ")",
        "give a PKCS #10 file, PEM or DER, as openssl req writes it");
  }
}
