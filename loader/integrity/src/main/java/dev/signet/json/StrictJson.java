package dev.signet.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.signet.Internal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes records as JSON and reads them back. What is not exactly as it was written is damage:
 * other members, members twice, values of other types, and whatever a record's constructor objects
 * to. Whether a member may be missing is for the constructor to say.
 */
@Internal
public final class StrictJson {
  private static final List<CoercionInputShape> OTHERS_THAN_TEXT =
      List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean);

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(
              LogicalType.Textual,
              text ->
                  OTHERS_THAN_TEXT.forEach(shape -> text.setCoercion(shape, CoercionAction.Fail)))
          .build();

  private StrictJson() {}

  /**
   * Reads a record.
   *
   * @throws IOException whose message says what is wrong, as the rest of a sentence
   */
  public static <T> T read(byte[] json, Class<T> type) throws IOException {
    try {
      return present(JSON.readValue(json, type));
    } catch (JsonProcessingException e) {
      throw new IOException(problem(e), e);
    }
  }

  /**
   * Reads a part that may be missing but not null, which a record cannot tell apart by itself.
   *
   * @throws IOException as above
   */
  public static <T> T read(JsonNode json, Class<T> type) throws IOException {
    try {
      return present(JSON.treeToValue(json, type));
    } catch (JsonProcessingException e) {
      throw new IOException(problem(e), e);
    }
  }

  /**
   * Reads what others write, too: which members there are is for the caller to look at.
   *
   * @throws IOException as above
   */
  public static JsonNode tree(byte[] json) throws IOException {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IOException(problem(e), e);
    }
  }

  private static <T> T present(@Nullable T value) throws IOException {
    if (value == null) {
      throw new IOException("a part of it is null, or it is empty");
    }
    return value;
  }

  /** Returns a record as one line. */
  public static String line(Object record) {
    try {
      return JSON.writeValueAsString(record);
    } catch (JsonProcessingException e) {
      throw unwritable(e);
    }
  }

  /** Returns a record on several lines, for people. */
  public static byte[] lines(Object record) {
    try {
      return JSON.writerWithDefaultPrettyPrinter()
          .writeValueAsString(record)
          .getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw unwritable(e);
    }
  }

  /** Returns a record as an object to which more can be added. */
  public static ObjectNode object(Object record) {
    return JSON.valueToTree(record);
  }

  private static IllegalStateException unwritable(JsonProcessingException e) {
    return new IllegalStateException("A record of plain values is always writable", e);
  }

  private static String problem(JsonProcessingException e) {
    if (!(e instanceof JsonMappingException mapping)) {
      @Nullable JsonLocation place = e.getLocation();
      return place == null
          ? "it is nested too deeply, or a part of it is too long"
          : "it is not JSON from line " + place.getLineNr() + " on";
    }
    String place =
        mapping.getPath().stream()
            .map(
                step ->
                    step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
            .collect(Collectors.joining("."))
            .replace(".[", "[");
    if (e instanceof UnrecognizedPropertyException) {
      // It may be of a newer version; writing would lose it.
      return "'" + place + "' is no member this Signet knows";
    }
    if (e instanceof ValueInstantiationException && e.getCause() != null) {
      String why = String.valueOf(e.getCause().getMessage());
      return place.isEmpty() ? why : "'" + place + "': " + why;
    }
    return place.isEmpty()
        ? "it is not JSON of the form it was written in"
        : "'" + place + "' is missing, or not of the form it was written in";
  }
}
