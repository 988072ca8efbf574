package dev.signet.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.signet.oci.OciReference;
import dev.signet.oci.OciSource;
import dev.signet.sign.key.PemFiles;
import dev.signet.testkit.FakeRegistry;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code registries} of a host's settings. */
class RegistrySettingsTest {
  private static final byte[] BUNDLE = "the very bundle".getBytes(UTF_8);

  @TempDir private Path temp;

  @BeforeEach
  void makeHost() throws IOException {
    Path trust = Files.createDirectories(temp.resolve("trust"));
    PemFiles.writeCertificates(
        trust.resolve("root.crt"), List.of(PluginAuthor.authority("Root").certificate()));
  }

  @Test
  void registries_whenSet_areAskedSo() throws Exception {
    try (FakeRegistry registry = FakeRegistry.start();
        FakeRegistry tokens = FakeRegistry.start()) {
      String digest = registry.bundle("clock", BUNDLE);
      String manifest = "/v2/clock/manifests/" + digest;
      registry.guard(manifest, "Bearer realm=\"http://" + tokens.name() + "/token\"", "Bearer t");
      String auth = Base64.getEncoder().encodeToString("alice:secret".getBytes(UTF_8));
      tokens.answer("/token", "{\"token\":\"t\"}".getBytes(UTF_8));
      tokens.guard("/token", "Basic", "Basic " + auth);
      Files.writeString(
          temp.resolve("docker.json"),
          "{\"auths\":{\"" + registry.name() + "\":{\"auth\":\"" + auth + "\"}}}");
      String settings =
          "dockerConfig: docker.json, tokenServers: ["
              + tokens.name()
              + "], plainHttp: true, timeLimit: 2 minutes, mostBytes: ";
      OciReference reference = OciReference.parse("oci:" + registry.name() + "/clock@" + digest);

      assertThat(registries(settings + BUNDLE.length).fetch(reference, temp))
          .hasBinaryContent(BUNDLE);
      assertThatIOException()
          .isThrownBy(() -> registries(settings + "14").fetch(reference, temp))
          .withMessageContaining("more than the 14 allowed");
    }
  }

  @Test
  void registries_whenNothingIsSet_haveTheUsualBounds() throws Exception {
    assertThat(registries("").mostBytes()).isEqualTo(OciSource.MOST_BYTES);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          dockerConfig: none.json       | host.yaml:4: registries.dockerConfig:
          tokenServers: https://a.b     | host.yaml:4: registries.tokenServers: 'https://a.b' is no host
          plainHttp: maybe              | host.yaml:4: registries.plainHttp: 'maybe' should be one of
          timeLimit: 0 days             | host.yaml:4: registries.timeLimit
          mostBytes: 0                  | host.yaml:4: registries.mostBytes: '0' should be from 1
          password: secret              | host.yaml:4: registries.password: is no setting
          """)
  void setting_whenItCannotBe_isNamedWithItsLine(String setting, String told) {
    ConfigurationException e =
        catchThrowableOfType(ConfigurationException.class, () -> registries(setting));

    assertThat(e.problems()).singleElement().asString().contains(told).doesNotContain("secret");
  }

  private OciSource registries(String settings) throws Exception {
    String text = "plugins: plugins\ntrust: trust\nrequire: ALL\nregistries: {" + settings + "}\n";
    Path file = Files.writeString(temp.resolve("host.yaml"), text);
    try (HostConfiguration configuration = HostConfiguration.read(file)) {
      assertThat(Schemas.SETTINGS.problems(text)).isEmpty();
      return configuration.registries();
    }
  }
}
