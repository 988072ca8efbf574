package dev.signet.pf4j;

import static dev.signet.testkit.TestHost.decision;
import static dev.signet.testkit.TestHost.greetings;
import static dev.signet.testkit.TestHost.ids;
import static dev.signet.testkit.TestHost.reasons;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.bundle.descriptor.DescriptorFiles;
import dev.signet.bundle.descriptor.PluginDescription;
import dev.signet.bundle.descriptor.PluginDescriptorReader;
import dev.signet.pf4j.install.InstallRequest;
import dev.signet.pf4j.install.InstallResult;
import dev.signet.pf4j.install.SignedPluginInstaller;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trace;
import dev.signet.testkit.Trees;
import dev.signet.verdict.Reason;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pf4j.DefaultPluginDescriptor;
import org.pf4j.PluginDependency;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;

/** Hosts whose plugins say who they are in a file of the host's own. */
@Tag("pf4j")
class OwnDescriptorTest {
  private static final String KEYS =
      "plugin.yaml:yaml:id=metadata.name,version=spec.version,requires=spec.requires,"
          + "dependencies=spec.needs,class=spec.class";

  @TempDir private Path temp;
  private TestHost host;

  @BeforeEach
  void setUp() {
    host = new TestHost(temp);
  }

  @AfterEach
  void tearDown() throws Exception {
    host.close();
  }

  /** A reader that a host wrote itself. */
  private static final class HostReader implements PluginDescriptorReader {
    private final String idPrefix;

    HostReader(String idPrefix) {
      this.idPrefix = idPrefix;
    }

    @Override
    public List<String> files() {
      return List.of("about.txt");
    }

    @Override
    public PluginDescription read(DescriptorFiles files) throws Exception {
      List<String> words = List.of(files.text("about.txt").orElseThrow().split(" "));
      return new PluginDescription(
          idPrefix + words.get(0), words.get(1), "", words.get(2), List.of());
    }

    @Override
    public String toString() {
      return "always the same";
    }
  }

  private static String yaml(String id, String version, String needs) {
    return """
        metadata:
          name: %s
        spec:
          version: %s
          class: kit.%s.KitPlugin
          needs: {%s}
        """
        .formatted(id, version, id, needs);
  }

  private PluginKit kit(String id, String needs) {
    return host.signed(id, "1.0.0").describedBy("plugin.yaml", yaml(id, "1.0.0", needs));
  }

  private VerifyingPluginManager.Builder builder() {
    return host.builder().descriptor(PluginDescriptorReader.named(KEYS));
  }

  private VerifyingPluginManager started(VerifyingPluginManager.Builder builder) {
    VerifyingPluginManager manager = host.opened(builder.build());
    manager.loadPlugins();
    manager.startPlugins();
    return manager;
  }

  @Test
  void plugins_whenDescribedByTheHostsFile_runInTheirOrder() {
    kit("alpha", "beta: '>=1.0.0'").jar(host.plugins());
    kit("beta", "").zip(host.plugins());
    kit("gamma", "'delta?': '*'").folder(host.plugins());
    Path alone = kit("lonely", "nobody: '>=1.0.0'").jar(host.plugins());

    VerifyingPluginManager manager = started(builder());

    assertThat(ids(manager)).containsExactly("alpha", "beta", "gamma");
    assertThat(greetings(manager)).hasSize(3);
    assertThat(Trace.of("alpha")).contains("alpha started");
    assertThat(reasons(decision(manager, alone))).containsExactly(Reason.DEPENDENCY_UNMET);
  }

  @Test
  void plugin_whenItIsNotTheSigned_isRefusedWithoutRunning() {
    Path modified = kit("modified", "").folder(host.plugins());
    Trees.write(modified.resolve("plugin.yaml"), yaml("modified", "9.0.0", "").getBytes(UTF_8));
    Path other =
        host.signed("other", "1.0.0")
            .describedBy("plugin.yaml", yaml("someone", "1.0.0", ""))
            .jar(host.plugins());
    Path unsigned =
        PluginKit.plugin("unsigned", "1.0.0")
            .describedBy("plugin.yaml", yaml("unsigned", "1.0.0", ""))
            .zip(host.plugins());
    Path broken =
        host.signed("broken", "1.0.0").describedBy("plugin.yaml", "[").jar(host.plugins());

    VerifyingPluginManager manager = started(builder());

    assertThat(ids(manager)).isEmpty();
    assertThat(reasons(decision(manager, modified))).containsExactly(Reason.INVALID_HASH);
    assertThat(reasons(decision(manager, other))).containsExactly(Reason.SCOPE_MISMATCH);
    assertThat(reasons(decision(manager, unsigned))).containsExactly(Reason.MISSING_SIGNATURE);
    assertThat(reasons(decision(manager, broken))).containsExactly(Reason.DESCRIPTOR_MISMATCH);
    assertThat(decision(manager, broken).findings().get(0).path()).isEqualTo("plugin.yaml");
    for (String id : List.of("modified", "other", "someone", "unsigned", "broken")) {
      assertThat(Trace.of(id)).as(id).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void plugin_whenTheHostStartsAgain_isTheSame(boolean own) {
    PluginDescriptorReader reader = own ? new HostReader("") : PluginDescriptorReader.named(KEYS);
    PluginKit kit = kit("alpha", "");
    kit.describedBy("about.txt", "alpha 1.0.0 kit.alpha.KitPlugin").jar(host.plugins());

    for (int start = 0; start < 3; start++) {
      try (VerifyingPluginManager manager = host.builder().descriptor(reader).build()) {
        manager.loadPlugins();
        manager.startPlugins();
        assertThat(greetings(manager)).hasSize(1);
      }
    }
  }

  /** Nobody can see that its code changed; so nothing it ever said is taken for granted. */
  @Test
  void reader_whenItReadsOtherwiseAfterARestart_isAskedAgain() {
    Path jar =
        host.signed("alpha", "1.0.0")
            .describedBy("about.txt", "alpha 1.0.0 kit.alpha.KitPlugin")
            .jar(host.plugins());
    started(host.builder().descriptor(new HostReader(""))).close();

    VerifyingPluginManager manager = started(host.builder().descriptor(new HostReader("x")));

    assertThat(reasons(decision(manager, jar))).containsExactly(Reason.SCOPE_MISMATCH);
    assertThat(ids(manager)).isEmpty();
  }

  @Test
  void reader_whenItFails_keepsNoOtherPluginFromLoading() {
    Path bad = host.signed("bad", "1.0.0").describedBy("about.txt", "one-word").jar(host.plugins());
    host.signed("good", "1.0.0")
        .describedBy("about.txt", "good 1.0.0 kit.good.KitPlugin")
        .jar(host.plugins());

    VerifyingPluginManager manager = started(host.builder().descriptor(new HostReader("")));

    assertThat(ids(manager)).containsExactly("good");
    assertThat(decision(manager, bad).findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.reason()).isEqualTo(Reason.DESCRIPTOR_MISMATCH);
              assertThat(finding.detail()).contains(HostReader.class.getName(), "IndexOutOfBounds");
            });
  }

  /** A host's own finder, which takes alpha for something else. */
  private record OtherFinder(String id, String version, String needs)
      implements PluginDescriptorFinder {
    @Override
    public boolean isApplicable(Path path) {
      return true;
    }

    @Override
    public PluginDescriptor find(Path path) {
      boolean alpha = path.toString().contains("/alpha-");
      DefaultPluginDescriptor descriptor =
          alpha
              ? new DefaultPluginDescriptor(id, "", "kit.alpha.KitPlugin", version, "", "", "")
              : new DefaultPluginDescriptor("beta", "", "kit.beta.KitPlugin", "1.0.0", "", "", "");
      if (alpha) {
        descriptor.addDependency(new PluginDependency(needs));
      }
      return descriptor;
    }
  }

  /** A host that has such a finder. */
  private static final class OwnFinderManager extends VerifyingPluginManager {
    OwnFinderManager(Builder builder, PluginDescriptorFinder finder) {
      super(builder);
      this.pluginDescriptorFinder = finder;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "other, 1.0.0, beta@>=1.0.0, takes it for 'other' 1.0.0",
    "alpha, 2.0.0, beta@>=1.0.0, takes it for 'alpha' 2.0.0",
    "alpha, 1.0.0, beta@>=2.0.0, beta@>=2.0.0",
    "alpha, 1.0.0, beta?@>=1.0.0, beta?@>=1.0.0",
    "alpha, 1.0.0, gamma, gamma@*",
    "other, 1.0.0, gamma, takes it for 'other' 1.0.0",
  })
  void finder_whenItReadsSomethingElse_isRefused(
      String id, String version, String needs, String told) {
    Path alpha = kit("alpha", "beta: '>=1.0.0'").jar(host.plugins());
    kit("beta", "").jar(host.plugins());

    VerifyingPluginManager manager =
        host.opened(new OwnFinderManager(builder(), new OtherFinder(id, version, needs)));
    manager.loadPlugins();
    manager.startPlugins();

    assertThat(reasons(decision(manager, alpha))).containsExactly(Reason.DESCRIPTOR_MISMATCH);
    assertThat(decision(manager, alpha).findings().get(0).detail()).contains(told);
    assertThat(greetings(manager)).hasSize(1);
    assertThat(Trace.of("alpha")).isEmpty();
  }

  @Test
  void install_whenTheHostIsTooOld_isRefusedBeforehand() {
    VerifyingPluginManager manager = host.opened(builder().build());
    manager.setSystemVersion("1.0.0");
    String text = yaml("alpha", "1.0.0", "") + "  requires: '>=2.0.0'\n";
    Path jar = host.signed("alpha", "1.0.0").describedBy("plugin.yaml", text).jar(temp);

    InstallResult result =
        SignedPluginInstaller.of(manager).installOrUpdate(InstallRequest.of(jar));

    assertThat(result).isInstanceOf(InstallResult.Refused.class);
    assertThat(result.explanation()).contains(">=2.0.0", "1.0.0");
  }
}
