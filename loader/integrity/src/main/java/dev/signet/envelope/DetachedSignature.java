package dev.signet.envelope;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.Internal;
import dev.signet.envelope.SignatureFile.Certificates;
import dev.signet.envelope.SignatureFile.SignedContent;
import dev.signet.manifest.SignedHashes;
import dev.signet.pem.Pem;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The members {@code alg}, {@code certificates}, {@code signature} and {@code timestamp}, as
 * version 2 of {@code signature.json} has them, wherever else they say who has signed what.
 * Immutable.
 */
@Internal
public final class DetachedSignature {
  private static final int MOST_SIGNATURE_BYTES = 4 << 10;
  private static final int MOST_CERTIFICATE_CHARS = 64 << 10;

  private final SignatureAlgorithm algorithm;
  private final Certificates certificates;
  private final ObjectNode json;

  private DetachedSignature(
      SignatureAlgorithm algorithm, Certificates certificates, ObjectNode json) {
    this.algorithm = algorithm;
    this.certificates = certificates;
    this.json = json;
  }

  /**
   * Who signs.
   *
   * @param algorithm what the signature is made by
   * @param leaf whose key makes it
   * @param chain the certificates between the leaf and its anchor, at most 8
   */
  @Internal
  public record Maker(
      SignatureAlgorithm algorithm, X509Certificate leaf, List<X509Certificate> chain) {
    /** Copies the list. */
    public Maker {
      chain = List.copyOf(chain);
    }

    /**
     * Returns the members.
     *
     * @param timestamp DER of an RFC 3161 token over the signature
     */
    public ObjectNode json(byte[] signature, Optional<byte[]> timestamp) {
      Base64.Encoder base64 = Base64.getEncoder();
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.put("alg", algorithm.id());
      ObjectNode certificates = json.putObject("certificates");
      certificates.put("leaf", SignatureFileWriter.pem(leaf, "\n") + "\n");
      ArrayNode above = certificates.putArray("chain");
      chain.forEach(each -> above.add(SignatureFileWriter.pem(each, "\n") + "\n"));
      json.put("signature", base64.encodeToString(signature));
      timestamp.ifPresent(der -> json.put("timestamp", base64.encodeToString(der)));
      return json;
    }
  }

  /**
   * Reads it, as others than this package do.
   *
   * @throws IllegalArgumentException when it is not in the form; the message says why in a sentence
   */
  public static DetachedSignature of(ObjectNode json) {
    try {
      return read(json);
    } catch (MalformedException | CertificateException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** Reads it; the object belongs to it from now on. */
  static DetachedSignature read(JsonNode node) throws MalformedException, CertificateException {
    if (!(node instanceof ObjectNode json)) {
      throw new MalformedException("It is no JSON object.");
    }
    SignatureAlgorithm algorithm = algorithm(json);
    if (signature(json).length > MOST_SIGNATURE_BYTES) {
      throw new MalformedException("\"signature\" is too long.");
    }
    Members.timestamp(json);
    checkCertificates(json);
    if (json.get("certificates").toString().length() > MOST_CERTIFICATE_CHARS) {
      throw new MalformedException("\"certificates\" is too long.");
    }
    return new DetachedSignature(algorithm, certificates(json), json);
  }

  /** Returns SHA-256 of the key that signed it, or is to have. */
  String keyId() {
    return RotationProof.keyId(certificates.leaf().getPublicKey());
  }

  /** Returns the members, as they were read. */
  public ObjectNode json() {
    return json.deepCopy();
  }

  /** Returns whom it names and over which bytes it has to be, for all that judges signatures. */
  public SignatureFile over(byte[] bytes) {
    return over(bytes, 2, new SignedHashes(Map.of()));
  }

  /** Returns it likewise, as if it were the only signature of a file. */
  SignatureFile over(byte[] bytes, SignatureFile main) {
    return over(bytes, main.version(), main.hashes());
  }

  private SignatureFile over(byte[] bytes, int version, SignedHashes hashes) {
    try {
      return SignatureFile.of(
          new SignedContent(version, algorithm, hashes, bytes)
              .signature(signature(json))
              .timestamp(Members.timestamp(json)),
          certificates);
    } catch (MalformedException e) {
      throw new IllegalStateException("It was read before.", e);
    }
  }

  /** Version 1's algorithm is none of version 2's. */
  static SignatureAlgorithm algorithm(ObjectNode members) throws MalformedException {
    return SignatureAlgorithm.ofId(Members.text(members, "alg"))
        .filter(algorithm -> algorithm != SignatureAlgorithm.RSA_PSS_SHA1)
        .orElseThrow(() -> new MalformedException("Its algorithm \"alg\" is unknown."));
  }

  static Certificates certificates(ObjectNode members)
      throws MalformedException, CertificateException {
    JsonNode certificates = members.get("certificates");
    List<X509Certificate> chain = new ArrayList<>();
    for (JsonNode pem : certificates.path("chain")) {
      chain.add(onlyCertificate(pem.textValue()));
    }
    return new Certificates(onlyCertificate(Members.text(certificates, "leaf")), chain);
  }

  private static X509Certificate onlyCertificate(String pem) throws CertificateException {
    List<X509Certificate> certificates = Pem.certificates(pem);
    if (certificates.size() > 1) {
      throw new CertificateException("There is more than one certificate where one belongs.");
    }
    return certificates.get(0);
  }

  static byte[] signature(ObjectNode members) throws MalformedException {
    return Base64Text.strict(Members.text(members, "signature"))
        .filter(bytes -> bytes.length > 0)
        .orElseThrow(() -> new MalformedException("\"signature\" is empty or no base64."));
  }

  static void checkCertificates(ObjectNode members) throws MalformedException {
    JsonNode certificates = members.get("certificates");
    if (certificates == null || !certificates.isObject()) {
      throw new MalformedException("It has no JSON object \"certificates\".");
    }
    Members.text(certificates, "leaf");
    JsonNode chain = certificates.get("chain");
    if (chain == null) {
      return;
    }
    if (!chain.isArray() || chain.size() > SignatureFile.CHAIN_CERTIFICATES) {
      throw new MalformedException(
          "\"chain\" is no JSON list of at most "
              + SignatureFile.CHAIN_CERTIFICATES
              + " certificates.");
    }
    for (JsonNode pem : chain) {
      if (!pem.isTextual()) {
        throw new MalformedException("\"chain\" holds a value that is no JSON string.");
      }
    }
  }
}
