package dev.signet.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.signet.bundle.Limits;
import dev.signet.envelope.SignatureFile;
import dev.signet.envelope.SignatureFileReader;
import dev.signet.manifest.CanonicalJson;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Envelopes;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A {@code signature.json} that some reader might read differently, or for ever. */
@Timeout(60)
class JsonAttackTest {
  private static final ObjectMapper STRICT =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final String HEX = "ab".repeat(64);
  private static final Certificates.Issued CA = Certificates.root("ca").make();
  private static final Certificates.Issued EC = Certificates.leaf("a", CA).make();
  private static final Certificates.Issued RSA =
      Certificates.leaf("a", CA).keys(Certificates.sharedRsa(0)).make();
  private static final String HASHES = "{\"a\":\"" + HEX + "\"}";
  private static final String VERSION_1 = Envelopes.version1(RSA, HASHES, HASHES).text();
  private static final String VERSION_2 = Envelopes.version2(EC, HASHES).text();

  static Stream<Named<UnaryOperator<String>>> attacks() {
    return Stream.of(
        attack("same hashes twice", s -> s.replace(HASHES, HASHES + ",\"hashes\":" + HASHES)),
        attack("other hashes first", s -> s.replaceFirst("\\{", "{\"hashes\":{},")),
        attack("hashes again, escaped", s -> s.replaceFirst("\\{", "{\"h\\\\u0061shes\":{},")),
        attack("a file twice", s -> s.replace(HASHES, "{\"a\":\"x\",\"a\":\"" + HEX + "\"}")),
        attack("again, escaped", s -> s.replace(HASHES, "{\"\\u0061\":\"\",\"a\":\"\"}")),
        attack("signature twice", s -> s.replaceFirst("\\{", "{\"signature\":\"AA==\",")),
        attack("twice deep down", s -> s.replaceFirst("\\{", "{\"x\":[{\"y\":1,\"y\":1}],")),
        attack("text behind", s -> s + "x"),
        attack("a second object behind", s -> s + s),
        attack("a brace behind", s -> s + "}"),
        attack("NUL behind", s -> s + "\u0000"),
        attack("byte order mark", s -> "\uFEFF" + s),
        attack("comment before", s -> "/* */" + s),
        attack("comment inside", s -> s.replaceFirst("\\{", "{// \n")),
        attack("hash comment", s -> s.replaceFirst("\\{", "{# \n")),
        attack("NaN", s -> s.replaceFirst("\\{", "{\"x\":NaN,")),
        attack("infinity", s -> s.replaceFirst("\\{", "{\"x\":-Infinity,")),
        attack("leading zero", s -> s.replaceFirst("\\{", "{\"x\":01,")),
        attack("upper-case literal", s -> s.replaceFirst("\\{", "{\"x\":NULL,")),
        attack("trailing comma", s -> s.substring(0, s.length() - 1) + ",}"),
        attack("single quotes", s -> s.replace("\"signature\"", "'signature'")),
        attack("unquoted name", s -> s.replace("\"signature\"", "signature")),
        attack("lone high surrogate", s -> s.replaceFirst("\\{", "{\"x\":\"\\\\ud800\",")),
        attack("lone low surrogate", s -> s.replaceFirst("\\{", "{\"x\":\"\\\\udc00\",")),
        attack("swapped pair", s -> s.replaceFirst("\\{", "{\"x\":\"\\\\udc00\\\\ud800\",")),
        attack("surrogate in a name", s -> s.replaceFirst("\\{", "{\"\\\\ud800\":1,")),
        attack("line break in a text", s -> s.replaceFirst("\\{", "{\"x\":\"\n\",")),
        attack("control character", s -> s.replaceFirst("\\{", "{\"x\":\"\u0001\",")),
        attack("form feed between", s -> s.replaceFirst("\\{", "{\f")),
        attack("no-break space between", s -> s.replaceFirst("\\{", "{\u00a0")),
        attack("nesting bomb", s -> s.replaceFirst("\\{", "{\"x\":" + "[".repeat(1_000_000))),
        attack(
            "nesting of 512",
            s -> s.replaceFirst("\\{", "{\"x\":" + "[".repeat(511) + "]".repeat(511) + ",")),
        attack("number of a million digits", s -> s.replaceFirst("\\{", "{\"x\":" + million())),
        attack("version 3", s -> s.replaceFirst("\\{", "{\"v\":3,").replace("\"v\":2,", "")),
        attack(
            "version as text", s -> s.replaceFirst("\\{", "{\"v\":\"2\",").replace("\"v\":2,", "")),
        attack("cut off", s -> s.substring(0, s.length() / 2)),
        attack("hashes as text", s -> s.replace(HASHES, "\"x\"")),
        attack("hashes as null", s -> s.replace(HASHES, "null")),
        attack("hashes as number", s -> s.replace(HASHES, "0")),
        attack("a list around", s -> "[" + s + "]"),
        attack("a text around", s -> "\"" + s.replace("\\", "").replace("\"", "\\\"") + "\""));
  }

  private static Named<UnaryOperator<String>> attack(String name, UnaryOperator<String> change) {
    return Named.of(name, change);
  }

  private static String million() {
    return "1".repeat(1_000_000) + ",";
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void envelope_whenAttacked_isMalformed(UnaryOperator<String> change) {
    for (String text : List.of(VERSION_1, VERSION_2)) {
      String attacked = change.apply(text);
      assertThat(attacked).isNotEqualTo(text);
      assertThat(reason(attacked.getBytes(UTF_8))).isEqualTo(Reason.MALFORMED_SIGNATURE);
    }
  }

  @Test
  void envelope_whenNotAttacked_isValid() {
    for (String text : List.of(VERSION_1, VERSION_2, " \t\r\n" + VERSION_2 + " \t\r\n")) {
      assertThat(read(text.getBytes(UTF_8)).fold(SignatureFile::isSignatureValid, f -> false))
          .isTrue();
    }
    String nested = "{\"x\":" + "[".repeat(510) + "]".repeat(510) + ",";
    assertThat(reason(VERSION_2.replaceFirst("\\{", nested).getBytes(UTF_8))).isNull();
  }

  @Test
  void envelope_whenInUtf16_isMalformed() {
    assertThat(reason(VERSION_2.getBytes(UTF_16))).isEqualTo(Reason.MALFORMED_SIGNATURE);
    byte[] bare = VERSION_2.getBytes(java.nio.charset.StandardCharsets.UTF_16LE);
    assertThat(reason(bare)).isEqualTo(Reason.MALFORMED_SIGNATURE);
  }

  @Test
  void envelope_whenBytesAreNoUtf8_isMalformed() {
    int[][] sequences = {
      {0x80},
      {0xff},
      {0xc0, 0xaf},
      {0xc1, 0x81},
      {0xe0, 0x80, 0xaf},
      {0xed, 0xa0, 0x80},
      {0xf0, 0x80, 0x80, 0xaf},
      {0xf4, 0x90, 0x80, 0x80},
      {0xf8, 0x88, 0x80, 0x80, 0x80},
      {0xc3}
    };
    for (int[] sequence : sequences) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.writeBytes("{\"x\":\"".getBytes(UTF_8));
      for (int b : sequence) {
        out.write(b);
      }
      out.writeBytes(("\"," + VERSION_2.substring(1)).getBytes(UTF_8));
      assertThat(reason(out.toByteArray())).isEqualTo(Reason.MALFORMED_SIGNATURE);
    }
  }

  @Test
  void envelope_whenTooLarge_isNotParsed() {
    Limits limits = Limits.builder().signatureFileBytes(VERSION_2.length() - 1).build();

    assertThat(
            SignatureFileReader.read(VERSION_2.getBytes(UTF_8), limits)
                .<String>fold(file -> "", Finding::detail))
        .contains("larger");
  }

  @Test
  void envelope_whenItListsMoreFilesThanAllowed_isMalformed() {
    Limits three = Limits.builder().files(3).build();
    String files = "{\"a\":\"\",\"b\":\"\",\"c\":\"\"";

    assertThat(
            SignatureFileReader.read(Envelopes.version2(EC, files + "}").bytes(), three)
                .<Boolean>fold(file -> true, f -> false))
        .isTrue();
    assertThat(
            SignatureFileReader.read(Envelopes.version2(EC, files + ",\"d\":\"\"}").bytes(), three)
                .<Reason>fold(file -> null, Finding::reason))
        .isEqualTo(Reason.MALFORMED_SIGNATURE);
  }

  @Test
  void envelope_whenNamesCollide_isReadInBoundedTime() {
    StringBuilder hashes = new StringBuilder("{");
    for (String name : collidingNames(50_000)) {
      hashes.append(hashes.length() == 1 ? "\"" : ",\"").append(name).append("\":\"\"");
    }
    byte[] bytes = Envelopes.version1(RSA, hashes + "}", "x").bytes();

    assertThat(reason(bytes)).isIn(null, Reason.MALFORMED_SIGNATURE);
  }

  /** Texts of one length and one hash code. */
  private static List<String> collidingNames(int count) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      StringBuilder name = new StringBuilder();
      for (int bit = 0; bit < 17; bit++) {
        name.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      names.add(name.toString());
    }
    return names;
  }

  @Test
  void envelope_whenFullOfTinyValues_isReadInBoundedMemory() {
    String many = "[" + "0,".repeat(4_000_000) + "0]";

    assertThat(reason(VERSION_1.replaceFirst("\\{", "{\"x\":" + many + ",").getBytes(UTF_8)))
        .isEqualTo(Reason.MALFORMED_SIGNATURE);
    assertThat(reason(VERSION_1.replace(HASHES, many).getBytes(UTF_8)))
        .isEqualTo(Reason.MALFORMED_SIGNATURE);
  }

  @Test
  void envelope_whenAtEveryLimit_isReadInBoundedTime() {
    StringBuilder hashes = new StringBuilder("{");
    for (int i = 10_000; i < 60_000; i++) {
      hashes.append(i == 10_000 ? "\"" : ",\"").append("file-").append(i);
      hashes.append("\":\"").append(HEX).append('"');
    }

    SignatureFileReader.Result result =
        read(Envelopes.version2(EC, hashes.append('}').toString()).bytes());

    assertThat(result.<Integer>fold(file -> file.hashes().values().size(), f -> -1))
        .isEqualTo(50_000);
  }

  /** The quick way to read hashes must not see anything that the slow one does not. */
  @Test
  void hashes_whenAnyByteIsChanged_haveTheReadingOfAnyStrictReaderOrNone() throws Exception {
    String hashes = "{\"a\":\"" + HEX + "\",\"b/é\":\"" + HEX + "\",\"b/ê\":\"" + HEX + "\"}";
    byte[] good = Envelopes.version2(EC, hashes).bytes();
    int start = new String(good, ISO_8859_1).indexOf("{\"a\"");
    assertThat(reading(good)).isEqualTo(strictReading(good, start)).hasSize(3);

    for (int i = start; i < start + hashes.getBytes(UTF_8).length; i++) {
      for (int c : "{}[]\":,\\ \n\u0000\u007fabcAB09/¿Ãéÿ".toCharArray()) {
        byte[] changed = good.clone();
        changed[i] = (byte) c;
        assertThat(reading(changed))
            .as("byte %d of the file set to %d", i, c)
            .isEqualTo(strictReading(changed, start));
      }
    }
  }

  static Stream<Named<String>> hashesNobodySigns() {
    return Stream.of(
        Named.of("descending", "{\"b\":\"" + HEX + "\",\"a\":\"" + HEX + "\"}"),
        Named.of("twice", "{\"a\":\"" + HEX + "\",\"a\":\"" + HEX + "\"}"),
        Named.of("twice, escaped", "{\"a\":\"" + HEX + "\",\"\\u0061\":\"" + HEX + "\"}"),
        Named.of("escaped", "{\"\\u0061\":\"" + HEX + "\"}"),
        Named.of("escaped slash", "{\"a\\/b\":\"" + HEX + "\"}"),
        Named.of("space", "{\"a\": \"" + HEX + "\"}"),
        Named.of("space at the end", "{\"a\":\"" + HEX + "\" }"),
        Named.of("trailing comma", "{\"a\":\"" + HEX + "\",}"),
        Named.of("no colon", "{\"a\"\"" + HEX + "\"}"),
        Named.of("no end", "{\"a\":\"" + HEX + "\""),
        Named.of(
            "descending in UTF-8 and ascending in UTF-16",
            "{\"\uD83D\uDE00\":\"" + HEX + "\",\"\uFB01\":\"" + HEX + "\"}"),
        Named.of("too long a name", "{\"" + "a".repeat(70_000) + "\":\"" + HEX + "\"}"));
  }

  @ParameterizedTest
  @MethodSource("hashesNobodySigns")
  void hashes_whenNotAsSignersWriteThem_areMalformed(String hashes) {
    assertThat(reason(Envelopes.version2(EC, hashes).bytes()))
        .isEqualTo(Reason.MALFORMED_SIGNATURE);
  }

  private static Map<String, Optional<String>> reading(byte[] file) {
    return read(file).fold(read -> read.hashes().values(), malformed -> Map.of());
  }

  private static Map<String, Optional<String>> strictReading(byte[] file, int start)
      throws Exception {
    String text = new String(file, UTF_8);
    Map<String, String> values = new TreeMap<>();
    try {
      JsonNode hashes = STRICT.readTree(text).path("hashes");
      hashes.properties().forEach(member -> values.put(member.getKey(), text(member.getValue())));
    } catch (JsonProcessingException e) {
      return Map.of();
    }
    byte[] canonical = CanonicalJson.version2(values);
    boolean is =
        Arrays.equals(text.getBytes(UTF_8), file)
            && start + canonical.length <= file.length
            && Arrays.equals(canonical, Arrays.copyOfRange(file, start, start + canonical.length));
    return is
        ? values.entrySet().stream()
            .collect(toMap(Map.Entry::getKey, value -> Optional.of(value.getValue())))
        : Map.of();
  }

  private static String text(JsonNode value) {
    return value.isTextual() ? value.textValue() : "no text";
  }

  @Test
  void envelope_whenBytesAreNoise_isMalformed() {
    Random random = new Random(9);
    for (int round = 0; round < 2_000; round++) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      assertThat(reason(noise)).isEqualTo(Reason.MALFORMED_SIGNATURE);
    }
  }

  @Test
  void signature_whenOverEmptyBytes_isNotValid() {
    for (Envelopes envelope :
        List.of(
            Envelopes.version1(RSA, HASHES, ""),
            Envelopes.version2(EC, HASHES).signed(new byte[0]))) {
      assertThat(read(envelope.bytes()).fold(SignatureFile::isSignatureValid, f -> true)).isFalse();
    }
  }

  private static SignatureFileReader.Result read(byte[] bytes) {
    return SignatureFileReader.read(bytes, Limits.DEFAULT);
  }

  private static Reason reason(byte[] bytes) {
    return read(bytes).fold(file -> null, Finding::reason);
  }
}
