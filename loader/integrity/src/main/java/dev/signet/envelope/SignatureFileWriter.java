package dev.signet.envelope;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.Internal;
import dev.signet.manifest.CanonicalJson;
import dev.signet.manifest.Manifest;
import dev.signet.manifest.PhpJson;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code signature.json}: first tells the bytes to sign, then puts the signature into the
 * file. Immutable.
 */
@Internal
public final class SignatureFileWriter {
  private static final int PEM_COLUMNS = 64;
  private static final Base64.Encoder BASE64 = Base64.getEncoder();

  private final SignatureAlgorithm algorithm;
  private final byte[] signedBytes;
  private final @Nullable ObjectNode phpHashes;
  private final RotationProof rotation;

  private SignatureFileWriter(
      SignatureAlgorithm algorithm,
      byte[] signedBytes,
      @Nullable ObjectNode phpHashes,
      RotationProof rotation) {
    this.algorithm = algorithm;
    this.signedBytes = signedBytes;
    this.phpHashes = phpHashes;
    this.rotation = rotation;
  }

  /** Returns this writer with what older keys say of the one that signs. */
  public SignatureFileWriter with(RotationProof proof) {
    return new SignatureFileWriter(algorithm, signedBytes, phpHashes, proof);
  }

  /**
   * Returns a writer of version 1, byte for byte as the original system prints it; empty when the
   * order in which PHP would sign these names is not well defined.
   *
   * @see CanonicalJson#version1Sorted
   */
  public static Optional<SignatureFileWriter> version1(Manifest files) {
    ObjectNode hashes = JsonNodeFactory.instance.objectNode();
    files.files().forEach((path, digest) -> hashes.put(path.value(), digest.hex()));
    return CanonicalJson.version1Sorted(hashes)
        .map(
            sorted ->
                new SignatureFileWriter(
                    SignatureAlgorithm.RSA_PSS_SHA1,
                    PhpJson.compact(sorted).getBytes(StandardCharsets.US_ASCII),
                    sorted,
                    RotationProof.NONE));
  }

  /**
   * Returns a writer of version 2.
   *
   * @throws IllegalArgumentException for the algorithm of version 1
   */
  public static SignatureFileWriter version2(Manifest files, SignatureAlgorithm algorithm) {
    if (algorithm == SignatureAlgorithm.RSA_PSS_SHA1) {
      throw new IllegalArgumentException("algorithm: version 2 has no " + algorithm.id());
    }
    return new SignatureFileWriter(algorithm, files.canonicalBytes(), null, RotationProof.NONE);
  }

  /** Returns the algorithm to sign with. */
  public SignatureAlgorithm algorithm() {
    return algorithm;
  }

  /** Returns a fresh copy of the bytes to sign. */
  public byte[] signedBytes() {
    return signedBytes.clone();
  }

  /**
   * Returns the file, in UTF-8.
   *
   * @param chain the certificates between the leaf and its anchor, at most 8; version 1 has no
   *     place for them
   * @param timestamp DER of an RFC 3161 token over the signature
   * @throws IllegalArgumentException when the chain is longer, or a certificate has no encoding
   */
  public byte[] write(
      byte[] signature,
      X509Certificate leaf,
      List<X509Certificate> chain,
      Optional<byte[]> timestamp) {
    if (chain.size() > SignatureFile.CHAIN_CERTIFICATES) {
      throw new IllegalArgumentException(
          "chain: at most " + SignatureFile.CHAIN_CERTIFICATES + " certificates");
    }
    String text =
        phpHashes != null
            ? writeVersion1(phpHashes, signature, leaf, timestamp)
            : writeVersion2(signature, leaf, chain, timestamp);
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private String writeVersion1(
      ObjectNode hashes, byte[] signature, X509Certificate leaf, Optional<byte[]> timestamp) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.set("hashes", hashes);
    root.put("signature", BASE64.encodeToString(signature));
    root.put("certificate", pem(leaf, "\r\n"));
    timestamp.ifPresent(der -> root.put("timestamp", BASE64.encodeToString(der)));
    if (!rotation.isEmpty()) {
      root.set(RotationProof.MEMBER, rotation.toJson());
    }
    return PhpJson.pretty(root);
  }

  private String writeVersion2(
      byte[] signature,
      X509Certificate leaf,
      List<X509Certificate> chain,
      Optional<byte[]> timestamp) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.setPrettyPrinter(
          new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));
      json.writeStartObject();
      json.writeNumberField("v", 2);
      json.writeStringField("alg", algorithm.id());
      json.writeFieldName("hashes");
      json.writeRawValue(new String(signedBytes, StandardCharsets.UTF_8));
      json.writeObjectFieldStart("certificates");
      json.writeStringField("leaf", pem(leaf, "\n") + "\n");
      json.writeArrayFieldStart("chain");
      for (X509Certificate certificate : chain) {
        json.writeString(pem(certificate, "\n") + "\n");
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeStringField("signature", BASE64.encodeToString(signature));
      if (timestamp.isPresent()) {
        json.writeStringField("timestamp", BASE64.encodeToString(timestamp.get()));
      }
      writeRotation(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("Writing to memory failed.", e);
    }
    return text.append('\n').toString();
  }

  private void writeRotation(JsonGenerator json) throws IOException {
    if (rotation.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart(RotationProof.MEMBER);
    for (JsonNode statement : rotation.toJson()) {
      json.writeStartObject();
      for (Map.Entry<String, JsonNode> member : statement.properties()) {
        json.writeStringField(member.getKey(), member.getValue().textValue());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  static String pem(X509Certificate certificate, String lineBreak) {
    try {
      Base64.Encoder lines =
          Base64.getMimeEncoder(PEM_COLUMNS, lineBreak.getBytes(StandardCharsets.US_ASCII));
      return "-----BEGIN CERTIFICATE-----"
          + lineBreak
          + lines.encodeToString(certificate.getEncoded())
          + lineBreak
          + "-----END CERTIFICATE-----";
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("certificate: has no encoding", e);
    }
  }
}
