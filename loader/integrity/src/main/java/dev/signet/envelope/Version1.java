package dev.signet.envelope;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.envelope.SignatureFile.Certificates;
import dev.signet.envelope.SignatureFile.SignedContent;
import dev.signet.manifest.CanonicalJson;
import dev.signet.manifest.SignedHashes;
import dev.signet.pem.Pem;
import java.security.cert.CertificateException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is particular to version 1: it is read as PHP reads it. */
final class Version1 {
  private Version1() {}

  static SignedContent signedContent(RawEnvelope envelope) throws MalformedException {
    ObjectNode members = envelope.members();
    Members.refuse(members, "alg");
    Members.refuse(members, "certificates");
    byte[] signature = Base64Text.lenient(Members.text(members, "signature"));
    Members.text(members, "certificate");
    return new SignedContent(
            1,
            SignatureAlgorithm.RSA_PSS_SHA1,
            signedHashes(envelope.hashes()),
            canonical(envelope.hashes()))
        .signature(signature)
        .timestamp(Members.timestamp(members))
        .rotation(RotationProof.read(members));
  }

  /** Reads the first certificate, as other readers do, whatever follows it. */
  static Certificates certificates(ObjectNode members)
      throws MalformedException, CertificateException {
    return new Certificates(Pem.firstCertificate(Members.text(members, "certificate")), List.of());
  }

  private static byte[] canonical(ObjectNode hashes) throws MalformedException {
    try {
      return CanonicalJson.version1(hashes)
          .orElseThrow(
              () ->
                  new MalformedException(
                      "The order in which its numeric file names were signed is not defined."));
    } catch (IllegalArgumentException e) {
      throw new MalformedException("A value of \"hashes\" has a number that is no integer.");
    }
  }

  private static SignedHashes signedHashes(ObjectNode hashes) {
    Map<String, Optional<String>> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : hashes.properties()) {
      values.put(entry.getKey(), Optional.ofNullable(entry.getValue().textValue()));
    }
    return new SignedHashes(values);
  }
}
