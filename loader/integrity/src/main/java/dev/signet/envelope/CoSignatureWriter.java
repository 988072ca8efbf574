package dev.signet.envelope;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.Internal;
import dev.signet.bundle.Limits;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * Puts a further signature into a {@code signature.json} of version 2, and leaves all else as it is
 * there.
 *
 * @param maker who signs
 */
@Internal
public record CoSignatureWriter(DetachedSignature.Maker maker) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Returns the file with the signature, in the place of one by the same key.
   *
   * @param file of version 2, well-formed
   * @param signature over {@link CoSignatures#signedBytes}
   * @param timestamp DER of an RFC 3161 token over the signature
   * @throws IllegalArgumentException when there are too many, or the file is no such one
   */
  public byte[] write(byte[] file, byte[] signature, Optional<byte[]> timestamp, Limits limits) {
    try {
      RawEnvelope envelope = EnvelopeParser.parse(file, limits);
      ObjectNode members = envelope.members();
      CoSignatures all = CoSignatures.read(members).with(maker.json(signature, timestamp));
      members.set(CoSignatures.MEMBER, all.toJson());
      byte[] hashes = Arrays.copyOfRange(file, envelope.hashesStart(), envelope.hashesEnd());
      return write(members, new String(hashes, StandardCharsets.UTF_8))
          .getBytes(StandardCharsets.UTF_8);
    } catch (MalformedException e) {
      throw new IllegalArgumentException("file: " + e.getMessage(), e);
    }
  }

  private static String write(ObjectNode members, String hashes) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.getFactory().createGenerator(text)) {
      json.setPrettyPrinter(
          new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));
      json.writeStartObject();
      for (Map.Entry<String, JsonNode> member : members.properties()) {
        json.writeFieldName(member.getKey());
        json.writeTree(member.getValue());
        if (member.getKey().equals("alg")) {
          json.writeFieldName("hashes");
          json.writeRawValue(hashes);
        }
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("Writing to memory failed.", e);
    }
    return text.append('\n').toString();
  }
}
