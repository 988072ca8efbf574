package dev.signet.envelope;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.bundle.Limits;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Parses the JSON (RFC 8259) of a {@code signature.json} where PHP's decoder and every other reader
 * see the same: strict UTF-8, no byte order mark, nothing after the object, no name twice in one
 * object however escaped, no lone surrogates, nesting of at most 511.
 */
final class EnvelopeParser {
  private static final int MAX_NESTING = 511;
  static final int MAX_NAME_CHARS = 64 << 10;

  /** Tokens beside those of the hashes' entries: ample for every other member. */
  private static final int OTHER_TOKENS = 10_000;

  private static final byte[] NO_HASHES = {'{', '}'};
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final byte[] content;
  private final Limits limits;

  private EnvelopeParser(byte[] content, Limits limits) {
    this.content = content;
    this.limits = limits;
  }

  static RawEnvelope parse(byte[] content, Limits limits) throws MalformedException {
    if (content.length > limits.signatureFileBytes()) {
      throw new MalformedException(
          "It is larger than the " + limits.signatureFileBytes() + " bytes allowed.");
    }
    if (Utf8.hasByteOrderMark(content)) {
      throw new MalformedException("It begins with a byte order mark.");
    }
    EnvelopeParser parser = new EnvelopeParser(content, limits);
    RawEnvelope canonical = parser.parseCanonical();
    return canonical == null ? parser.parse() : canonical;
  }

  /**
   * Parses a file of version 2 whose hashes are as signers write them: those at once, and the rest
   * with none. Returns null for every other file, and for one with an error anywhere, so that there
   * is one place that tells of errors.
   */
  private @Nullable RawEnvelope parseCanonical() {
    int start = hashesStart();
    CanonicalHashes.Value value =
        start < 0 ? null : CanonicalHashes.read(content, start, limits.files());
    if (value == null) {
      return null;
    }
    byte[] rest = new byte[start + NO_HASHES.length + content.length - value.end()];
    System.arraycopy(content, 0, rest, 0, start);
    System.arraycopy(NO_HASHES, 0, rest, start, NO_HASHES.length);
    System.arraycopy(
        content, value.end(), rest, start + NO_HASHES.length, content.length - value.end());
    try {
      ObjectNode members = new EnvelopeParser(rest, limits).parse().members();
      return members.has("v")
          ? new RawEnvelope(members, value.hashes(), NODES.objectNode(), start, value.end(), false)
          : null;
    } catch (MalformedException e) {
      return null;
    }
  }

  /** Returns where the value of {@code hashes} starts; -1 when there is an error before it. */
  private int hashesStart() {
    try (JsonParser json = factory().createParser(content)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return -1;
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean isHashes = json.currentName().equals("hashes");
        json.nextToken();
        if (isHashes) {
          return (int) json.currentTokenLocation().getByteOffset();
        }
        json.skipChildren();
      }
      return -1;
    } catch (IOException e) {
      return -1;
    }
  }

  private RawEnvelope parse() throws MalformedException {
    if (!Utf8.isValid(content)) {
      throw new MalformedException("It is not valid UTF-8.");
    }
    try (JsonParser json = factory().createParser(content)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new MalformedException("It is no JSON object.");
      }
      RawEnvelope envelope = readRoot(json);
      if (json.nextToken() != null) {
        throw new MalformedException("There is more after the JSON object.");
      }
      return envelope;
    } catch (JsonProcessingException e) {
      throw new MalformedException("It is no well-formed JSON" + where(e.getLocation()) + ".");
    } catch (IOException e) {
      throw new IllegalStateException("Reading from memory failed.", e);
    }
  }

  /** A factory of its own for each file: what names a file brings is never kept. */
  private JsonFactory factory() {
    int size = (int) Math.min(limits.signatureFileBytes(), Integer.MAX_VALUE - 8);
    StreamReadConstraints constraints =
        StreamReadConstraints.builder()
            .maxNestingDepth(MAX_NESTING)
            .maxDocumentLength(size)
            .maxStringLength(size)
            .maxNameLength(MAX_NAME_CHARS)
            .maxTokenCount(2L * limits.files() + OTHER_TOKENS)
            .build();
    return new JsonFactoryBuilder()
        .streamReadConstraints(constraints)
        .disable(JsonFactory.Feature.CHARSET_DETECTION)
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .build();
  }

  private RawEnvelope readRoot(JsonParser json) throws IOException, MalformedException {
    ObjectNode members = NODES.objectNode();
    RawEnvelope found = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = JsonValues.name(json);
      boolean isHashes = name.equals("hashes");
      if (members.has(name) || (isHashes && found != null)) {
        throw JsonValues.duplicate(name);
      }
      boolean isList = json.nextToken() == JsonToken.START_ARRAY;
      int start = (int) json.currentTokenLocation().getByteOffset();
      JsonNode value = JsonValues.read(json);
      if (isHashes) {
        int end = (int) json.currentLocation().getByteOffset();
        found = new RawEnvelope(members, null, hashes(value), start, end, isList);
      } else {
        members.set(name, value);
      }
    }
    if (found == null) {
      throw new MalformedException("It has no member \"hashes\".");
    }
    return found;
  }

  private ObjectNode hashes(JsonNode value) throws MalformedException {
    if (value.size() > limits.files()) {
      throw new MalformedException(
          "\"hashes\" lists more than the " + limits.files() + " files allowed.");
    }
    if (value instanceof ObjectNode object) {
      return object;
    }
    if (value instanceof ArrayNode array) {
      ObjectNode named = NODES.objectNode();
      for (JsonNode element : array) {
        named.set(Integer.toString(named.size()), element);
      }
      return named;
    }
    throw new MalformedException("\"hashes\" is no JSON object.");
  }

  private static String where(@Nullable JsonLocation location) {
    return location == null
        ? ""
        : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
  }
}
