package dev.signet.pf4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.policy.Decision;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trees;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files the host puts up with: reported, never refused for, never loaded. */
class ExcludedFilesTest {
  private static final byte[] SIGNED = "as signed".getBytes(UTF_8);
  private static final byte[] CHANGED = "changed".getBytes(UTF_8);

  @TempDir private Path temp;
  private TestHost host;

  @BeforeEach
  void makeHost() {
    host = new TestHost(temp);
  }

  @AfterEach
  void close() throws Exception {
    host.close();
  }

  @Test
  void excludedFiles_whenChangedMissingOrExtra_areReportedAndNotSealed() throws Exception {
    Path demo =
        host.signed("demo", "1.0.0")
            .file("cache/changed.txt", SIGNED)
            .file("cache/missing.txt", SIGNED)
            .file("kept.txt", SIGNED)
            .folder(host.plugins());
    Trees.write(demo.resolve("cache/changed.txt"), CHANGED);
    Files.delete(demo.resolve("cache/missing.txt"));
    Trees.write(demo.resolve("cache/extra.txt"), CHANGED);

    VerifyingPluginManager manager = manager("cache/**");

    Decision decision = TestHost.decision(manager, demo);
    assertThat(decision.action()).isEqualTo(Decision.Action.WARN);
    assertThat(decision.verdict().isVerified()).isTrue();
    assertThat(TestHost.reasons(decision))
        .containsExactly(Reason.INVALID_HASH, Reason.FILE_MISSING, Reason.EXTRA_FILE);
    assertThat(decision.findings()).noneMatch(Finding::isProblem);
    Path sealed = manager.getPlugin("demo").getPluginPath();
    assertThat(sealed.resolve("cache"))
        .satisfiesAnyOf(
            cache -> assertThat(cache).doesNotExist(),
            cache -> assertThat(cache).isEmptyDirectory());
    assertThat(sealed.resolve("kept.txt")).hasBinaryContent(SIGNED);
  }

  @Test
  void excludedFile_whenAsSigned_isNotSealedEither() {
    host.signed("demo", "1.0.0").file("cache/a.txt", SIGNED).folder(host.plugins());

    VerifyingPluginManager manager = manager("cache/a.txt");

    assertThat(manager.getPlugin("demo").getPluginPath().resolve("cache/a.txt")).doesNotExist();
  }

  @Test
  void excludedFile_whenExclusionIsLifted_refusesAtTheNextStart() throws Exception {
    Path demo = host.signed("demo", "1.0.0").file("cache/a.txt", SIGNED).folder(host.plugins());
    Trees.write(demo.resolve("cache/a.txt"), CHANGED);
    manager("cache/**").close();

    VerifyingPluginManager strict = host.manager();
    strict.loadPlugins();

    assertThat(strict.getPlugins()).isEmpty();
    assertThat(TestHost.reasons(TestHost.decision(strict, demo)))
        .containsExactly(Reason.INVALID_HASH);
  }

  @Test
  void excludedFile_whenOnlyExcludedAgain_isSealedAgainWithoutExclusion() throws Exception {
    host.signed("demo", "1.0.0").file("cache/a.txt", SIGNED).folder(host.plugins());
    manager("cache/**").close();

    VerifyingPluginManager strict = host.manager();
    strict.loadPlugins();

    assertThat(strict.getPlugin("demo").getPluginPath().resolve("cache/a.txt"))
        .hasBinaryContent(SIGNED);
  }

  @Test
  void exclusion_whenItIsForAnotherPlugin_liftsNothing() throws Exception {
    Path demo = host.signed("demo", "1.0.0").folder(host.plugins());
    Trees.write(demo.resolve("extra.txt"), CHANGED);

    VerifyingPluginManager manager =
        host.opened(host.builder().exclude("other", "extra.txt").build());
    manager.loadPlugins();

    assertThat(manager.getPlugins()).isEmpty();
  }

  @Test
  void exclusion_whenItNamesTheDescriptor_liftsNothing() throws Exception {
    Path demo = host.signed("demo", "1.0.0").folder(host.plugins());
    Path properties = demo.resolve("plugin.properties");
    Files.writeString(properties, Files.readString(properties) + "plugin.provider=me\n");

    VerifyingPluginManager manager = manager("**");

    assertThat(manager.getPlugins()).isEmpty();
    assertThat(TestHost.decision(manager, demo).findings())
        .filteredOn(Finding::isProblem)
        .extracting(Finding::path)
        .containsExactly("plugin.properties");
  }

  /** What PF4J is handed of a jar is the jar: nothing can be left out of it. */
  @Test
  void exclusion_whenPluginIsASingleJar_liftsNothing() {
    Path jar = host.plugins().resolve("demo.jar");
    Map<String, byte[]> files = new LinkedHashMap<>(host.signed("demo", "1.0.0").jarFiles());
    files.put("extra.txt", CHANGED);
    Trees.archive(jar, files);

    VerifyingPluginManager manager = manager("extra.txt");

    assertThat(manager.getPlugins()).isEmpty();
    assertThat(TestHost.reasons(TestHost.decision(manager, jar)))
        .containsExactly(Reason.EXTRA_FILE);
  }

  private VerifyingPluginManager manager(String glob) {
    VerifyingPluginManager manager = host.opened(host.builder().exclude("demo", glob).build());
    manager.loadPlugins();
    return manager;
  }
}
