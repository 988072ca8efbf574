package dev.signet.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signet.bundle.EntryPath;
import dev.signet.bundle.Limits;
import dev.signet.conformance.Conformance.OwncloudCase;
import dev.signet.envelope.SignatureAlgorithm;
import dev.signet.envelope.SignatureFile;
import dev.signet.envelope.SignatureFileReader;
import dev.signet.manifest.CanonicalJson;
import dev.signet.manifest.Digest;
import dev.signet.manifest.Manifest;
import dev.signet.manifest.ManifestDiff;
import dev.signet.manifest.SignedHashes;
import dev.signet.pem.Pem;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Envelopes;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** ownCloud's recorded cases about the envelope, the canonical form and the comparison. */
@Tag("conformance")
class OwncloudEnvelopeCasesTest {
  private static final Certificates.Issued ANY = Certificates.root("any").make();

  static List<OwncloudCase> envelopes() {
    return Conformance.owncloudCases(Set.of("envelope"));
  }

  static List<OwncloudCase> others() {
    return Conformance.owncloudCases(
        Set.of(
            "canonical-round-trip",
            "canonical-serialize",
            "decode-hashes",
            "differ",
            "differ-golden",
            "manifest-signature",
            "manifest-signature-legacy"));
  }

  @ParameterizedTest
  @MethodSource("envelopes")
  void envelope_whenReplayed_givesTheRecordedOutcome(OwncloudCase recorded) {
    SignatureFileReader.Result result =
        SignatureFileReader.read(envelope(recorded.input()), Limits.DEFAULT);
    Optional<Differences.Difference> difference =
        Differences.listed(Differences.Suite.OWNCLOUD_VERIFIER, recorded.test());

    if (difference.isPresent()) {
      assertThat(result.<String>fold(file -> "read", finding -> finding.reason().name()))
          .as(difference.get().why())
          .isEqualTo(difference.get().ours());
    } else if (recorded.expect().isTextual()) {
      assertThat(recorded.expect().textValue()).isEqualTo("MISSING_SIGNATURE");
      assertThat(result.<Reason>fold(file -> null, Finding::reason))
          .isEqualTo(Reason.MALFORMED_SIGNATURE);
    } else {
      checkEnvelope(recorded.expect(), result);
    }
  }

  /** With a real certificate and algorithm instead of placeholders, the recorded outcome holds. */
  @Test
  void envelope_whenPlaceholdersAreFilledIn_givesTheRecordedOutcome() {
    int filled = 0;
    for (OwncloudCase recorded : envelopes()) {
      if (!recorded.input().has("json") || !recorded.expect().has("raw_hashes")) {
        continue;
      }
      String raw = recorded.expect().get("raw_hashes").textValue();
      boolean legacy = recorded.expect().get("legacy").booleanValue();
      if (!legacy && !raw.equals(canonical(recorded.expect().get("hashes")))) {
        continue;
      }
      Envelopes envelope =
          legacy
              ? Envelopes.version1(rsa(), raw, raw)
              : Envelopes.version2(ANY, raw).with("hash", "\"hashes\"");
      checkEnvelope(recorded.expect(), SignatureFileReader.read(envelope.bytes(), Limits.DEFAULT));
      filled++;
    }
    assertThat(filled).isEqualTo(3);
  }

  @ParameterizedTest
  @MethodSource("others")
  void case_whenReplayed_givesTheRecordedOutcome(OwncloudCase recorded) throws Exception {
    switch (recorded.op()) {
      case "canonical-round-trip" -> checkRoundTrip(recorded);
      case "canonical-serialize" ->
          assertThat(canonical(recorded.input().get("hashes")))
              .isEqualTo(recorded.expect().textValue());
      case "decode-hashes" -> checkDecode(recorded);
      case "differ" -> checkDiffer(recorded);
      case "differ-golden" -> checkDifferGolden(recorded);
      case "manifest-signature" -> checkSignature(recorded);
      default -> checkLegacySignature(recorded);
    }
  }

  @Test
  void data_whenPresent_hasAllCases() {
    assertThat(envelopes()).hasSize(19);
    assertThat(others()).hasSize(29);
  }

  private static void checkEnvelope(JsonNode expect, SignatureFileReader.Result result) {
    SignatureFile file =
        result.fold(
            f -> f,
            finding -> {
              throw new AssertionError(finding.detail());
            });
    Map<String, Object> seen = new TreeMap<>();
    seen.put("legacy", file.version() == 1);
    seen.put("version", file.version());
    seen.put("chain_length", file.chain().size());
    for (String name : List.of("legacy", "version", "chain_length")) {
      if (expect.has(name)) {
        assertThat(seen.get(name)).hasToString(expect.get(name).asText());
      }
    }
    if (expect.hasNonNull("alg")) {
      assertThat(file.algorithm().id()).isEqualTo(expect.get("alg").textValue());
    }
    if (expect.has("raw_hashes")) {
      assertThat(file.signedBytes())
          .asString(UTF_8)
          .isEqualTo(expect.get("raw_hashes").textValue());
    }
    if (expect.has("raw_hashes_equal_file")) {
      assertThat(file.signedBytes()).isEqualTo(fixture(expect.get("raw_hashes_equal_file")));
    }
    if (expect.has("hashes")) {
      Map<String, String> hashes = new LinkedHashMap<>();
      file.hashes().values().forEach((name, value) -> hashes.put(name, value.orElseThrow()));
      assertThat(hashes).isEqualTo(texts(expect.get("hashes")));
    }
  }

  private static void checkRoundTrip(OwncloudCase recorded) {
    byte[] file = fixture(recorded.input().get("file"));
    Map<String, String> hashes = texts(Conformance.json(new String(file, UTF_8)));

    assertThat(hashes).isNotEmpty();
    assertThat(CanonicalJson.version2(hashes)).isEqualTo(file);
  }

  private static void checkDecode(OwncloudCase recorded) {
    String raw = recorded.input().get("raw").textValue();

    assertThat(recorded.expect().textValue()).isEqualTo("MISSING_SIGNATURE");
    assertThat(
            SignatureFileReader.read(Envelopes.version2(ANY, raw).bytes(), Limits.DEFAULT)
                .<Reason>fold(file -> null, Finding::reason))
        .isEqualTo(Reason.MALFORMED_SIGNATURE);
  }

  private static void checkDiffer(OwncloudCase recorded) throws Exception {
    Set<String> excluded = new HashSet<>();
    recorded.input().get("excluded").forEach(name -> excluded.add(name.textValue()));
    List<Finding> findings =
        ManifestDiff.compare(
            signed(recorded.input().get("expected")),
            manifest(recorded.input().get("current")),
            excluded::contains);

    assertThat(original(findings)).isEqualTo(expected(recorded.expect()));
  }

  private static void checkDifferGolden(OwncloudCase recorded) throws Exception {
    JsonNode golden = Conformance.json(new String(fixture(recorded.input().get("file")), UTF_8));
    Map<EntryPath, Digest> files = new LinkedHashMap<>();
    texts(golden)
        .forEach((name, hex) -> files.put(new EntryPath(name), Digest.parse(hex).orElseThrow()));
    Map<String, Optional<String>> raw = new LinkedHashMap<>();
    texts(golden).forEach((name, hex) -> raw.put(name, Optional.of(hex)));
    SignedHashes signed = new SignedHashes(raw);

    assertThat(ManifestDiff.compare(signed, Manifest.of(files), name -> false)).isEmpty();
    files.put(new EntryPath("js/app.js"), digest("mutated_hash_value"));
    assertThat(ManifestDiff.compare(signed, Manifest.of(files), name -> false))
        .extracting(Finding::reason, Finding::path)
        .containsExactly(tuple(Reason.INVALID_HASH, "js/app.js"));
  }

  private static void checkSignature(OwncloudCase recorded) throws Exception {
    JsonNode input = recorded.input();
    String base64 = new String(fixture(input.get("signature_base64")), UTF_8);
    byte[] signature = Base64.getMimeDecoder().decode(base64);
    byte[] bytes = fixture(input.get("signed_bytes"));
    switch (input.path("change").asText("")) {
      case "", "null" -> {}
      case "append \"x\" to the signed bytes" -> {
        bytes = Arrays.copyOf(bytes, bytes.length + 1);
        bytes[bytes.length - 1] = 'x';
      }
      case "drop the last signed byte" -> bytes = Arrays.copyOf(bytes, bytes.length - 1);
      case "add 1 (mod 256) to the first byte of the signature" -> signature[0]++;
      default -> throw new AssertionError(input.get("change"));
    }
    String leaf = new String(fixture(input.get("leaf")), UTF_8);
    byte[] signed = bytes;
    boolean valid =
        SignatureAlgorithm.ofId(input.get("alg").textValue())
            .map(algorithm -> verify(algorithm, leaf, signed, signature))
            .orElse(false);

    assertThat(valid).isEqualTo(recorded.expect().textValue().equals("ok"));
  }

  private static boolean verify(
      SignatureAlgorithm algorithm, String leaf, byte[] bytes, byte[] signature) {
    try {
      return algorithm.verify(Pem.certificates(leaf).get(0).getPublicKey(), bytes, signature);
    } catch (java.security.cert.CertificateException e) {
      throw new AssertionError(e);
    }
  }

  private static void checkLegacySignature(OwncloudCase recorded) {
    String path = recorded.input().get("signature_json").textValue().replaceFirst(" .*", "");

    assertThat(
            SignatureFileReader.read(Conformance.bytes("owncloud/" + path), Limits.DEFAULT)
                .fold(SignatureFile::isSignatureValid, finding -> false))
        .isTrue();
  }

  private static byte[] envelope(JsonNode input) {
    return input.has("file")
        ? fixture(input.get("file"))
        : input.get("json").textValue().getBytes(UTF_8);
  }

  private static byte[] fixture(JsonNode path) {
    return Optional.ofNullable(Conformance.owncloudFixtures().get(path.textValue())).orElseThrow();
  }

  private static String canonical(JsonNode hashes) {
    return new String(CanonicalJson.version2(texts(hashes)), UTF_8);
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new LinkedHashMap<>();
    object.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().textValue()));
    return texts;
  }

  private static SignedHashes signed(JsonNode words) throws Exception {
    Map<String, Optional<String>> values = new LinkedHashMap<>();
    for (Map.Entry<String, String> entry : texts(words).entrySet()) {
      values.put(entry.getKey(), Optional.of(digest(entry.getValue()).hex()));
    }
    return new SignedHashes(values);
  }

  private static Manifest manifest(JsonNode words) throws Exception {
    Map<EntryPath, Digest> files = new LinkedHashMap<>();
    for (Map.Entry<String, String> entry : texts(words).entrySet()) {
      files.put(new EntryPath(entry.getKey()), digest(entry.getValue()));
    }
    return Manifest.of(files);
  }

  /** The cases have words such as "hash1" for digests; each stands for its own SHA-512. */
  private static Digest digest(String word) throws Exception {
    return Digest.of(MessageDigest.getInstance("SHA-512").digest(word.getBytes(UTF_8)));
  }

  private static Map<String, String> original(List<Finding> findings) {
    Map<String, String> lines = new TreeMap<>();
    for (Finding finding : findings) {
      lines.put(
          finding.reason() + " " + finding.path(),
          Optional.ofNullable(finding.expected()).orElse("")
              + " "
              + Optional.ofNullable(finding.current()).orElse(""));
    }
    return lines;
  }

  private static Map<String, String> expected(JsonNode result) throws Exception {
    Map<String, String> lines = new TreeMap<>();
    for (Map.Entry<String, JsonNode> kind : result.properties()) {
      for (Map.Entry<String, JsonNode> file : kind.getValue().properties()) {
        String expected = file.getValue().get("expected").textValue();
        String current = file.getValue().get("current").textValue();
        lines.put(kind.getKey() + " " + file.getKey(), hex(expected) + " " + hex(current));
      }
    }
    return lines;
  }

  private static String hex(String word) throws Exception {
    return word.isEmpty() ? "" : digest(word).hex();
  }

  private static Certificates.Issued rsa() {
    return Certificates.root("any").keys(Certificates.sharedRsa(0)).make();
  }
}
