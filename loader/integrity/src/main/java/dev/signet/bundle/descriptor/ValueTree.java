package dev.signet.bundle.descriptor;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads YAML or JSON as maps, lists, and texts as they are written, so that a version {@code 1.10}
 * stays one. One document, no key twice, nothing that refers to another place; what is null is left
 * out.
 */
final class ValueTree {
  private static final int MOST_LEVELS = 50;
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final JsonParser parser;
  private final Aliases aliases;

  private ValueTree(JsonParser parser, Aliases aliases) {
    this.parser = parser;
    this.aliases = aliases;
  }

  /** Tells whether the parser stands at a word for another place. */
  @FunctionalInterface
  private interface Aliases {
    boolean isAt(JsonParser parser) throws IOException;
  }

  /** Loaded only by who reads YAML: the library is optional. */
  private static final class Yaml {
    private static final YAMLFactory FACTORY =
        YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    static boolean isAlias(JsonParser parser) throws IOException {
      return parser instanceof YAMLParser yaml && yaml.isCurrentAlias();
    }
  }

  /**
   * Requires the library that reads YAML.
   *
   * @throws IllegalArgumentException when it is not there
   */
  static void requireYaml() {
    try {
      Yaml.FACTORY.getFormatName();
    } catch (LinkageError e) {
      throw new IllegalArgumentException(
          "YAML needs com.fasterxml.jackson.dataformat:jackson-dataformat-yaml on the class path,"
              + " in the version of the other Jackson libraries",
          e);
    }
  }

  /**
   * Reads a YAML text.
   *
   * @throws IOException when it is not one mapping, saying why
   */
  static Map<String, Object> ofYaml(String text) throws IOException {
    return read(Yaml.FACTORY, text, Yaml::isAlias);
  }

  /**
   * Reads a JSON text.
   *
   * @throws IOException when it is not one object, saying why
   */
  static Map<String, Object> ofJson(String text) throws IOException {
    return read(JSON, text, parser -> false);
  }

  private static Map<String, Object> read(JsonFactory form, String text, Aliases aliases)
      throws IOException {
    try (JsonParser parser = form.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("it does not begin with keys and values");
      }
      Map<String, Object> root = new ValueTree(parser, aliases).mapping(1);
      if (parser.nextToken() != null) {
        throw new IOException("something follows after its end");
      }
      return root;
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw new IOException(
          (line > 0 ? "line " + line + ": " : "") + sentence(e.getOriginalMessage()), e);
    }
  }

  /** Leaves out the excerpts of the file, which stand between what was read and what is wrong. */
  private static String sentence(String message) {
    return message
        .lines()
        .filter(line -> !line.isEmpty() && !Character.isWhitespace(line.charAt(0)))
        .collect(joining(", "));
  }

  private Map<String, Object> mapping(int level) throws IOException {
    Map<String, Object> members = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      if (parser.nextToken() != JsonToken.VALUE_NULL) {
        members.put(key, value(level));
      }
    }
    return members;
  }

  private List<Object> list(int level) throws IOException {
    List<Object> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(parser.currentToken() == JsonToken.VALUE_NULL ? "" : value(level));
    }
    return elements;
  }

  private Object value(int level) throws IOException {
    if (level > MOST_LEVELS) {
      throw new IOException("it is nested more than " + MOST_LEVELS + " levels deep");
    }
    if (aliases.isAt(parser)) {
      throw new IOException("it refers to another place by '*'; the value must be written out");
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> mapping(level + 1);
      case START_ARRAY -> list(level + 1);
      default -> parser.getText();
    };
  }
}
