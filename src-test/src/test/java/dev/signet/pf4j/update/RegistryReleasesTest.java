package dev.signet.pf4j.update;

import static dev.signet.testkit.TestHost.greetings;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.signet.oci.OciSource;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.pf4j.install.SignedPluginInstaller;
import dev.signet.pf4j.load.PluginRejectedException;
import dev.signet.testkit.FakeRegistry;
import dev.signet.testkit.ListServer;
import dev.signet.testkit.LoggedEvents;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trees;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.PluginRuntimeException;

/** A list on a server whose bundles lie in a registry. */
class RegistryReleasesTest {
  @TempDir Path folder;
  private final ArrayNode list = new ObjectMapper().createArrayNode();
  private ListServer server;
  private FakeRegistry registry;
  private TestHost host;
  private VerifyingPluginManager manager;

  @BeforeEach
  void setUp() throws IOException {
    server = new ListServer("127.0.0.1");
    registry = FakeRegistry.start();
    host = new TestHost(folder);
    manager = host.manager();
  }

  @AfterEach
  void tearDown() throws Exception {
    registry.close();
    server.close();
    host.close();
  }

  @Test
  void plugin_whenItsReleasesLieInARegistry_isInstalledAndUpdated() {
    offer("1.0.0", bundle("1.0.0", "one"));
    SignedUpdateManager updates = updates(RegistryReleasesTest::withRegistries);
    assertThat(updates.installPlugin("clock", null)).isTrue();
    assertThat(greetings(manager)).containsExactly("one");

    offer("1.1.0", bundle("1.1.0", "two"));
    updates.refresh();
    assertThat(updates.updatePlugin("clock", null)).isTrue();

    assertThat(greetings(manager)).containsExactly("two");
    assertThat(SignedPluginInstaller.of(manager).staging()).isEmptyDirectory();
  }

  @Test
  void bundle_whenItIsModified_isRefusedThoughItsDigestIsRight() {
    Map<String, byte[]> files = host.signed("clock", "1.0.0").folderFiles();
    files.put("more", "evil".getBytes(UTF_8));
    offer("1.0.0", place(registry.bundle("clock", Trees.archiveBytes(files))));

    assertThatExceptionOfType(PluginRejectedException.class)
        .isThrownBy(
            () -> updates(RegistryReleasesTest::withRegistries).installPlugin("clock", null))
        .withMessageContaining("Nobody signed this file");

    assertThat(manager.getPlugins()).isEmpty();
    assertThat(SignedPluginInstaller.of(manager).staging()).isEmptyDirectory();
  }

  @Test
  void bundle_whenTheRegistrySendsAnother_isNotInstalled() {
    String good = bundle("1.0.0", "one");
    byte[] other = "nothing".getBytes(UTF_8);
    registry.answer("/v2/clock/manifests/" + good.substring(good.indexOf('@') + 1), other);
    offer("1.0.0", good);

    assertThatExceptionOfType(PluginRuntimeException.class)
        .isThrownBy(
            () -> updates(RegistryReleasesTest::withRegistries).installPlugin("clock", null))
        .withMessageContaining("it sends " + FakeRegistry.digest(other) + " in place of");

    assertThat(SignedPluginInstaller.of(manager).staging()).isEmptyDirectory();
  }

  @Test
  void release_whenItIsInARegistryNobodyAllowed_isLeftOut() {
    offer("1.0.0", bundle("1.0.0", "one"));

    assertThat(leftOut(updates(repository -> repository)))
        .contains("is not asked: see WebUpdateRepository.registries");

    assertThat(registry.asked()).isEmpty();
  }

  @Test
  void release_whenItNamesATagOrNonsense_isLeftOut() {
    offer("1.0.0", "oci:" + registry.name() + "/clock:1.0.0");
    assertThat(leftOut(updates(RegistryReleasesTest::withRegistries))).contains("names no digest");

    list.removeAll();
    offer("1.0.0", "oci:" + registry.name() + "/../clock@sha256:0a");
    assertThat(leftOut(updates(RegistryReleasesTest::withRegistries)))
        .contains("is no place in a registry");
    assertThat(registry.asked()).isEmpty();
  }

  private static String leftOut(SignedUpdateManager updates) {
    try (LoggedEvents log = new LoggedEvents(WebUpdateRepository.class, Level.WARN)) {
      assertThat(updates.getPlugins())
          .filteredOn(plugin -> plugin.id.equals("clock"))
          .singleElement()
          .satisfies(plugin -> assertThat(plugin.releases).isEmpty());
      return String.join("\n", log.messages());
    }
  }

  private static WebUpdateRepository withRegistries(WebUpdateRepository repository) {
    return repository.registries(OciSource.create().plainHttpOnThisMachine());
  }

  private SignedUpdateManager updates(UnaryOperator<WebUpdateRepository> options) {
    WebUpdateRepository repository =
        WebUpdateRepository.at("test", server.address().resolve("/"))
            .trusting(server.clientContext());
    return new SignedUpdateManager(
        manager, SignedPluginInstaller.of(manager), List.of(options.apply(repository)));
  }

  private String bundle(String version, String greeting) {
    Map<String, byte[]> files = host.signed("clock", version).greeting(greeting).folderFiles();
    return place(registry.bundle("clock", Trees.archiveBytes(files)));
  }

  private String place(String digest) {
    return "oci:" + registry.name() + "/clock@" + digest;
  }

  private void offer(String version, String url) {
    if (list.isEmpty()) {
      list.addObject().put("id", "clock").putArray("releases");
    }
    ((ArrayNode) list.get(0).path("releases")).addObject().put("version", version).put("url", url);
    server.serve(list.toString().getBytes(UTF_8));
  }
}
