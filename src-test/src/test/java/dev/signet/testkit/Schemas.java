package dev.signet.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The JSON Schemas that are published, and what they say of texts. */
public enum Schemas {
  /** {@code signature.json}. */
  SIGNATURE("signature"),
  /** The results that a host keeps. */
  RESULTS("results"),
  /** A host's report. */
  REPORT("report"),
  /** Output of checks. */
  CHECK("check"),
  /** Output of commands that sign and issue. */
  COMMAND("command"),
  /** Output of the comparison of two policies. */
  WHAT_IF("what-if"),
  /** What the hosts of a fleet have reported. */
  FLEET("fleet"),
  /** {@code plugins.lock}. */
  LOCK("lock"),
  /** A host's settings, YAML. */
  SETTINGS("settings");

  private static final ObjectMapper JSON = new ObjectMapper();

  /** As editors read it: in YAML 1.2 only true and false are no words. */
  private static final ObjectMapper YAML =
      YAMLMapper.builder().enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS).build();

  private static final JsonSchemaFactory FACTORY =
      JsonSchemaFactory.getInstance(VersionFlag.V202012);
  private static final Map<Schemas, JsonSchema> READ = new ConcurrentHashMap<>();
  private static final Map<Schemas, JsonSchema> CLOSED = new ConcurrentHashMap<>();

  private final String text;

  Schemas(String text) {
    this.text = text;
  }

  /** Returns the name of its file. */
  public String fileName() {
    return text + ".schema.json";
  }

  /** Returns the file. */
  public byte[] bytes() {
    try {
      return Files.readAllBytes(Path.of("../docs/schemas", fileName()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the schema itself. */
  public JsonNode tree() {
    try {
      return JSON.readTree(bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns what is wrong with the schema, by the rules for schemas. */
  public List<String> faults() {
    JsonSchema rules = FACTORY.getSchema(SchemaLocation.of(SchemaId.V202012));
    return messages(rules, tree());
  }

  /** Returns what the schema says against a text; none when it is valid. */
  public List<String> problems(String json) {
    return messages(READ.computeIfAbsent(this, any -> FACTORY.getSchema(tree())), parse(json));
  }

  /** Requires a text of ours to be valid, and to have no member that the schema does not name. */
  public void assertDescribes(String json) {
    JsonSchema closed =
        CLOSED.computeIfAbsent(this, any -> FACTORY.getSchema(closed(tree().deepCopy())));
    assertThat(problems(json)).as(json).isEmpty();
    assertThat(messages(closed, parse(json))).as(json).isEmpty();
  }

  private JsonNode parse(String text) {
    try {
      return (this == SETTINGS ? YAML : JSON).readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static List<String> messages(JsonSchema schema, JsonNode document) {
    return schema.validate(document).stream().map(ValidationMessage::getMessage).toList();
  }

  /** Others may meet members that came later; we may not write what is described nowhere. */
  private static JsonNode closed(JsonNode schema) {
    if (schema instanceof ObjectNode object
        && object.path("properties").isObject()
        && object.has("type")
        && !object.has("additionalProperties")) {
      object.put("additionalProperties", false);
    }
    schema.forEach(Schemas::closed);
    return schema;
  }
}
