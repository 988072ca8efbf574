package dev.signet.envelope;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.envelope.SignatureFile.Certificates;
import dev.signet.envelope.SignatureFile.SignedContent;
import dev.signet.manifest.CanonicalJson;
import dev.signet.manifest.SignedHashes;
import dev.signet.pem.Pem;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is particular to version 2. */
final class Version2 {
  private static final long VERSION = 2;

  private Version2() {}

  static SignedContent signedContent(RawEnvelope envelope, byte[] file) throws MalformedException {
    ObjectNode members = envelope.members();
    JsonNode version = members.get("v");
    if (!version.isIntegralNumber() || version.longValue() != VERSION) {
      throw new MalformedException("Its version \"v\" is not the number 2.");
    }
    Members.refuse(members, "certificate");
    SignatureAlgorithm algorithm = algorithm(Members.text(members, "alg"));
    byte[] signed = Arrays.copyOfRange(file, envelope.hashesStart(), envelope.hashesEnd());
    SignedHashes hashes = envelope.canonical();
    if (hashes == null) {
      hashes = canonicalHashes(envelope, signed);
    }
    checkCertificates(members);
    return new SignedContent(2, algorithm, hashes, signed)
        .signature(signature(members))
        .timestamp(Members.timestamp(members))
        .rotation(RotationProof.read(members))
        .cosignatures(CoSignatures.read(members));
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

  /** Version 1's algorithm is none of version 2's. */
  static SignatureAlgorithm algorithm(String id) throws MalformedException {
    return SignatureAlgorithm.ofId(id)
        .filter(algorithm -> algorithm != SignatureAlgorithm.RSA_PSS_SHA1)
        .orElseThrow(() -> new MalformedException("Its algorithm \"alg\" is unknown."));
  }

  private static Map<String, String> texts(RawEnvelope envelope) throws MalformedException {
    if (envelope.hashesIsList()) {
      throw new MalformedException("\"hashes\" is no JSON object.");
    }
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : envelope.hashes().properties()) {
      if (!entry.getValue().isTextual()) {
        throw new MalformedException("A value of \"hashes\" is no JSON string.");
      }
      texts.put(entry.getKey(), entry.getValue().textValue());
    }
    return texts;
  }

  private static SignedHashes canonicalHashes(RawEnvelope envelope, byte[] signed)
      throws MalformedException {
    Map<String, String> hashes = texts(envelope);
    if (!CanonicalJson.isVersion2(signed, hashes)) {
      throw new MalformedException("\"hashes\" is not in canonical form.");
    }
    Map<String, Optional<String>> values = new LinkedHashMap<>();
    hashes.forEach((name, value) -> values.put(name, Optional.of(value)));
    return new SignedHashes(values);
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
