package dev.signet.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signet.bundle.BundleKind;
import dev.signet.bundle.EntryPath;
import dev.signet.bundle.Layout;
import dev.signet.bundle.descriptor.DescriptorForm;
import dev.signet.bundle.descriptor.PluginDescriptors;
import dev.signet.conformance.Conformance.OwncloudCase;
import dev.signet.envelope.SignatureAlgorithm;
import dev.signet.pem.Pem;
import dev.signet.sign.authority.CertificateAuthority;
import dev.signet.sign.authority.Validity;
import dev.signet.sign.key.KeyType;
import dev.signet.trust.AnchorProfile;
import dev.signet.trust.RevocationList;
import dev.signet.trust.RevocationPolicy;
import dev.signet.trust.Scope;
import dev.signet.trust.TrustAnchor;
import dev.signet.trust.TrustStore;
import dev.signet.trust.TrustStoreBuilder;
import dev.signet.trust.TrustStoreException;
import dev.signet.trust.path.ChainValidator;
import dev.signet.trust.path.CommonName;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * ownCloud's recorded cases about certificates, lists, algorithms and names. Their generation G1
 * (root and intermediate) is two anchors of profile nextcloud here, with the recorded sunset; G2 is
 * an anchor of profile standard with intermediates.
 */
@Tag("conformance")
class OwncloudTrustCasesTest {
  private static final Instant AT = Instant.parse("2026-07-12T15:00:00Z");
  private static final Instant SUNSET = Instant.parse("2026-12-31T23:59:59Z");
  private static final String PKI = "integritycheck/verifier/pki/";
  private static final String EXAMPLE_LEAF = PKI + "leaf-example-app.crt";
  private static final String LEGACY_LEAF = PKI + "leaf-g1-legacy-noext.crt";

  private static Map<String, byte[]> fixtures;

  @TempDir Path folder;

  @BeforeAll
  static void readFixtures() {
    fixtures = Conformance.owncloudFixtures();
  }

  static List<OwncloudCase> chains() {
    return Conformance.owncloudCases(Set.of("chain"));
  }

  static List<OwncloudCase> lists() {
    return Conformance.owncloudCases(Set.of("crl"));
  }

  static List<OwncloudCase> listProviders() {
    return Conformance.owncloudCases(Set.of("crl-provider"));
  }

  static List<OwncloudCase> algorithms() {
    return Conformance.owncloudCases(Set.of("algorithm-permitted"));
  }

  static List<OwncloudCase> names() {
    return Conformance.owncloudCases(Set.of("core-cn", "ascii-fold", "valid-id", "app-id"));
  }

  @Test
  void cases_areAllThere() {
    assertThat(chains()).hasSize(10);
    assertThat(lists()).hasSize(4);
    assertThat(listProviders()).hasSize(5);
    assertThat(algorithms()).hasSize(10);
    assertThat(names()).hasSize(25);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("chains")
  void chain_isJudgedAsRecorded(OwncloudCase recorded) throws Exception {
    JsonNode expected = recorded.expect();
    Optional<TrustStore> trust = store(recorded.input());
    boolean refused = expected.isTextual() || expected.has("reason");
    if (trust.isEmpty()) {
      assertThat(refused).as("a store without anchors cannot even be built").isTrue();
      return;
    }
    ChainValidator.Result result =
        new ChainValidator(trust.get())
            .validate(
                certificate(recorded.input().get("leaf").textValue()),
                certificates(recorded.input().get("envelope_chain")),
                SignatureAlgorithm.ECDSA_P384_SHA384,
                AT);
    assertThat(result.isTrusted()).isNotEqualTo(refused);
    if (!refused) {
      assertThat(result.signer().orElseThrow().commonName())
          .isEqualTo(expected.get("cn").textValue());
      assertThat(result.signer().orElseThrow().anchor())
          .endsWithIgnoringCase(expected.get("generation").textValue());
      assertThat(new BigInteger(result.signer().orElseThrow().serialNumber(), 16)).isPositive();
      return;
    }
    assertThat(result.signer()).isEmpty();
    if (expected.has("message_matches")) {
      assertThat(result.findings())
          .extracting(Finding::detail)
          .anyMatch(
              detail ->
                  Pattern.compile(expected.get("message_matches").textValue())
                      .matcher(detail)
                      .find());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lists")
  void list_countsAsRecorded(OwncloudCase recorded) throws Exception {
    TrustStoreBuilder builder = builder(recorded.input());
    boolean valid = recorded.expect().get("valid").booleanValue();
    if (recorded.input().has("crl_text")) {
      assertThat(valid).isFalse();
      byte[] text = recorded.input().get("crl_text").textValue().getBytes(StandardCharsets.UTF_8);
      org.assertj.core.api.Assertions.assertThatExceptionOfType(TrustStoreException.class)
          .isThrownBy(() -> builder.revocationList(file("garbage.crl", text)));
      return;
    }
    TrustStore trust =
        builder
            .revocationList(file("list.crl", fixture(recorded.input().get("crl").textValue())))
            .build();
    ChainValidator.Result result = validateExample(trust);

    assertThat(reasons(result).contains(Reason.REVOCATION_UNAVAILABLE)).isNotEqualTo(valid);
    boolean revoked = valid && recorded.expect().get("revoked").get(EXAMPLE_LEAF).booleanValue();
    assertThat(reasons(result).contains(Reason.REVOKED)).isEqualTo(revoked);
    RevocationList list = trust.revocationLists().get(0);
    assertThat(list.revokedAt(BigInteger.valueOf(999))).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("listProviders")
  void list_isFoundAsRecorded(OwncloudCase recorded) throws Exception {
    TrustStoreBuilder builder = builder(recorded.input());
    List<String> files = new ArrayList<>();
    JsonNode fetched = recorded.input().get("fetched");
    // "must not be fetched": nothing is ever fetched here, lists are files.
    if (fetched.isTextual() && fetched.textValue().endsWith(".crl")) {
      files.add(fetched.textValue());
    }
    recorded.input().get("bundled").forEach(file -> files.add(file.textValue()));
    for (String file : files) {
      builder.revocationList(file(file.replace('/', '-'), fixture(file)));
    }

    ChainValidator.Result result = validateExample(builder.build());

    assertThat(problems(result).contains(Reason.REVOCATION_UNAVAILABLE))
        .isEqualTo(recorded.expect().textValue().equals("CRL_UNAVAILABLE"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("algorithms")
  void algorithm_isPermittedAsRecorded(OwncloudCase recorded) throws Exception {
    boolean permitted = recorded.expect().textValue().equals("ok");
    String name = recorded.input().get("alg").textValue();
    Optional<SignatureAlgorithm> algorithm =
        Arrays.stream(SignatureAlgorithm.values())
            .filter(candidate -> candidate.id().equals(name))
            .findFirst();
    if (algorithm.isEmpty()) {
      assertThat(permitted).as("an algorithm nobody knows").isFalse();
      return;
    }
    boolean legacy = recorded.input().get("g1_chain").booleanValue();
    ChainValidator.Result result =
        new ChainValidator(bothGenerations())
            .validate(
                certificate(legacy ? LEGACY_LEAF : EXAMPLE_LEAF),
                List.of(),
                algorithm.get(),
                Instant.parse(recorded.input().get("now").textValue()));

    assertThat(problems(result).contains(Reason.WEAK_ALGORITHM)).isNotEqualTo(permitted);
    assertThat(result.signer().isPresent()).isEqualTo(permitted);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("names")
  void name_isJudgedAsRecordedOrForTheReasonListed(OwncloudCase recorded) throws Exception {
    String ours =
        switch (recorded.op()) {
          case "core-cn" ->
              isOf(Scope.CORE, recorded.input().get("leaf_cn").textValue()) ? "ok" : "CN_MISMATCH";
          case "app-id" -> appId(recorded.input());
          case "ascii-fold" -> folded(recorded);
          case "valid-id" -> Boolean.toString(isPossible(recorded.input().get("value").asText()));
          default -> throw new IllegalArgumentException(recorded.op());
        };
    String expected =
        recorded.expect().has("app_id")
            ? recorded.expect().get("app_id").textValue()
            : recorded.expect().asText();
    Differences.check(Differences.Suite.OWNCLOUD_VERIFIER, recorded.test(), expected, ours);
  }

  private static String appId(JsonNode input) {
    byte[] info = fixtures.get(input.get("folder").textValue() + "/appinfo/info.xml");
    PluginDescriptors descriptors =
        DescriptorForm.of(Layout.OWNCLOUD_APP)
            .read(
                BundleKind.FOLDER,
                info == null ? Map.of() : Map.of(new EntryPath("appinfo/info.xml"), info));
    boolean accepted =
        descriptors.findings().isEmpty()
            && !descriptors.id().isEmpty()
            && isOf(descriptors.id(), input.get("leaf_cn").textValue());
    return accepted ? descriptors.id() : "CN_MISMATCH";
  }

  /** Returns the folded name where a certificate for it would do, else the name as it is. */
  private static String folded(OwncloudCase recorded) {
    String name = recorded.input().get("value").textValue();
    String folded = recorded.expect().textValue();
    return isOf(name, folded) ? folded : name;
  }

  /** Returns whether a plugin can have the id, and an authority issue a certificate for it. */
  private static boolean isPossible(String id) throws Exception {
    Properties properties = new Properties();
    properties.setProperty("plugin.id", id);
    properties.setProperty("plugin.version", "1");
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    properties.store(file, null);
    PluginDescriptors descriptors =
        DescriptorForm.of(Layout.PLUGIN)
            .read(
                BundleKind.FOLDER, Map.of(new EntryPath("plugin.properties"), file.toByteArray()));
    if (!descriptors.findings().isEmpty()) {
      return false;
    }
    Validity validity = Validity.starting(AT, Duration.ofDays(1));
    CertificateAuthority authority = CertificateAuthority.root("Authority", KeyType.P384, validity);
    try {
      return CommonName.of(authority.issue(id, authority.keys().getPublic(), validity)).equals(id);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isOf(String id, String commonName) {
    return new Scope(id, false).check(commonName).isEmpty();
  }

  private static TrustStore bothGenerations() throws CertificateException {
    return TrustStore.builder()
        .anchor(new TrustAnchor(certificate(PKI + "root-g1.crt"), AnchorProfile.NEXTCLOUD))
        .anchor(new TrustAnchor(certificate(PKI + "intermediate-g1.crt"), AnchorProfile.NEXTCLOUD))
        .anchor(new TrustAnchor(certificate(PKI + "root-g2.crt"), AnchorProfile.STANDARD))
        .intermediate(certificate(PKI + "intermediate-g2.crt"))
        .legacyUntil(SUNSET)
        .build();
  }

  private static Optional<TrustStore> store(JsonNode input) throws CertificateException {
    return input.get("roots").isEmpty() ? Optional.empty() : Optional.of(builder(input).build());
  }

  private static TrustStoreBuilder builder(JsonNode input) throws CertificateException {
    TrustStoreBuilder builder =
        TrustStore.builder()
            .revocationPolicy(
                new RevocationPolicy(
                    !input.has("envelope_chain"),
                    Duration.ZERO,
                    RevocationPolicy.AfterGrace.REFUSE));
    for (X509Certificate anchor : certificates(input.get("roots"))) {
      builder.anchor(new TrustAnchor(anchor, profile(anchor)));
    }
    for (X509Certificate intermediate : certificates(input.get("bundled_intermediates"))) {
      if (profile(intermediate) == AnchorProfile.NEXTCLOUD) {
        builder.anchor(new TrustAnchor(intermediate, AnchorProfile.NEXTCLOUD));
      } else {
        builder.intermediate(intermediate);
      }
    }
    return builder;
  }

  private static AnchorProfile profile(X509Certificate authority) {
    return authority.getSubjectX500Principal().getName().endsWith("G1")
        ? AnchorProfile.NEXTCLOUD
        : AnchorProfile.STANDARD;
  }

  private static ChainValidator.Result validateExample(TrustStore trust)
      throws CertificateException {
    return new ChainValidator(trust)
        .validate(certificate(EXAMPLE_LEAF), List.of(), SignatureAlgorithm.ECDSA_P384_SHA384, AT);
  }

  private static List<Reason> problems(ChainValidator.Result result) {
    return result.findings().stream().filter(Finding::isProblem).map(Finding::reason).toList();
  }

  private static List<Reason> reasons(ChainValidator.Result result) {
    return result.findings().stream().map(Finding::reason).toList();
  }

  private static List<X509Certificate> certificates(JsonNode paths) throws CertificateException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (JsonNode path : paths) {
      certificates.add(certificate(path.textValue()));
    }
    return certificates;
  }

  private static X509Certificate certificate(String path) throws CertificateException {
    return Pem.certificates(new String(fixture(path), StandardCharsets.US_ASCII)).get(0);
  }

  private static byte[] fixture(String path) {
    return Optional.ofNullable(fixtures.get(path))
        .orElseThrow(() -> new IllegalArgumentException(path));
  }

  private Path file(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }
}
