package dev.signet.envelope;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Takes the members both versions share out of the JSON object. */
final class Members {
  private static final int TIMESTAMP_BYTES = 64 << 10;

  private Members() {}

  /** Returns the text of a member that must be there. */
  static String text(JsonNode object, String name) throws MalformedException {
    JsonNode value = object.get(name);
    if (value == null) {
      throw new MalformedException("It has no member \"" + name + "\".");
    }
    if (!value.isTextual()) {
      throw new MalformedException("\"" + name + "\" is no JSON string.");
    }
    return value.textValue();
  }

  /** Refuses a member that belongs to the other version. */
  static void refuse(JsonNode object, String name) throws MalformedException {
    if (object.has(name)) {
      throw new MalformedException(
          "It mixes members of versions 1 and 2: \"" + name + "\" does not belong here.");
    }
  }

  /** Returns the token's DER, or null when there is none. */
  static byte @Nullable [] timestamp(JsonNode object) throws MalformedException {
    if (!object.has("timestamp")) {
      return null;
    }
    byte[] der =
        Base64Text.strict(text(object, "timestamp"))
            .orElseThrow(() -> new MalformedException("\"timestamp\" is no base64."));
    if (der.length == 0 || der.length > TIMESTAMP_BYTES) {
      throw new MalformedException(
          "\"timestamp\" is empty or larger than the " + TIMESTAMP_BYTES + " bytes allowed.");
    }
    return der;
  }
}
