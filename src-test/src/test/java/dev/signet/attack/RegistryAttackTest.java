package dev.signet.attack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import dev.signet.oci.OciCredentials;
import dev.signet.oci.OciReference;
import dev.signet.oci.OciSource;
import dev.signet.testkit.FakeRegistry;
import dev.signet.testkit.FakeRegistry.Asked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a registry, or who took it over, may try on who fetches a bundle by its digest. */
class RegistryAttackTest {
  private static final byte[] BUNDLE = "the very bundle".getBytes(UTF_8);
  private static final String PASSWORD = "correct horse";
  private static final String BASIC =
      "Basic " + Base64.getEncoder().encodeToString(("alice:" + PASSWORD).getBytes(UTF_8));

  /** More than all buffers between two sockets hold. */
  private static final long MUCH = 256 << 20;

  @TempDir Path folder;
  private FakeRegistry registry;
  private FakeRegistry other;

  @BeforeEach
  void setUp() throws IOException {
    registry = FakeRegistry.start();
    other = FakeRegistry.start();
  }

  @AfterEach
  void tearDown() throws IOException {
    registry.close();
    other.close();
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).as("what is left of what did not come").isEmpty();
    }
  }

  @Test
  void manifest_whenItIsAnother_isNotTaken() {
    String asked = "sha256:" + "0a".repeat(32);
    String sent = registry.bundle("clock", BUNDLE);
    registry.answer(
        path("manifests/" + asked),
        FakeRegistry.manifestOf(FakeRegistry.digest(BUNDLE), BUNDLE.length).getBytes(UTF_8));

    assertRefused(asked, "it sends " + sent + " in place of " + asked);
  }

  @Test
  void bundle_whenItIsAnother_isNotTaken() {
    String digest = registry.bundle("clock", BUNDLE);
    byte[] evil = "the evil bundle".getBytes(UTF_8);
    registry.answer(path("blobs/" + FakeRegistry.digest(BUNDLE)), evil);

    assertRefused(
        digest,
        "it sends " + FakeRegistry.digest(evil) + " in place of " + FakeRegistry.digest(BUNDLE));
  }

  @Test
  void bundle_whenItIsShorterThanAnnounced_isNotTaken() {
    registry.blob("clock", BUNDLE);
    String digest =
        registry.manifest("clock", FakeRegistry.manifestOf(FakeRegistry.digest(BUNDLE), 1_000));

    assertRefused(digest, "it sends 15 bytes where 1000 are announced");
  }

  @Test
  void bundle_whenItNeverEnds_isCutOff() throws Exception {
    String digest = registry.bundle("clock", BUNDLE);
    CompletableFuture<Long> sent = new CompletableFuture<>();
    registry.answer(
        path("blobs/" + FakeRegistry.digest(BUNDLE)), exchange -> sendMuch(exchange, sent));

    assertRefused(digest, "exceeds 15 bytes");

    assertThat(sent.get(1, TimeUnit.MINUTES)).isLessThan(MUCH);
  }

  @Test
  void bundle_whenItIsLargerThanAllowed_isNotEvenFetched() {
    String digest =
        registry.manifest(
            "clock", FakeRegistry.manifestOf(FakeRegistry.digest(BUNDLE), Long.MAX_VALUE));

    assertRefused(digest, "it has 9223372036854775807 bytes, more than the 1000000 allowed");

    assertThat(registry.asked()).hasSize(1);
  }

  @Test
  void manifest_whenItIsHuge_isCutOff() throws Exception {
    String digest = "sha256:" + "0a".repeat(32);
    CompletableFuture<Long> sent = new CompletableFuture<>();
    registry.answer(path("manifests/" + digest), exchange -> sendMuch(exchange, sent));

    assertRefused(digest, "its answer exceeds 65536 bytes");

    assertThat(sent.get(1, TimeUnit.MINUTES)).isLessThan(MUCH);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "7",
        "{\"schemaVersion\":2,\"manifests\":[]}",
        "not JSON",
        "{\"schemaVersion\":2,\"schemaVersion\":2}"
      })
  void manifest_whenItIsNone_isRefused(String json) {
    assertRefused(registry.manifest("clock", json), "it is no");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/vnd.oci.image.manifest.v1+json|application/vnd.oci.image.index.v1+json",
        "application/vnd.signet.bundle.v1|application/vnd.cncf.helm.config.v1+json",
        "\"artifactType\"|\"other\"",
        "application/zip|application/vnd.oci.image.layer.v1.tar+gzip",
        "\"layers\":[|\"layers\":[{},",
        "44136fa355|44136fa356",
        "\"size\":15|\"size\":-15",
        "\"size\":15|\"size\":1e3",
        "\"size\":15|\"size\":\"15\"",
        "\"digest\":\"sha256:DIGEST|\"digest\":\"sha256:../../v2/_catalog",
        "\"digest\":\"sha256:DIGEST|\"digest\":\"sha512:0a"
      })
  void manifest_whenItIsOfSomethingElse_isRefused(String change) {
    String good = FakeRegistry.manifestOf(FakeRegistry.digest(BUNDLE), BUNDLE.length);
    String[] words = change.replace("sha256:DIGEST", FakeRegistry.digest(BUNDLE)).split("\\|", -1);
    String bad = good.replace(words[0], words[1]);
    assertThat(bad).isNotEqualTo(good);

    assertRefused(registry.manifest("clock", bad), "it");

    assertThat(registry.asked()).as("nothing further was fetched").hasSize(1);
  }

  @Test
  void otherServer_whenTheRegistryLeadsThere_isToldNothing() throws IOException {
    String digest = registry.bundle("clock", BUNDLE);
    String blob = path("blobs/" + FakeRegistry.digest(BUNDLE));
    registry.redirect(blob, "http://" + other.name() + "/storage");
    registry.guard(blob, "Basic realm=\"r\"", BASIC);
    other.answer("/storage", BUNDLE);

    Path file = fetch(digest);

    assertThat(file).hasBinaryContent(BUNDLE);
    Files.delete(file);
    assertThat(registry.asked()).contains(new Asked("GET", blob, Optional.of(BASIC)));
    assertThat(other.asked()).containsExactly(new Asked("GET", "/storage", Optional.empty()));
  }

  @Test
  void otherServer_whenItWantsToKnowWhoAsks_isToldNothing() {
    String digest = registry.bundle("clock", BUNDLE);
    registry.redirect(
        path("blobs/" + FakeRegistry.digest(BUNDLE)), "http://" + other.name() + "/storage");
    other.answer("/storage", BUNDLE).guard("/storage", "Basic realm=\"r\"", BASIC);

    assertRefused(digest, "HTTP status 401");

    assertThat(other.asked()).extracting(Asked::authorization).containsOnly(Optional.empty());
  }

  @Test
  void redirects_whenTheyNeverEnd_areNotFollowedForEver() {
    String digest = registry.bundle("clock", BUNDLE);
    String blob = path("blobs/" + FakeRegistry.digest(BUNDLE));
    registry.redirect(blob, blob);

    assertRefused(digest, "it leads from one address to the next without end");

    assertThat(registry.asked()).hasSize(7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://registry.example/storage",
        "http://localhost.example/storage",
        "file:///etc/passwd",
        "ftp://127.0.0.1/storage",
        "https://alice:secret@127.0.0.1/storage"
      })
  void redirect_whenItLeavesHttps_isNotFollowed(String address) {
    String digest = registry.bundle("clock", BUNDLE);
    registry.redirect(path("blobs/" + FakeRegistry.digest(BUNDLE)), address);

    assertRefused(digest, "it leads away from https");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "http://[", "http:// /"})
  void redirect_whenItLeadsNowhere_isRefused(String address) {
    String digest = registry.bundle("clock", BUNDLE);
    registry.redirect(path("blobs/" + FakeRegistry.digest(BUNDLE)), address);

    assertRefused(digest, "it");
  }

  @Test
  void tokenServer_whenItIsForeign_isNotEvenAsked() {
    String digest = registry.bundle("clock", BUNDLE);
    registry.guard(path("manifests/" + digest), bearer(other, ""), "Bearer t");
    other.answer("/token", "{\"token\":\"t\"}".getBytes(UTF_8));

    assertRefused(digest, "it wants passwords to be told to another server, " + other.name());

    assertThat(other.asked()).isEmpty();
  }

  @Test
  void tokenServer_whenItIsNamedButAskedInPlain_isToldNothing() {
    String digest = registry.bundle("clock", BUNDLE);
    String challenge = "Bearer realm=\"http://auth.example/token\"";
    registry.guard(path("manifests/" + digest), challenge, "Bearer t");
    OciReference reference = OciReference.parse("oci:" + registry.name() + "/clock@" + digest);

    assertThatIOException()
        .isThrownBy(() -> source().tokenServer("auth.example").fetch(reference, folder))
        .withMessageContaining("it leads away from https, to http://auth.example");
  }

  @Test
  void token_whenTheRegistryWantsOneForMore_isAskedForThisRepositoryOnly() throws IOException {
    String digest = registry.bundle("clock", BUNDLE);
    String scope = ",scope=\"repository:clock:pull,push,delete repository:disk:push\"";
    registry.guard(path("manifests/" + digest), bearer(registry, scope), "Bearer t");
    registry.answer("/token", "{\"token\":\"t\"}".getBytes(UTF_8));

    Files.delete(fetch(digest));

    assertThat(registry.asked())
        .contains(
            new Asked(
                "GET", "/token?service=s&scope=repository%3Aclock%3Apull", Optional.of(BASIC)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "", "{\"token\":\"a\\nX-Evil: b\"}", "{\"token\":\"\"}", "<html>"})
  void token_whenItIsNone_isRefused(String answer) {
    String digest = registry.bundle("clock", BUNDLE);
    registry.guard(path("manifests/" + digest), bearer(registry, ""), "Bearer t");
    registry.answer("/token", answer.getBytes(UTF_8));

    assertRefused(digest, "gives no token");
  }

  @Test
  void password_whenItIsNotTaken_isNotTold() {
    String digest = registry.bundle("clock", BUNDLE);
    registry.guard(path("manifests/" + digest), "Basic realm=\"r\"", "Basic somebody-else");

    assertRefused(digest, "it does not take the user name and password");

    assertThat(registry.asked()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../v2/_catalog",
        "clock/../disk",
        "clock/./disk",
        "clock?x",
        "clock#x",
        "clock%2fmanifests",
        "clock\\..",
        "Clock"
      })
  void repository_whenItsNameLeadsElsewhere_isNotAskedFor(String name) {
    assertThat(
            catchThrowableOfType(
                IllegalArgumentException.class,
                () -> OciReference.parse("oci:" + registry.name() + "/" + name + ":1")))
        .isNotNull();
    assertThat(registry.asked()).isEmpty();
  }

  @Test
  void tag_whenItIsAllThereIs_isNotFetchedByAHost() {
    registry.bundle("clock", BUNDLE);
    OciReference tag = OciReference.parse("oci:" + registry.name() + "/clock:latest");

    assertThat(
            catchThrowableOfType(IllegalArgumentException.class, () -> source().fetch(tag, folder)))
        .hasMessageContaining("names no digest");

    assertThat(registry.asked()).isEmpty();
  }

  private void assertRefused(String digest, String cause) {
    assertThatIOException()
        .isThrownBy(() -> fetch(digest))
        .withMessageStartingWith("oci:" + registry.name() + "/clock@" + digest + ": ")
        .withMessageContaining(cause)
        .satisfies(
            e -> {
              for (Throwable at = e; at != null; at = at.getCause()) {
                assertThat(String.valueOf(at.getMessage())).doesNotContain(PASSWORD, BASIC);
              }
            });
  }

  private Path fetch(String digest) throws IOException {
    OciReference reference = OciReference.parse("oci:" + registry.name() + "/clock@" + digest);
    return source().fetch(reference, folder);
  }

  private OciSource source() {
    return OciSource.create()
        .plainHttpOnThisMachine()
        .within(Duration.ofMinutes(2), 1_000_000)
        .credentials(OciCredentials.none().with(registry.name(), "alice", PASSWORD));
  }

  private static String path(String rest) {
    return "/v2/clock/" + rest;
  }

  private static String bearer(FakeRegistry server, String further) {
    return "Bearer realm=\"http://" + server.name() + "/token\",service=\"s\"" + further;
  }

  private static void sendMuch(HttpExchange exchange, CompletableFuture<Long> sent)
      throws IOException {
    long length = 0;
    try {
      exchange.sendResponseHeaders(200, 0);
      byte[] chunk = new byte[1 << 16];
      for (; length < MUCH; length += chunk.length) {
        exchange.getResponseBody().write(chunk);
      }
    } finally {
      sent.complete(length);
    }
  }
}
