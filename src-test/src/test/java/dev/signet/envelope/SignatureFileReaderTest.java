package dev.signet.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.bundle.Limits;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Envelopes;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureFileReaderTest {
  private static final String HEX = "ab".repeat(64);
  private static final String HASHES = "{\"a\":\"" + HEX + "\",\"b/c\":\"" + HEX + "\"}";
  private static final String PHP = HASHES.replace("/", "\\/");
  private static final Certificates.Issued CA = Certificates.root("ca").make();
  private static final Certificates.Issued RSA =
      Certificates.leaf("a", CA).keys(Certificates.sharedRsa(0)).make();
  private static final Certificates.Issued EC = Certificates.leaf("a", CA).make();

  @Test
  void version1_whenWellFormed_isReadWhole() {
    SignatureFile file = wellFormed(version1().with("other", "[1.5,{}]"));

    assertThat(file.version()).isEqualTo(1);
    assertThat(file.algorithm()).isEqualTo(SignatureAlgorithm.RSA_PSS_SHA1);
    assertThat(file.signedBytes()).asString(UTF_8).isEqualTo(PHP);
    assertThat(file.hashes().values())
        .isEqualTo(Map.of("a", Optional.of(HEX), "b/c", Optional.of(HEX)));
    assertThat(file.leaf()).isEqualTo(RSA.certificate());
    assertThat(file.chain()).isEmpty();
    assertThat(file.timestamp()).isEmpty();
    assertThat(file.isSignatureValid()).isTrue();
  }

  @Test
  void version2_whenWellFormed_isReadWhole() {
    Envelopes envelope =
        version2()
            .with(
                "certificates",
                "{\"leaf\":" + Envelopes.pem(EC) + ",\"chain\":[" + Envelopes.pem(CA) + "]}")
            .with("timestamp", "\"AQID\"")
            .with("other", "{\"a\":[null,true]}");

    SignatureFile file = wellFormed(envelope);

    assertThat(file.version()).isEqualTo(2);
    assertThat(file.algorithm()).isEqualTo(SignatureAlgorithm.ECDSA_P384_SHA384);
    assertThat(file.signedBytes()).asString(UTF_8).isEqualTo(HASHES);
    assertThat(file.hashes().values()).containsOnlyKeys("a", "b/c");
    assertThat(file.leaf()).isEqualTo(EC.certificate());
    assertThat(file.chain()).containsExactly(CA.certificate());
    assertThat(file.timestamp()).contains(new byte[] {1, 2, 3});
    assertThat(file.isSignatureValid()).isTrue();
  }

  @Test
  void version2_whenHashesStandApart_signsTheirRawBytes() {
    String text = version2().text().replace("\"hashes\":", "\n\"hashes\" :\t\r\n  ");

    assertThat(wellFormed(text).isSignatureValid()).isTrue();
  }

  @Test
  void version2_whenNamesAreNotAscii_signsTheirRawBytes() {
    String hashes = "{\"é\uD83D\uDE00\":\"" + HEX + "\"}";

    SignatureFile file = wellFormed(Envelopes.version2(EC, hashes));

    assertThat(file.signedBytes()).isEqualTo(hashes.getBytes(UTF_8));
    assertThat(file.isSignatureValid()).isTrue();
  }

  @Test
  void signature_whenHashesAreChanged_isNotValid() {
    assertThat(wellFormed(version1().text().replace("b/c", "b/d")).isSignatureValid()).isFalse();
    assertThat(wellFormed(version2().text().replace("b/c", "b/d")).isSignatureValid()).isFalse();
  }

  @Test
  void version1_whenHashesAreEmpty_signsPhpsEmptyArray() {
    for (String empty : new String[] {"{}", "[]", " [ ] "}) {
      SignatureFile file = wellFormed(Envelopes.version1(RSA, empty, "[]"));
      assertThat(file.isSignatureValid()).isTrue();
      assertThat(file.hashes().values()).isEmpty();
    }
  }

  @Test
  void version1_whenHashesAreAList_namesItsElementsByNumber() {
    SignatureFile file = wellFormed(Envelopes.version1(RSA, "[\"x\",\"y\"]", "[\"x\",\"y\"]"));

    assertThat(file.isSignatureValid()).isTrue();
    assertThat(file.hashes().values())
        .containsExactly(Map.entry("0", Optional.of("x")), Map.entry("1", Optional.of("y")));
  }

  @Test
  void version1_whenValueIsFalse_signsItAndGivesNoText() {
    SignatureFile file = wellFormed(Envelopes.version1(RSA, "{\"a\": false}", "{\"a\":false}"));

    assertThat(file.isSignatureValid()).isTrue();
    assertThat(file.hashes().values()).containsExactly(Map.entry("a", Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "1e2", "-0", "9223372036854775808", "-9223372036854775809"})
  void version1_whenValueIsNoInteger_isMalformed(String number) {
    assertThat(reason(version1().with("hashes", "{\"a\":" + number + "}")))
        .isEqualTo(Reason.MALFORMED_SIGNATURE);
  }

  @Test
  void version1_whenSignatureHasForeignCharacters_isReadAsPhpReadsIt() {
    String text = version1().text().replace("\"signature\":\"", "\"signature\":\" \\n-!=");

    assertThat(wellFormed(text).isSignatureValid()).isTrue();
    assertThat(wellFormed(text.replace("=\",\"cert", "\",\"cert")).isSignatureValid()).isTrue();
  }

  @Test
  void version1_whenSignatureIsEmpty_isNotValid() {
    for (String signature : new String[] {"\"\"", "\"!\"", "\"A\""}) {
      SignatureFile file = wellFormed(version1().with("signature", signature));
      assertThat(file.signature()).isEmpty();
      assertThat(file.isSignatureValid()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"\"", "\"A\"", "\"AA\"", "\"AB==\"", "\"AA== \"", "\"!!!!\"", "7", "null", "[]"})
  void version2_whenSignatureIsNoCanonicalBase64_isMalformed(String signature) {
    assertThat(reason(version2().with("signature", signature)))
        .isEqualTo(Reason.MALFORMED_SIGNATURE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "3", "0", "-2", "2.0", "\"2\"", "null", "true", "[2]", "4294967298"})
  void version_whenItIsNotTheNumber2_isMalformed(String version) {
    assertThat(reason(version2().with("v", version))).isEqualTo(Reason.MALFORMED_SIGNATURE);
    assertThat(reason(version1().with("v", version))).isEqualTo(Reason.MALFORMED_SIGNATURE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"nonsense\"", "\"rsa-pss-sha1\"", "\"RSA-PSS-SHA384\"", "\"\"", "null", "1"})
  void version2_whenAlgorithmIsUnknown_isMalformed(String algorithm) {
    assertThat(reason(version2().with("alg", algorithm))).isEqualTo(Reason.MALFORMED_SIGNATURE);
  }

  @Test
  void version2_whenAlgorithmDoesNotFitTheKey_isNotValid() {
    SignatureFile file = wellFormed(version2().with("alg", "\"rsa-pss-sha384\""));

    assertThat(file.isSignatureValid()).isFalse();
  }

  @Test
  void envelope_whenItMixesVersions_isMalformed() {
    assertThat(reason(version1().with("alg", "\"rsa-pss-sha384\"")))
        .isEqualTo(Reason.MALFORMED_SIGNATURE);
    assertThat(reason(version1().with("certificates", "{}"))).isEqualTo(Reason.MALFORMED_SIGNATURE);
    assertThat(reason(version1().with("v", "2"))).isEqualTo(Reason.MALFORMED_SIGNATURE);
    assertThat(reason(version2().with("certificate", Envelopes.pem(EC))))
        .isEqualTo(Reason.MALFORMED_SIGNATURE);
    assertThat(reason(version2().without("v"))).isEqualTo(Reason.MALFORMED_SIGNATURE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v", "alg", "hashes", "certificates", "signature"})
  void version2_whenMemberIsMissing_isMalformed(String member) {
    assertThat(reason(version2().without(member))).isEqualTo(Reason.MALFORMED_SIGNATURE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hashes", "certificate", "signature"})
  void version1_whenMemberIsMissingOrNoText_isMalformed(String member) {
    assertThat(reason(version1().without(member))).isEqualTo(Reason.MALFORMED_SIGNATURE);
    assertThat(reason(version1().with(member, "null"))).isEqualTo(Reason.MALFORMED_SIGNATURE);
    assertThat(reason(version1().with(member, "7"))).isEqualTo(Reason.MALFORMED_SIGNATURE);
  }

  @Test
  void version2_whenHashesAreNotCanonical_isMalformed() {
    String a = "\"a\":\"" + HEX + "\"";
    String b = "\"b\":\"" + HEX + "\"";
    for (String hashes :
        new String[] {
          "{" + b + "," + a + "}",
          "{ " + a + "}",
          "{" + a + " }",
          "{\"a\\/b\":\"" + HEX + "\"}",
          "{\"\\u0061\":\"" + HEX + "\"}",
          "{\"\\u00e9\":\"" + HEX + "\"}",
          "{\"\\u000A\":\"" + HEX + "\"}",
          "{\"a\":false}",
          "[]",
          "[\"" + HEX + "\"]"
        }) {
      assertThat(reason(Envelopes.version2(EC, hashes)))
          .as(hashes)
          .isEqualTo(Reason.MALFORMED_SIGNATURE);
    }
  }

  @Test
  void version2_whenChainIsTooLongOrNoList_isMalformed() {
    String leaf = "{\"leaf\":" + Envelopes.pem(EC) + ",\"chain\":";
    String nine = ("," + Envelopes.pem(CA)).repeat(9).substring(1);
    for (String chain : new String[] {"[" + nine + "]", "{}", "null", "\"\"", "[7]", "[[]]"}) {
      assertThat(reason(version2().with("certificates", leaf + chain + "}")))
          .isEqualTo(Reason.MALFORMED_SIGNATURE);
    }
    String eight = ("," + Envelopes.pem(CA)).repeat(8).substring(1);
    assertThat(wellFormed(version2().with("certificates", leaf + "[" + eight + "]}")).chain())
        .hasSize(8);
  }

  @Test
  void version2_whenChainIsLeftOut_isEmpty() {
    String certificates = "{\"leaf\":" + Envelopes.pem(EC) + "}";

    assertThat(wellFormed(version2().with("certificates", certificates)).chain()).isEmpty();
  }

  @Test
  void certificate_whenItCannotBeRead_isItsOwnFinding() {
    String garbage = "\"-----BEGIN CERTIFICATE-----\\ntest\\n-----END CERTIFICATE-----\"";
    assertThat(reason(version1().with("certificate", garbage)))
        .isEqualTo(Reason.INVALID_CERTIFICATE);
    assertThat(reason(version2().with("certificates", "{\"leaf\":" + garbage + "}")))
        .isEqualTo(Reason.INVALID_CERTIFICATE);
    String chain = "{\"leaf\":" + Envelopes.pem(EC) + ",\"chain\":[" + garbage + "]}";
    assertThat(reason(version2().with("certificates", chain)))
        .isEqualTo(Reason.INVALID_CERTIFICATE);
  }

  @Test
  void certificate_whenThereAreTwoInOneText_countsTheFirstOrIsRefused() {
    String both = Envelopes.pem(RSA).replaceFirst("\"$", "") + Envelopes.pem(CA).substring(1);

    assertThat(wellFormed(version1().with("certificate", both)).leaf())
        .isEqualTo(RSA.certificate());
    assertThat(reason(version2().with("certificates", "{\"leaf\":" + both + "}")))
        .isEqualTo(Reason.INVALID_CERTIFICATE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "\"!\"", "7", "null"})
  void timestamp_whenItIsNoBase64_isMalformed(String timestamp) {
    assertThat(reason(version1().with("timestamp", timestamp)))
        .isEqualTo(Reason.MALFORMED_SIGNATURE);
  }

  @Test
  void arrays_whenChangedByTheCaller_stayAsTheyWere() {
    SignatureFile file = wellFormed(version2().with("timestamp", "\"AQID\""));
    file.signedBytes()[0] = 0;
    file.signature()[0] = 0;
    file.timestamp().orElseThrow()[0] = 0;

    assertThat(file.isSignatureValid()).isTrue();
    assertThat(file.timestamp().orElseThrow()).containsExactly(1, 2, 3);
  }

  private static Envelopes version1() {
    return Envelopes.version1(RSA, HASHES, PHP);
  }

  private static Envelopes version2() {
    return Envelopes.version2(EC, HASHES);
  }

  private static SignatureFile wellFormed(Envelopes envelope) {
    return wellFormed(envelope.text());
  }

  private static SignatureFile wellFormed(String text) {
    return SignatureFileReader.read(text.getBytes(UTF_8), Limits.DEFAULT)
        .fold(
            file -> file,
            finding -> {
              throw new AssertionError(finding.detail());
            });
  }

  private static Reason reason(Envelopes envelope) {
    return SignatureFileReader.read(envelope.bytes(), Limits.DEFAULT)
        .fold(
            file -> {
              throw new AssertionError("well-formed: " + envelope.text());
            },
            Finding::reason);
  }
}
