package dev.signet.sample.host.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.oci.BundleTransfer;
import dev.signet.oci.OciCredentials;
import dev.signet.oci.OciReference;
import dev.signet.oci.OciSource;
import dev.signet.testkit.DockerRegistry;
import dev.signet.testkit.PluginKit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Installs and updates from a real registry, which wants to know who asks. */
class RegistryCommandsTest {
  @TempDir Path folder;
  private DockerRegistry registry;
  private CommandedHost host;

  @BeforeEach
  void setUp() throws Exception {
    registry = DockerRegistry.start(folder, "alice", "secret");
    host = new CommandedHost(Files.createDirectory(folder.resolve("host")));
    String auth = Base64.getEncoder().encodeToString("alice:secret".getBytes(UTF_8));
    Files.writeString(
        folder.resolve("docker.json"),
        "{\"auths\":{\"" + registry.name() + "\":{\"auth\":\"" + auth + "\"}}}");
    host.setting("registries: {plainHttp: true, dockerConfig: ../docker.json}\n");
  }

  @AfterEach
  void tearDown() throws Exception {
    if (host != null) {
      host.close();
    }
    if (registry != null) {
      registry.close();
    }
  }

  @Test
  void plugin_whenItsReleasesLieInARegistry_isInstalledAndUpdated() throws IOException {
    String first = pushed(host.signed("clock", "1.0.0").zip(host.downloads()));
    String second = pushed(host.signed("clock", "1.1.0").jar(host.downloads()));
    String third =
        pushed(host.signed("clock", "1.2.0").folder(Files.createDirectory(folder.resolve("f"))));

    assertThat(host.run("plugin:install", first, "--dry-run")).as(host.said()).isZero();
    assertThat(host.said()).isEqualTo("Would install 'clock' 1.0.0.\n");
    assertThat(host.run("plugin:install", first)).as(host.said()).isZero();
    assertThat(host.said()).isEqualTo("Installed 'clock' 1.0.0.\n");
    assertThat(host.run("plugin:update", "clock", second)).isZero();
    assertThat(host.said()).isEqualTo("Updated 'clock' from 1.0.0 to 1.1.0.\n");
    assertThat(host.run("plugin:update", "clock", third)).as(host.said()).isZero();
    assertThat(host.said()).isEqualTo("Updated 'clock' from 1.1.0 to 1.2.0.\n");
  }

  @Test
  void bundle_whenNobodyTrustedSignedIt_isRefused() throws IOException {
    Path unsigned = PluginKit.plugin("clock", "1.0.0").zip(host.downloads());

    assertThat(host.run("plugin:install", pushed(unsigned))).isEqualTo(1);

    assertThat(host.said()).contains("Refused", "MISSING_SIGNATURE");
    assertThat(host.plugins()).isEmptyDirectory();
  }

  @Test
  void location_whenItNamesNoDigest_isRefused() throws IOException {
    String bundle = pushed(host.signed("clock", "1.0.0").zip(host.downloads()));
    String tag = bundle.substring(0, bundle.indexOf('@')) + ":latest";

    assertThat(host.run("plugin:install", tag)).isEqualTo(2);
    assertThat(host.said()).contains("names no digest");
    assertThat(host.run("plugin:install", "oci:clock")).isEqualTo(2);
    assertThat(host.said()).contains("is no place in a registry");
    assertThat(host.plugins()).isEmptyDirectory();
  }

  @Test
  void bundle_whenItIsNotThere_isNotInstalled() {
    String digest = "sha256:" + "0a".repeat(32);

    assertThat(host.run("plugin:install", "oci:" + registry.name() + "/clock@" + digest))
        .isEqualTo(1);

    assertThat(host.said()).contains("Not done: ", "HTTP status 404", "check repository");
  }

  private String pushed(Path bundle) throws IOException {
    OciSource alice =
        OciSource.create()
            .plainHttpOnThisMachine()
            .credentials(OciCredentials.none().with(registry.name(), "alice", "secret"));
    OciReference place = OciReference.parse("oci:" + registry.name() + "/clock");
    return BundleTransfer.push(bundle, alice.repository(place, "pull,push"), Optional.empty())
        .name();
  }
}
