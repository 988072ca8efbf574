package dev.signet.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Map;

/**
 * Prints JSON values as PHP's {@code json_encode} prints the arrays they decode to: {@code /} as
 * {@code \/}, ASCII only, an empty object as {@code []}, and an object whose names are 0 to n-1 in
 * this order as a list.
 */
public final class PhpJson {
  private static final String INDENT = "    ";

  private final boolean pretty;
  private final StringBuilder out = new StringBuilder();

  private PhpJson(boolean pretty) {
    this.pretty = pretty;
  }

  /**
   * Returns the value without white space.
   *
   * @throws IllegalArgumentException for a number that is no integer of 64 bits
   */
  public static String compact(JsonNode value) {
    return new PhpJson(false).print(value);
  }

  /**
   * Returns the value as {@code JSON_PRETTY_PRINT} lays it out: four spaces a level, {@code \n},
   * none at the end.
   *
   * @throws IllegalArgumentException for a number that is no integer of 64 bits
   */
  public static String pretty(JsonNode value) {
    return new PhpJson(true).print(value);
  }

  private String print(JsonNode value) {
    append(value, 0);
    return out.toString();
  }

  private void append(JsonNode value, int depth) {
    switch (value.getNodeType()) {
      case STRING -> JsonText.PHP.quote(value.textValue(), out);
      case NULL -> out.append("null");
      case BOOLEAN -> out.append(value.booleanValue());
      case NUMBER -> appendInteger(value);
      case ARRAY -> appendArray(value, depth);
      case OBJECT -> appendObject(value, depth);
      default -> throw new IllegalArgumentException("value: no JSON value: " + value.getNodeType());
    }
  }

  private void appendInteger(JsonNode number) {
    if (!number.isIntegralNumber() || !number.canConvertToLong()) {
      throw new IllegalArgumentException("value: a number that is no integer of 64 bits");
    }
    out.append(number.longValue());
  }

  private void appendArray(JsonNode array, int depth) {
    char before = '[';
    for (JsonNode element : array) {
      open(before, depth);
      append(element, depth + 1);
      before = ',';
    }
    close(array.isEmpty(), "[]", depth);
  }

  private void appendObject(JsonNode object, int depth) {
    boolean list = isList(object);
    char before = list ? '[' : '{';
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      open(before, depth);
      if (!list) {
        JsonText.PHP.quote(member.getKey(), out);
        out.append(pretty ? ": " : ":");
      }
      append(member.getValue(), depth + 1);
      before = ',';
    }
    close(object.isEmpty(), list ? "[]" : "{}", depth);
  }

  private void open(char before, int depth) {
    out.append(before);
    newLine(depth + 1);
  }

  private void close(boolean empty, String brackets, int depth) {
    if (empty) {
      out.append(brackets);
    } else {
      newLine(depth);
      out.append(brackets.charAt(1));
    }
  }

  private void newLine(int depth) {
    if (pretty) {
      out.append('\n').append(INDENT.repeat(depth));
    }
  }

  private static boolean isList(JsonNode object) {
    int expected = 0;
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); expected++) {
      if (!names.next().equals(Integer.toString(expected))) {
        return false;
      }
    }
    return true;
  }
}
