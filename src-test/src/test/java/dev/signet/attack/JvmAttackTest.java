package dev.signet.attack;

import static dev.signet.testkit.TestHost.decision;
import static dev.signet.testkit.TestHost.greetings;
import static dev.signet.testkit.TestHost.ids;
import static dev.signet.testkit.TestHost.reasons;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.pf4j.load.PluginRejectedException;
import dev.signet.policy.Decision.Action;
import dev.signet.policy.SignatureRequirement;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trace;
import dev.signet.testkit.Trees;
import dev.signet.trust.AnchorProfile;
import dev.signet.trust.TrustAnchor;
import dev.signet.trust.TrustStore;
import dev.signet.verdict.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks by way of class path, descriptors and resources, and on what was verified before. */
class JvmAttackTest {
  @TempDir Path folder;
  private TestHost host;

  @BeforeEach
  void setUp() {
    host = new TestHost(folder);
  }

  @AfterEach
  void tearDown() throws Exception {
    host.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil.jar",
        "/tmp/evil.jar",
        "file:/tmp/evil.jar",
        "http://127.0.0.1:9/evil.jar",
        "lib/../../evil.jar",
        "%2e%2e/evil.jar",
        "lib/good.jar ../evil.jar"
      })
  void signedJar_whenItReachesOutOfTheBundle_isRefused(String classPath) {
    Path jarPlugin =
        host.signed("jar", "1.0.0")
            .file(
                "META-INF/MANIFEST.MF",
                Trees.manifest(
                    "Plugin-Id", "jar", "Plugin-Version", "1.0.0", "Class-Path", classPath))
            .jar(host.plugins());

    VerifyingPluginManager manager = host.started();

    assertThat(ids(manager)).isEmpty();
    assertThat(reasons(decision(manager, jarPlugin))).containsExactly(Reason.CLASS_PATH_ESCAPE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../evil.jar",
        "/tmp/evil.jar",
        "file:/tmp/evil.jar",
        "http://127.0.0.1:9/evil.jar",
        "..%2f..%2fevil.jar"
      })
  void signedFolderWithAJar_whenItReachesOutOfIt_isRefused(String classPath) {
    Path source =
        host.signed("plugin", "1.0.0")
            .file("lib/reaching.jar", jarWithClassPath(classPath))
            .folder(host.plugins());

    VerifyingPluginManager manager = host.started();

    assertThat(ids(manager)).isEmpty();
    assertThat(reasons(decision(manager, source))).containsExactly(Reason.CLASS_PATH_ESCAPE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plugin.properties",
        "classes/META-INF/extensions.idx",
        "classes/META-INF/services/java.util.spi.ToolProvider",
        "classes/kit/plugin/KitPlugin.class",
        "classes/linux/libnative.so",
        "lib/nested.jar"
      })
  void changedFile_isNamedAndNothingRuns(String path) throws IOException {
    Path source = rich().folder(host.plugins());
    byte[] content = Files.readAllBytes(source.resolve(path));
    content[content.length / 2] ^= 1;
    Files.write(source.resolve(path), content);

    VerifyingPluginManager manager = host.started();

    assertThat(ids(manager)).isEmpty();
    assertThat(decision(manager, source).verdict().findings())
        .anySatisfy(
            finding -> {
              assertThat(finding.reason()).isEqualTo(Reason.INVALID_HASH);
              assertThat(finding.path()).isEqualTo(path);
            });
    assertThat(Trace.of("plugin")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "classes/META-INF/versions/17/kit/plugin/KitPlugin.class",
        "classes/META-INF/services/org.pf4j.ExtensionPoint",
        "lib/planted.jar",
        "META-INF/MANIFEST.MF"
      })
  void plantedFile_isRefused(String path) throws IOException {
    Path source = rich().folder(host.plugins());
    Trees.write(source.resolve(path), Trees.manifest("Multi-Release", "true"));

    VerifyingPluginManager manager = host.started();

    assertThat(ids(manager)).isEmpty();
    assertThat(reasons(decision(manager, source))).contains(Reason.EXTRA_FILE);
  }

  @Test
  void descriptorsOfDifferentClasses_areRefused() {
    Path source =
        host.signed("plugin", "1.0.0")
            .file(
                "META-INF/MANIFEST.MF",
                Trees.manifest(
                    "Plugin-Id", "plugin", "Plugin-Version", "1.0.0", "Plugin-Class", "evil.Evil"))
            .folder(host.plugins());

    VerifyingPluginManager manager = host.started();

    assertThat(ids(manager)).isEmpty();
    assertThat(reasons(decision(manager, source))).contains(Reason.DESCRIPTOR_MISMATCH);
  }

  @Test
  void refusedPlugin_cannotBeLoadedByItsPathOrByALinkToIt() throws IOException {
    Path unsigned = PluginKit.plugin("plugin", "1.0.0").folder(folder.resolve("elsewhere"));
    Path link = Files.createSymbolicLink(host.plugins().resolve("link"), unsigned);
    VerifyingPluginManager manager = host.started();

    assertThatThrownBy(() -> manager.loadPlugin(unsigned))
        .isInstanceOf(PluginRejectedException.class);
    assertThatThrownBy(() -> manager.loadPlugin(link)).isInstanceOf(PluginRejectedException.class);

    assertThat(reasons(decision(manager, link))).contains(Reason.NOT_A_REGULAR_FILE);
    assertThat(Trace.of("plugin")).isEmpty();
  }

  @Test
  void dependencySquattedByAnUnsignedPlugin_isRefusedOrReported() {
    Path squatter = PluginKit.plugin("base", "9.9.9").zip(host.plugins());
    Path dependent = host.signed("dependent", "1.0.0").requires("base").zip(host.plugins());

    VerifyingPluginManager strict = host.started();
    assertThat(ids(strict)).isEmpty();
    assertThat(reasons(decision(strict, squatter))).containsExactly(Reason.MISSING_SIGNATURE);
    assertThat(reasons(decision(strict, dependent))).containsExactly(Reason.DEPENDENCY_REFUSED);
    strict.close();

    VerifyingPluginManager lenient =
        host.opened(host.builder().require(SignatureRequirement.FEATURED).build());
    lenient.loadPlugins();
    assertThat(ids(lenient)).containsExactly("base", "dependent");
    assertThat(decision(lenient, dependent).action()).isEqualTo(Action.WARN);
    assertThat(reasons(decision(lenient, dependent)))
        .containsExactly(Reason.LESS_TRUSTED_DEPENDENCY);
  }

  @Test
  void certificateRevokedLater_isRefusedAtTheNextStartDespiteAllCaches() {
    Path source = host.signed("plugin", "1.0.0").zip(host.plugins());
    host.started().close();
    Trace.clear();
    Instant now = Instant.now();
    host.authority().revoke(host.author("plugin").certificate().getSerialNumber(), now);
    TrustStore trust =
        TrustStore.builder()
            .anchor(new TrustAnchor(host.authority().certificate(), AnchorProfile.STANDARD))
            .revocationList(host.authority().revocationList(now, Duration.ofDays(30)))
            .build();

    VerifyingPluginManager manager = host.opened(host.builder().trust(trust).build());
    manager.loadPlugins();
    manager.startPlugins();

    assertThat(ids(manager)).isEmpty();
    assertThat(reasons(decision(manager, source))).containsExactly(Reason.REVOKED);
    assertThat(Trace.of("plugin")).isEmpty();
  }

  /** Returns where a file of the only sealed copy lies; closing a host renames what it loaded. */
  private Path sealedFile(String name) throws IOException {
    try (Stream<Path> files = Files.walk(host.sealed())) {
      return files.filter(file -> file.endsWith(name)).findFirst().orElseThrow();
    }
  }

  @Test
  void sealedCopy_whenItWasChanged_isNotLoadedAtTheNextStart() throws IOException {
    host.signed("plugin", "1.0.0").greeting("original").folder(host.plugins());
    VerifyingPluginManager first = host.started();
    first.close();
    Path target = sealedFile("classes/kit/plugin/KitGreeting.class");
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-------"));
    Files.write(target, evil().classFiles().get("kit/plugin/KitGreeting.class"));
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("r--------"));

    VerifyingPluginManager second = host.started();

    assertThat(greetings(second)).containsExactly("original");
  }

  @Test
  void sameIdInTwoFolders_isOnePluginWhicheverIsFoundFirst() {
    host.signed("plugin", "1.0.0").greeting("signed").folderAt(host.plugins().resolve("b"));
    Map<String, byte[]> tampered = host.signed("plugin", "9.0.0").folderFiles();
    tampered.put("classes/evil.txt", "evil".getBytes(UTF_8));
    Trees.folder(host.plugins().resolve("a"), tampered);
    Trees.folder(host.plugins().resolve("c"), tampered);

    VerifyingPluginManager manager = host.started();

    assertThat(greetings(manager)).containsExactly("signed");
    assertThat(manager.refusals()).hasSize(2);
  }

  private PluginKit rich() {
    return host.signed("plugin", "1.0.0")
        .file("classes/META-INF/services/java.util.spi.ToolProvider", "# none\n".getBytes(UTF_8))
        .file("classes/linux/libnative.so", new byte[64])
        .file("lib/nested.jar", Trees.archiveBytes(Trees.files("nested.txt", "nested")));
  }

  private PluginKit evil() {
    return PluginKit.plugin("plugin", "1.0.0").greeting("evil");
  }

  private static byte[] jarWithClassPath(String classPath) {
    return Trees.archiveBytes(
        Map.of("META-INF/MANIFEST.MF", Trees.manifest("Class-Path", classPath)));
  }
}
