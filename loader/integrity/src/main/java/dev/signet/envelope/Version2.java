package dev.signet.envelope;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.envelope.SignatureFile.SignedContent;
import dev.signet.manifest.CanonicalJson;
import dev.signet.manifest.SignedHashes;
import java.util.Arrays;
import java.util.LinkedHashMap;
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
    SignatureAlgorithm algorithm = DetachedSignature.algorithm(members);
    byte[] signed = Arrays.copyOfRange(file, envelope.hashesStart(), envelope.hashesEnd());
    SignedHashes hashes = envelope.canonical();
    if (hashes == null) {
      hashes = canonicalHashes(envelope, signed);
    }
    DetachedSignature.checkCertificates(members);
    return new SignedContent(2, algorithm, hashes, signed)
        .signature(DetachedSignature.signature(members))
        .timestamp(Members.timestamp(members))
        .rotation(RotationProof.read(members))
        .cosignatures(CoSignatures.read(members));
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
}
