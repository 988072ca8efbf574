package dev.signet.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.signet.bundle.Layout;
import dev.signet.bundle.Limits;
import dev.signet.conformance.Conformance.OwncloudCase;
import dev.signet.conformance.Differences.Suite;
import dev.signet.manifest.Digest;
import dev.signet.testkit.Trees;
import dev.signet.trust.AnchorProfile;
import dev.signet.trust.RevocationPolicy;
import dev.signet.trust.TrustStore;
import dev.signet.trust.TrustStoreBuilder;
import dev.signet.trust.TrustStoreException;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Signer;
import dev.signet.verdict.Verdict;
import dev.signet.verify.BundleVerifier;
import dev.signet.verify.Convention;
import dev.signet.verify.Expectation;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * ownCloud's recorded cases about whole bundles, through the whole verifier. Theirs is handed the
 * current hashes; here a real tree has them, changed where they are not the recorded tree's own.
 */
@Tag("conformance")
class OwncloudVerifyCasesTest {
  private static final String SIGNATURE = "appinfo/signature.json";
  private static final Instant SUNSET = Instant.parse("2026-12-31T23:59:59Z");

  /** Our reasons in their codes. */
  private static final Map<Reason, String> CODES =
      Map.of(
          Reason.MISSING_SIGNATURE, "MISSING_SIGNATURE",
          Reason.UNTRUSTED_CERTIFICATE, "BAD_CHAIN",
          Reason.INVALID_CERTIFICATE, "BAD_CHAIN",
          Reason.EXPIRED, "BAD_CHAIN",
          Reason.WEAK_ALGORITHM, "BAD_ALGORITHM",
          Reason.REVOKED, "REVOKED",
          Reason.REVOCATION_UNAVAILABLE, "CRL_UNAVAILABLE",
          Reason.SCOPE_MISMATCH, "CN_MISMATCH",
          Reason.BAD_SIGNATURE, "BAD_SIGNATURE");

  private static Map<String, byte[]> fixtures;

  @TempDir Path folder;

  @BeforeAll
  static void readFixtures() {
    fixtures = Conformance.owncloudFixtures();
  }

  static List<OwncloudCase> verifyCases() {
    return Conformance.owncloudCases(Set.of("verify"));
  }

  @Test
  void data_whenPresent_hasAllCases() {
    assertThat(verifyCases()).hasSize(14);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("verifyCases")
  void verifying_whenBundleIsReal_givesWhatIsRecorded(OwncloudCase recorded) throws Exception {
    verify(recorded, OwncloudVerifyCasesTest::profile);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("verifyCases")
  void verifying_whenEveryAnchorChoosesItsRules_givesWhatIsRecorded(OwncloudCase recorded)
      throws Exception {
    verify(recorded, root -> Convention.OWNCLOUD.profile());
  }

  private void verify(OwncloudCase recorded, Function<JsonNode, AnchorProfile> profiles)
      throws Exception {
    JsonNode input = recorded.input();
    Instant at = Instant.parse(input.get("now").textValue());
    Verdict verdict =
        new BundleVerifier(
                trust(input.get("trust"), profiles),
                Limits.DEFAULT,
                Clock.fixed(at, ZoneOffset.UTC))
            .verify(
                Trees.folder(folder.resolve("bundle"), bundle(input)),
                new Expectation(
                    Optional.of(input.get("app_id").textValue()), Layout.OWNCLOUD_APP, false));

    Differences.check(
        Suite.OWNCLOUD_VERIFIER,
        recorded.test(),
        expected(recorded),
        outcome(verdict, recorded.expect(), at),
        Outcomes.inShort(verdict));
  }

  /** Returns what is recorded, with the digests of what stands in our tree instead of theirs. */
  private static JsonNode expected(OwncloudCase recorded) {
    JsonNode expected = recorded.expect().deepCopy();
    for (JsonNode files : expected.path("diff")) {
      files
          .properties()
          .forEach(
              file -> {
                if (!file.getValue().get("current").textValue().isEmpty()) {
                  String current = Digest.over(content(recorded.input(), file.getKey())).hex();
                  ((ObjectNode) file.getValue()).put("current", current);
                }
              });
    }
    return expected;
  }

  /** Returns the verdict in the form of what is recorded: a reason code, or a result. */
  private static JsonNode outcome(Verdict verdict, JsonNode recorded, Instant at) {
    Optional<String> code =
        Outcomes.problems(verdict).stream()
            .flatMap(finding -> Optional.ofNullable(CODES.get(finding.reason())).stream())
            .findFirst();
    if (code.isPresent()) {
      return new TextNode(code.get());
    }
    ObjectNode result = (ObjectNode) Conformance.json("{}");
    result.put("passed", verdict.isVerified());
    if (recorded.has("legacy_warn")) {
      result.put("legacy_warn", verdict.isVerified() && isReportedAsRunOut(verdict, at));
    }
    result.set("diff", Outcomes.original(verdict));
    return result;
  }

  /** Their warning is about the leaf; that their old authorities ran out is our notice only. */
  private static boolean isReportedAsRunOut(Verdict verdict, Instant at) {
    Signer signer = verdict.signer().orElseThrow();
    boolean leafRanOut = signer.notAfter().isBefore(at);
    assertThat(leafRanOut)
        .as("a leaf that ran out is among the notices, one that did not is not")
        .isEqualTo(
            verdict.findings().stream()
                .filter(finding -> finding.reason() == Reason.EXPIRED)
                .anyMatch(finding -> finding.detail().contains("CN=" + signer.commonName())));
    return leafRanOut;
  }

  private static SortedMap<String, byte[]> bundle(JsonNode input) {
    TreeMap<String, byte[]> files = new TreeMap<>();
    input
        .get("current_hashes")
        .fieldNames()
        .forEachRemaining(path -> files.put(path, content(input, path)));
    byte[] signature = fixtures.get(input.get("signature").textValue());
    if (signature != null) {
      files.put(SIGNATURE, signature);
    }
    if (!input.get("change").isNull()) {
      change(files, input.get("change").textValue());
    }
    return files;
  }

  /** Returns the tree's own content, changed when the recorded digest is another. */
  private static byte[] content(JsonNode input, String path) {
    byte[] own = fixtures.get(input.get("tree").textValue() + "/" + path);
    String current = input.get("current_hashes").get(path).textValue();
    return Digest.over(own).hex().equals(current) ? own : (path + " was changed").getBytes(UTF_8);
  }

  private static void change(Map<String, byte[]> files, String change) {
    if (change.startsWith("signature replaced by base64(\"corrupted signature data\")")) {
      ObjectNode file = (ObjectNode) Conformance.json(new String(files.get(SIGNATURE), UTF_8));
      file.put(
          "signature",
          Base64.getEncoder().encodeToString("corrupted signature data".getBytes(UTF_8)));
      files.put(SIGNATURE, file.toString().getBytes(UTF_8));
    } else if (change.equals("info.xml of the tree says <id>other-app</id>")) {
      String info = new String(files.get("appinfo/info.xml"), UTF_8);
      files.put(
          "appinfo/info.xml",
          info.replace("<id>example-app</id>", "<id>other-app</id>").getBytes(UTF_8));
    } else {
      throw new IllegalArgumentException(change);
    }
  }

  /** Their old generation is two anchors of profile nextcloud, the new one a standard anchor. */
  private TrustStore trust(JsonNode trust, Function<JsonNode, AnchorProfile> profiles)
      throws TrustStoreException {
    TrustStoreBuilder builder =
        TrustStore.builder()
            .legacyUntil(SUNSET)
            .revocationPolicy(
                new RevocationPolicy(true, Duration.ZERO, RevocationPolicy.AfterGrace.REFUSE));
    for (JsonNode root : trust.get("roots")) {
      builder.anchors(file(root), profiles.apply(root));
    }
    for (JsonNode intermediate : trust.get("bundled_intermediates")) {
      if (profile(intermediate) == AnchorProfile.NEXTCLOUD) {
        builder.anchors(file(intermediate), profiles.apply(intermediate));
      } else {
        builder.intermediates(file(intermediate));
      }
    }
    return builder
        .revocationList(file(trust.get("legacy_crl")))
        .revocationList(file(trust.get("developers_crl")))
        .build();
  }

  private static AnchorProfile profile(JsonNode certificate) {
    return certificate.textValue().contains("-g1")
        ? AnchorProfile.NEXTCLOUD
        : AnchorProfile.STANDARD;
  }

  private Path file(JsonNode fixture) {
    String name = fixture.textValue();
    return Trees.write(folder.resolve(name.replace('/', '-')), fixtures.get(name));
  }
}
