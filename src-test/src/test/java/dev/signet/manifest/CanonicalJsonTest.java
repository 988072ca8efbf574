package dev.signet.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalJsonTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void isVersion2_whenAnyByteDiffers_isFalse() {
    Map<String, String> values = Map.of("b", "1", "a/\u00e9", "2", "c", "");
    byte[] form = CanonicalJson.version2(values);

    assertThat(CanonicalJson.isVersion2(form, values)).isTrue();
    for (int i = 0; i < form.length; i++) {
      byte[] changed = form.clone();
      changed[i] ^= 1;
      assertThat(CanonicalJson.isVersion2(changed, values)).isFalse();
      assertThat(CanonicalJson.isVersion2(Arrays.copyOf(form, i), values)).isFalse();
    }
    assertThat(CanonicalJson.isVersion2(Arrays.copyOf(form, form.length + 1), values)).isFalse();
    assertThat(CanonicalJson.isVersion2(form, Map.of("b", "1"))).isFalse();
  }

  @Test
  void version2_whenMapIsEmpty_isAnEmptyObject() {
    assertThat(CanonicalJson.version2(Map.of())).isEqualTo(new byte[] {'{', '}'});
  }

  @Test
  void version2_whenCharactersNeedIt_escapesOnlyThose() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("z/\"\\\b\t\n\f\r\u0001\u001f\u007f", "é\u2028\uD83D\uDE00");
    values.put("Z", "");

    assertThat(new String(CanonicalJson.version2(values), UTF_8))
        .isEqualTo(
            "{\"Z\":\"\",\"z/\\\"\\\\\\b\\t\\n\\f\\r\\u0001\\u001f\u007f\":"
                + "\"é\u2028\uD83D\uDE00\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|[]",
        "{'1':'b','0':'a'}|['a','b']",
        "{'1':'b'}|{'1':'b'}",
        "{'é/😀':'/\\b\\f\\n\\r\\t\\u0001\\u007f'}"
            + "|{'\\u00e9\\/\\ud83d\\ude00':'\\/\\b\\f\\n\\r\\t\\u0001\u007f'}",
        "{'b':false,'a':null,'c':[],'d':{},'e':-7}|{'a':null,'b':false,'c':[],'d':[],'e':-7}",
        "{'b':{'1':2,'0':3},'a':{'0':1}}|{'a':[1],'b':{'1':2,'0':3}}",
        "{'10':'a','9':'b','a':'c'}|{'9':'b','10':'a','a':'c'}",
        "{'01':'a','1':'b'}|{'01':'a','1':'b'}",
        "{'1':'b','01':'a'}|{'1':'b','01':'a'}",
        "{'-0':'a','0':'b'}|{'-0':'a','0':'b'}",
        "{'9223372036854775808':'a','9223372036854775809':'b','7':'c'}"
            + "|{'7':'c','9223372036854775808':'a','9223372036854775809':'b'}",
        "{'9007199254740993':'a','9007199254740992':'b'}"
            + "|{'9007199254740992':'b','9007199254740993':'a'}"
      })
  void version1_whenOrderIsDefined_isWhatPhpSigns(String hashes, String php) throws Exception {
    assertThat(version1(hashes)).isEqualTo(php.replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "9 < 10 < 1a < 9, from a file in this order|{'9':'','10':'','1a':''}",
        "a rounded integer|{'9007199254740993':'','9007199254740992.0':''}",
        "a rounded large integer|{'9223372036854775808':'','1e3':''}",
        "a large integer beside the largest|{'9223372036854775808':'','9223372036854775807':''}"
      })
  void version1_whenOrderIsNot_isEmpty(String why, String hashes) throws Exception {
    if (why.startsWith("9")) {
      // Three of them PHP and a bisection sort alike; with more than 16 names nothing is tried.
      hashes = hashes.replace("}", names(14) + "}");
    }

    assertThat(version1(hashes)).as(why).isEqualTo("undefined");
  }

  @Test
  void version1_whenNumberIsNoInteger_namesTheValue() throws Exception {
    ObjectNode hashes = object("{'a':1.5}");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> CanonicalJson.version1(hashes))
        .withMessageContaining("value");
  }

  private static String names(int count) {
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < count; i++) {
      names.append(",'x").append(i).append("':''");
    }
    return names.toString();
  }

  private static String version1(String hashes) throws Exception {
    return CanonicalJson.version1(object(hashes))
        .map(b -> new String(b, UTF_8))
        .orElse("undefined");
  }

  private static ObjectNode object(String json) throws Exception {
    return (ObjectNode) JSON.readTree(json.replace('\'', '"'));
  }
}
