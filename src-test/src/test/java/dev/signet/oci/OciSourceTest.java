package dev.signet.oci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signet.testkit.FakeRegistry;
import dev.signet.testkit.FakeRegistry.Asked;
import dev.signet.testkit.ListServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OciSourceTest {
  private static final byte[] BUNDLE = "the very bundle".getBytes(UTF_8);

  @TempDir Path folder;
  private final OciSource source = OciSource.create().plainHttpOnThisMachine();
  private FakeRegistry registry;

  @BeforeEach
  void setUp() throws IOException {
    registry = FakeRegistry.start();
  }

  @AfterEach
  void tearDown() {
    registry.close();
  }

  @Test
  void bundle_whenItIsAJar_isNamedSo() throws IOException {
    String json =
        FakeRegistry.manifestOf(registry.blob("clock", BUNDLE), BUNDLE.length)
            .replace("application/zip", "application/java-archive");

    Path file = source.fetch(reference(registry.manifest("clock", json)), folder);

    assertThat(file).hasBinaryContent(BUNDLE).hasExtension("jar").hasParent(folder);
  }

  @Test
  void bundle_whenItHasAsMuchAsIsAllowed_comes() throws IOException {
    OciReference reference = reference(registry.bundle("clock", BUNDLE));

    assertThat(source.within(Duration.ofMinutes(1), BUNDLE.length).fetch(reference, folder))
        .hasBinaryContent(BUNDLE);
    assertThatIOException()
        .isThrownBy(
            () -> source.within(Duration.ofMinutes(1), BUNDLE.length - 1).fetch(reference, folder))
        .withMessageEndingWith("it has 15 bytes, more than the 14 allowed");
  }

  @Test
  void registryOnThisMachine_whenPlainHttpIsNotAllowed_isAskedByHttps() throws IOException {
    assertThat(RegistryAccess.DEFAULT.address("127.0.0.1:5000", "/v2/")).hasScheme("https");
  }

  @ParameterizedTest
  @CsvSource({
    "localhost:5000, http",
    "LOCALHOST, http",
    "127.0.0.1:5000, http",
    "127.1.2.3, http",
    "[::1]:5000, http",
    "registry.example:5000, https",
    "localhost.example, https",
    "127.0.0.1.example, https",
    "[2001:db8::1], https",
    "10.0.0.1, https"
  })
  void plainHttp_whenAllowed_isForThisMachineOnly(String registry, String scheme)
      throws IOException {
    RegistryAccess access = RegistryAccess.DEFAULT.with(new RegistryAccess.Servers(true, Set.of()));

    assertThat(access.address(registry, "/v2/")).hasScheme(scheme).hasAuthority(registry);
  }

  @Test
  void tokenServer_whenItIsNamed_isToldWhatTheRegistryMayBe() throws IOException {
    try (FakeRegistry tokens = FakeRegistry.start()) {
      String digest = registry.bundle("clock", BUNDLE);
      registry.guard(
          "/v2/clock/manifests/" + digest,
          "Basic realm=\"x\", Bearer realm=\"http://" + tokens.name() + "/token\",service=s",
          "Bearer t");
      tokens.answer("/token", "{\"access_token\":\"t\"}".getBytes(UTF_8));
      OciCredentials credentials = OciCredentials.none().with(registry.name(), "alice", "secret");

      source.tokenServer(tokens.name()).credentials(credentials).fetch(reference(digest), folder);

      assertThat(tokens.asked())
          .containsExactly(
              new Asked(
                  "GET",
                  "/token?service=s&scope=repository%3Aclock%3Apull",
                  Optional.of("Basic YWxpY2U6c2VjcmV0")));
    }
  }

  @Test
  void registry_whenItWantsToKnowAndNobodyTells_isNamedWithTheRemedy() {
    String digest = registry.bundle("clock", BUNDLE);
    registry.guard("/v2/clock/manifests/" + digest, "Basic realm=\"x\"", "Basic z");

    assertThatIOException()
        .isThrownBy(() -> source.fetch(reference(digest), folder))
        .withMessageContaining("there are none for " + registry.name())
        .withMessageContaining("docker login");
  }

  @Test
  void registry_whenItWantsToKnowInAnotherWay_isRefused() {
    String digest = registry.bundle("clock", BUNDLE);
    registry.guard("/v2/clock/manifests/" + digest, "Negotiate", "Negotiate z");

    assertThatIOException()
        .isThrownBy(() -> source.fetch(reference(digest), folder))
        .withMessageContaining("in a way that is not supported");
  }

  @Test
  void server_whenItsCertificateIsToBeTrusted_isAskedByHttps() {
    try (ListServer server = new ListServer("127.0.0.1")) {
      OciReference reference =
          OciReference.parse(
              "oci:" + server.address().getAuthority() + "/clock@sha256:" + "0a".repeat(32));

      assertThatIOException()
          .isThrownBy(() -> OciSource.create().fetch(reference, folder))
          .withMessageContaining("SSLHandshakeException");
      assertThatIOException()
          .isThrownBy(
              () -> OciSource.create().trusting(server.clientContext()).fetch(reference, folder))
          .withMessageContaining("it answers with HTTP status 503; try again");
    }
  }

  @Test
  void bounds_whenNotPositive_areRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> source.within(Duration.ZERO, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> source.within(Duration.ofSeconds(1), 0))
        .withMessageContaining("mostBytes");
  }

  private OciReference reference(String digest) {
    return OciReference.parse("oci:" + registry.name() + "/clock@" + digest);
  }
}
