package dev.signet.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not exactly as it was written is damage, told in words that name no class of ours. */
class StrictJsonTest {
  private static final String WHOLE =
      "{\"count\":1,\"flag\":true,\"kind\":\"GOOD\",\"name\":\"a\",\"number\":7,"
          + "\"parts\":[{\"text\":\"b\"}],\"note\":null}";

  enum Kind {
    GOOD
  }

  record Part(String text) {
    Part {
      Objects.requireNonNull(text, "a part has no text");
    }
  }

  record Whole(
      int count,
      boolean flag,
      Kind kind,
      String name,
      BigInteger number,
      List<Part> parts,
      @Nullable String note) {
    Whole {
      if (count > 5) {
        throw new IllegalArgumentException("it counts too far");
      }
      Objects.requireNonNull(kind, "it is of no kind");
      Objects.requireNonNull(name, "it has no name");
      parts = List.copyOf(parts);
    }
  }

  @Test
  void read_whenWrittenHere_givesTheSame() throws IOException {
    Whole whole =
        new Whole(1, true, Kind.GOOD, "a", BigInteger.valueOf(7), List.of(new Part("b")), null);

    assertThat(StrictJson.line(whole)).isEqualTo(WHOLE);
    assertThat(read(StrictJson.line(whole))).isEqualTo(whole);
    assertThat(StrictJson.read(StrictJson.lines(whole), Whole.class)).isEqualTo(whole);
    assertThat(StrictJson.object(whole)).hasToString(WHOLE);
  }

  @Test
  void read_whenNestedBeyondAllBounds_saysSo() {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> StrictJson.read("[".repeat(100_000).getBytes(UTF_8), JsonNode.class))
        .withMessageContaining("too deeply");
  }

  static List<Arguments> damage() {
    return List.of(
        Arguments.of("\"count\":1", "\"count\":\"1\"", "'count'"),
        Arguments.of("\"count\":1", "\"count\":1.5", "'count'"),
        Arguments.of("\"count\":1", "\"count\":null", "'count'"),
        Arguments.of("\"count\":1,", "", "'count'"),
        Arguments.of("\"count\":1", "\"count\":99999999999", "'count'"),
        Arguments.of("\"count\":1", "\"count\":6", "it counts too far"),
        Arguments.of("\"count\":1", "\"count\":1,\"count\":1", "not JSON"),
        Arguments.of("\"count\":1", "\"count\":1,\"more\":1", "'more' is no member"),
        Arguments.of("\"flag\":true", "\"flag\":1", "'flag'"),
        Arguments.of("\"flag\":true", "\"flag\":\"true\"", "'flag'"),
        Arguments.of("\"flag\":true,", "", "'flag'"),
        Arguments.of("\"kind\":\"GOOD\"", "\"kind\":\"BAD\"", "'kind'"),
        Arguments.of("\"kind\":\"GOOD\"", "\"kind\":0", "'kind'"),
        Arguments.of("\"kind\":\"GOOD\",", "", "it is of no kind"),
        Arguments.of("\"name\":\"a\"", "\"name\":1", "'name'"),
        Arguments.of("\"name\":\"a\"", "\"name\":true", "'name'"),
        Arguments.of("\"name\":\"a\"", "\"name\":[\"a\"]", "'name'"),
        Arguments.of("\"name\":\"a\",", "", "it has no name"),
        Arguments.of("\"number\":7", "\"number\":\"7\"", "'number'"),
        Arguments.of("\"number\":7", "\"number\":7.5", "'number'"),
        Arguments.of("[{\"text\":\"b\"}]", "{\"text\":\"b\"}", "'parts'"),
        Arguments.of("\"text\":\"b\"", "\"text\":\"b\",\"x\":1", "'parts[0].x' is no member"),
        Arguments.of("\"text\":\"b\"", "", "a part has no text"),
        Arguments.of("{\"text\":\"b\"}", "5", "'parts[0]'"),
        Arguments.of("\"note\":null}", "\"note\":null", "not JSON"),
        Arguments.of("\"note\":null}", "\"note\":null}{}", "it is not JSON"));
  }

  @ParameterizedTest
  @MethodSource("damage")
  void read_whenNotAsItWasWritten_saysWhatIsWrong(String part, String other, String problem) {
    assertThat(WHOLE).contains(part);

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> read(WHOLE.replace(part, other)))
        .withMessageContaining(problem)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("dev.signet", "com.fasterxml"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "5", "\"text\"", "[{}]", "nonsense", "{}"})
  void read_whenItIsSomethingElse_isRefused(String json) {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> read(json))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("dev.signet", "com.fasterxml"));
  }

  private static Whole read(String json) throws IOException {
    return StrictJson.read(json.getBytes(UTF_8), Whole.class);
  }
}
