package dev.signet.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.signet.file.IoCause;
import dev.signet.verdict.Guard;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads a YAML file as a tree that knows its lines. One document, no key twice, no aliases; scalars
 * stay the text they are.
 */
final class YamlReader {
  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_DEPTH = 20;
  private static final YAMLFactory YAML =
      YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final Path file;
  private final JsonParser parser;

  private YamlReader(Path file, JsonParser parser) {
    this.file = file;
    this.parser = parser;
  }

  static Node.Mapping read(Path file) throws ConfigurationException {
    return Guard.run(
        () -> parse(file),
        failure -> {
          throw wrong(file, 0, "cannot be read, " + Guard.cause(failure) + "; correct the YAML.");
        });
  }

  private static Node.Mapping parse(Path file) throws ConfigurationException {
    try (JsonParser parser = YAML.createParser(text(file))) {
      return new YamlReader(file, parser).document();
    } catch (JsonProcessingException e) {
      throw wrong(file, line(e), sentence(e.getOriginalMessage()) + "; correct the YAML.");
    } catch (IOException e) {
      throw wrong(
          file, 0, "cannot be read (" + IoCause.of(e) + "); check the path and its permissions.");
    }
  }

  private static String text(Path file) throws IOException, ConfigurationException {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw wrong(file, 0, "is larger than any configuration (1 MiB); check the path.");
      }
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
          .toString();
    } catch (CharacterCodingException e) {
      throw wrong(file, 0, "is not UTF-8; save it as such.");
    } catch (NoSuchFileException e) {
      throw wrong(file, 0, "is not there; check the path.");
    }
  }

  private Node.Mapping document() throws IOException, ConfigurationException {
    JsonToken first = parser.nextToken();
    if (first != JsonToken.START_OBJECT) {
      throw wrong(file, 1, "should hold keys and values, as in 'trust: /etc/myhost/trust'.");
    }
    Node.Mapping root = mapping(0);
    if (parser.nextToken() != null) {
      throw wrong(file, currentLine(), "a second document begins here; keep one.");
    }
    return root;
  }

  private Node.Mapping mapping(int depth) throws IOException, ConfigurationException {
    String place = place();
    Map<String, Node.Member> members = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      String keyPlace = place();
      parser.nextToken();
      members.put(key, new Node.Member(keyPlace, value(depth + 1)));
    }
    return new Node.Mapping(place, members);
  }

  private Node value(int depth) throws IOException, ConfigurationException {
    if (depth > MAX_DEPTH) {
      throw wrong(file, currentLine(), "is nested too deeply; no setting needs that.");
    }
    if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
      throw wrong(file, currentLine(), "refers to another place by '*'; write the value out.");
    }
    if (parser.getTypeId() != null) {
      throw wrong(
          file, currentLine(), "has a type by '!'; leave it out, and write the value only.");
    }
    String place = place();
    return switch (parser.currentToken()) {
      case START_OBJECT -> mapping(depth);
      case START_ARRAY -> sequence(depth, place);
      case VALUE_NULL -> new Node.Scalar(place, "");
      default -> new Node.Scalar(place, parser.getText());
    };
  }

  private Node.Sequence sequence(int depth, String place)
      throws IOException, ConfigurationException {
    List<Node> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(depth + 1));
    }
    return new Node.Sequence(place, items);
  }

  private String place() {
    return file + ":" + currentLine();
  }

  private int currentLine() {
    return parser.currentTokenLocation().getLineNr();
  }

  private static int line(JsonProcessingException e) {
    return e.getLocation() == null ? 0 : e.getLocation().getLineNr();
  }

  /** Leaves out the excerpts of the file, which stand between what was read and what is wrong. */
  private static String sentence(String message) {
    if (message.startsWith("Expected a field name")) {
      return "a list, a mapping or a reference stands where a key should";
    }
    if (message.contains("java.")) {
      return "what stands here is no YAML";
    }
    String sentence =
        message
            .lines()
            .filter(line -> !line.isEmpty() && !Character.isWhitespace(line.charAt(0)))
            .collect(Collectors.joining(", "));
    return Section.shown(sentence);
  }

  private static ConfigurationException wrong(Path file, int line, String what) {
    String place = line > 0 ? file + ":" + line + ": " : file + " ";
    return new ConfigurationException(List.of(place + what));
  }
}
