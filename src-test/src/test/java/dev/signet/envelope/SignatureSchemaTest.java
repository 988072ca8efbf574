package dev.signet.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.bundle.Limits;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Envelopes;
import dev.signet.testkit.Schemas;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The published schema of {@code signature.json} says what the reader says, where it can. */
class SignatureSchemaTest {
  private static final String HASHES = "{\"a\":\"" + "ab".repeat(64) + "\"}";
  private static final Certificates.Issued CA = Certificates.root("ca").make();
  private static final Certificates.Issued RSA =
      Certificates.leaf("a", CA).keys(Certificates.sharedRsa(0)).make();
  private static final Certificates.Issued EC = Certificates.leaf("a", CA).make();

  @ParameterizedTest
  @EnumSource
  void schema_isOneByTheRules(Schemas schema) {
    assertThat(schema.faults()).isEmpty();
    assertThat(schema.tree().path("$id").textValue()).endsWith("/" + schema.fileName());
    assertThat(schema.tree().path("title").textValue()).isNotBlank();
  }

  @Test
  void algorithms_areThoseOfTheReader() {
    List<String> known =
        List.of(SignatureAlgorithm.values()).stream()
            .filter(algorithm -> algorithm != SignatureAlgorithm.RSA_PSS_SHA1)
            .map(SignatureAlgorithm::id)
            .toList();

    assertThat(Schemas.SIGNATURE.tree().at("/$defs/version2/properties/alg/enum"))
        .extracting(node -> node.textValue())
        .containsExactlyInAnyOrderElementsOf(known);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hashes      | -",
        "hashes      | 1",
        "hashes      | \"a\"",
        "hashes      | null",
        "signature   | -",
        "signature   | 7",
        "certificate | -",
        "certificate | [\"a\"]",
        "alg         | \"rsa-pss-sha384\"",
        "certificates| {}",
        "timestamp   | 5",
        "timestamp   | \"\"",
        "timestamp   | \"!\"",
        "hashes      | {\"a\":1.5}",
        "hashes      | {\"a\":9223372036854775808}",
      })
  void version1_whenAMemberCannotBe_isRejectedByBoth(String member, String value) {
    assertBothReject(changed(version1(), member, value));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v           | 3",
        "v           | 1",
        "v           | null",
        "v           | \"2\"",
        "v           | true",
        "alg         | -",
        "alg         | \"rsa-pss-sha1\"",
        "alg         | \"none\"",
        "alg         | 5",
        "hashes      | -",
        "hashes      | []",
        "hashes      | {\"a\":false}",
        "hashes      | {\"a\":{}}",
        "signature   | -",
        "signature   | \"\"",
        "signature   | \"AQI\"",
        "signature   | \"A Q=\"",
        "signature   | [1]",
        "certificate | \"x\"",
        "certificates| -",
        "certificates| []",
        "certificates| {}",
        "certificates| {\"leaf\":5}",
        "certificates| {\"leaf\":\"x\",\"chain\":5}",
        "certificates| {\"leaf\":\"x\",\"chain\":[5]}",
        "certificates| {\"leaf\":\"x\",\"chain\":[\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\"]}",
        "timestamp   | null",
        "timestamp   | \"AQ\"",
      })
  void version2_whenAMemberCannotBe_isRejectedByBoth(String member, String value) {
    assertBothReject(changed(version2(), member, value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "5", "\"a\"", "null", "{}"})
  void file_whenItIsNoEnvelope_isRejectedByBoth(String json) {
    assertBothReject(json);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "[\"a\"]", "{\"a\":false}", "{\"a\":[1,null]}", "{\"a\":-5}"})
  void version1_whenPhpReadsIt_isAcceptedByBoth(String hashes) {
    assertBothAccept(version1().with("hashes", hashes).text());
  }

  @Test
  void version2_whenItHasMembersOfLaterOnes_isAcceptedByBoth() {
    assertBothAccept(version2().with("other", "[1.5,{}]").with("timestamp", "\"AQID\"").text());
    assertBothAccept(version2().with("hashes", "{\"a\":\"no digest\"}").text());
    assertBothAccept(
        version2().with("certificates", "{\"leaf\":" + Envelopes.pem(EC) + "}").text());
  }

  private static Envelopes version1() {
    return Envelopes.version1(RSA, HASHES, HASHES);
  }

  private static Envelopes version2() {
    return Envelopes.version2(EC, HASHES);
  }

  private static String changed(Envelopes envelope, String member, String value) {
    return (value.equals("-") ? envelope.without(member) : envelope.with(member, value)).text();
  }

  private static void assertBothReject(String json) {
    assertThat(isRead(json)).as(json).isFalse();
    assertThat(Schemas.SIGNATURE.problems(json)).as(json).isNotEmpty();
  }

  private static void assertBothAccept(String json) {
    assertThat(isRead(json)).as(json).isTrue();
    assertThat(Schemas.SIGNATURE.problems(json)).as(json).isEmpty();
  }

  private static boolean isRead(String json) {
    return SignatureFileReader.read(json.getBytes(UTF_8), Limits.DEFAULT)
        .fold(file -> true, finding -> false);
  }
}
