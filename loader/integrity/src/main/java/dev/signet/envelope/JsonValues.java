package dev.signet.envelope;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads JSON values as PHP's decoder does: no name twice in one object, no lone surrogates. */
final class JsonValues {
  private static final int SHOWN_CHARS = 100;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private JsonValues() {}

  /** Reads the value at which the parser is. */
  static JsonNode read(JsonParser json) throws IOException, MalformedException {
    @Nullable JsonToken token = json.currentToken();
    if (token == null) {
      throw new MalformedException("It ends too early.");
    }
    return switch (token) {
      case START_OBJECT -> readObject(json);
      case START_ARRAY -> readArray(json);
      case VALUE_STRING -> NODES.textNode(wellFormed(json.getText()));
      case VALUE_TRUE, VALUE_FALSE -> NODES.booleanNode(json.getBooleanValue());
      case VALUE_NULL -> NODES.nullNode();
      case VALUE_NUMBER_INT -> readInteger(json);
      case VALUE_NUMBER_FLOAT -> NODES.numberNode(json.getDoubleValue());
      default -> throw new MalformedException("It is no well-formed JSON.");
    };
  }

  /** What PHP reads as a floating-point number is one here: beyond 64 bits, and minus zero. */
  private static JsonNode readInteger(JsonParser json) throws IOException {
    boolean integer =
        json.getNumberType() != JsonParser.NumberType.BIG_INTEGER && !json.getText().equals("-0");
    return integer
        ? NODES.numberNode(json.getLongValue())
        : NODES.numberNode(json.getDoubleValue());
  }

  private static ObjectNode readObject(JsonParser json) throws IOException, MalformedException {
    ObjectNode object = NODES.objectNode();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = name(json);
      if (object.has(name)) {
        throw duplicate(name);
      }
      json.nextToken();
      object.set(name, read(json));
    }
    return object;
  }

  private static ArrayNode readArray(JsonParser json) throws IOException, MalformedException {
    ArrayNode array = NODES.arrayNode();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      array.add(read(json));
    }
    return array;
  }

  /** Returns the name at which the parser is. */
  static String name(JsonParser json) throws IOException, MalformedException {
    return wellFormed(json.currentName());
  }

  private static String wellFormed(String text) throws MalformedException {
    if (Utf8.hasLoneSurrogate(text)) {
      throw new MalformedException("It escapes half a surrogate pair.");
    }
    return text;
  }

  static MalformedException duplicate(String name) {
    String shown = name.length() <= SHOWN_CHARS ? name : name.substring(0, SHOWN_CHARS) + "…";
    return new MalformedException("The name \"" + shown + "\" occurs twice in one object.");
  }
}
