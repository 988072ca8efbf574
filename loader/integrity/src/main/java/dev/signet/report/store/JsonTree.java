package dev.signet.report.store;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON as maps, lists, texts, integers and truth values. Jackson's own trees need several hundred
 * classes, which a host would load at each start.
 */
final class JsonTree {
  /** A value that is none of the kinds there are: null, a fraction, a large number. */
  static final Object OTHER = new Object();

  private JsonTree() {}

  /**
   * Reads all there is.
   *
   * @throws IOException when it is not exactly one well-formed value
   */
  static Object read(JsonParser json) throws IOException {
    json.nextToken();
    Object value = value(json);
    if (json.nextToken() != null) {
      throw new IOException("there is more after the value");
    }
    return value;
  }

  private static Object value(JsonParser json) throws IOException {
    @Nullable JsonToken token = json.currentToken();
    if (token == null) {
      throw new IOException("it ends too early");
    }
    return switch (token) {
      case START_OBJECT -> object(json);
      case START_ARRAY -> list(json);
      case VALUE_STRING -> json.getText();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT ->
          json.getNumberType() == JsonParser.NumberType.INT ? json.getIntValue() : OTHER;
      default -> OTHER;
    };
  }

  private static Map<String, Object> object(JsonParser json) throws IOException {
    Map<String, Object> members = new LinkedHashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      members.put(name, value(json));
    }
    return members;
  }

  private static List<Object> list(JsonParser json) throws IOException {
    List<Object> elements = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value(json));
    }
    return elements;
  }
}
