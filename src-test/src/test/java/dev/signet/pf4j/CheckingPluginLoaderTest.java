package dev.signet.pf4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.policy.Decision;
import dev.signet.policy.SignatureRequirement;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.Tampering;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trees;
import dev.signet.verdict.Audience;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.ClassLoadingStrategy;
import org.pf4j.DefaultPluginManager;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginLoader;
import org.pf4j.PluginRepository;
import org.pf4j.PluginWrapper;

class CheckingPluginLoaderTest {
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

  /** A manager of the host's own kind, with the overrides that the documentation asks for. */
  private static final class OwnManager extends DefaultPluginManager implements AutoCloseable {
    private final UnaryOperator<PluginLoader> checking;
    private final PluginAdmission admission;

    OwnManager(TestHost host, SealingMode mode, Loading loading) {
      super(host.plugins());
      this.admission =
          PluginAdmission.builder()
              .trust(host.trust())
              .require(SignatureRequirement.ALL)
              .stateDirectory(host.state())
              .sealing(mode)
              .build(this);
      this.checking =
          loading.overridden()
              ? usual -> CheckingPluginLoader.of(() -> admission, usual)
              : usual -> usual;
      // As if createPluginLoader() were overridden, of which the constructor knows nothing yet.
      pluginLoader = checking.apply(loading.usual(this, super.createPluginLoader()));
    }

    @Override
    protected PluginRepository createPluginRepository() {
      return PluginAdmission.repository(() -> admission);
    }

    @Override
    protected PluginWrapper loadPluginFromPath(Path path) {
      return admission.load(path, super::loadPluginFromPath);
    }

    @Override
    public void close() {
      admission.close();
    }

    Decision decision() {
      return admission.decisions().values().iterator().next();
    }
  }

  /** How the host loads plugins. */
  private record Loading(boolean overridden, Usual loader) {
    PluginLoader usual(DefaultPluginManager manager, PluginLoader pf4j) {
      return loader.of(manager, pf4j);
    }
  }

  private interface Usual {
    PluginLoader of(DefaultPluginManager manager, PluginLoader pf4j);
  }

  private interface Making {
    ClassLoader make(Path path, PluginDescriptor descriptor);
  }

  private static PluginLoader making(Making making) {
    return new PluginLoader() {
      @Override
      public boolean isApplicable(Path path) {
        return true;
      }

      @Override
      public ClassLoader loadPlugin(Path path, PluginDescriptor descriptor) {
        return making.make(path, descriptor);
      }
    };
  }

  private OwnManager loaded(SealingMode mode, boolean overridden, Usual usual) {
    OwnManager manager = host.opened(new OwnManager(host, mode, new Loading(overridden, usual)));
    manager.loadPlugins();
    manager.startPlugins();
    return manager;
  }

  @Test
  void manager_whenItHasTheThirdOverride_checksWhatItReads() {
    kit().zip(host.plugins());
    OwnManager manager = loaded(SealingMode.ON_READ, true, (own, pf4j) -> pf4j);
    assertThat(TestHost.greetings(manager)).containsExactly("hello");

    Path copy = manager.getPlugin("plugin").getPluginPath();
    Tampering.write(copy.resolve("classes/text.txt"), "evil".getBytes(UTF_8));

    ClassLoader loader = manager.getPluginClassLoader("plugin");
    assertThatThrownBy(() -> text(loader)).hasMessageContaining("was changed after it was checked");
  }

  @Test
  void manager_whenItHasTheThirdOverrideAndTrustsCopies_usesItsOwnLoader() throws Exception {
    kit().zip(host.plugins());
    OwnManager manager = loaded(SealingMode.TRUSTED, true, (own, pf4j) -> pf4j);

    assertThat(manager.getPluginClassLoader("plugin").getClass())
        .isEqualTo(PluginClassLoader.class);
    assertThat(text(manager.getPluginClassLoader("plugin"))).isEqualTo("own");
  }

  @Test
  void manager_whenItLacksTheThirdOverride_loadsNothingAndSaysWhy() {
    kit().zip(host.plugins());

    OwnManager manager = loaded(SealingMode.ON_READ, false, (own, pf4j) -> pf4j);

    assertThat(manager.getStartedPlugins()).isEmpty();
    assertThat(manager.decision().isAdmitted()).isFalse();
    assertThat(manager.decision().advice(Audience.ADMINISTRATOR))
        .contains("the plugin manager has made a class loader that does not")
        .contains("createPluginLoader()");
  }

  @Test
  void manager_whenItsLoaderMakesClassLoadersOfItsOwn_loadsNothing() {
    kit().zip(host.plugins());

    OwnManager manager =
        loaded(
            SealingMode.ON_READ,
            true,
            (own, pf4j) ->
                making(
                    (path, descriptor) ->
                        new PluginClassLoader(own, descriptor, getClass().getClassLoader()) {}));

    assertThat(manager.getPlugins()).isEmpty();
    assertThat(manager.admission.report().states().get(0).notRunning().orElseThrow().cause())
        .contains("class loaders of its own")
        .contains("set sealing to trusted");
  }

  @Test
  void manager_whenItsLoaderAddsWhatIsNotOfTheBundle_loadsNothing() {
    kit().zip(host.plugins());
    Path shared = Trees.archive(temp.resolve("shared.jar"), Map.of("a.txt", new byte[1]));

    OwnManager manager =
        loaded(
            SealingMode.ON_READ,
            true,
            (own, pf4j) ->
                making(
                    (path, descriptor) -> {
                      PluginClassLoader loader =
                          (PluginClassLoader) pf4j.loadPlugin(path, descriptor);
                      loader.addFile(shared.toFile());
                      return loader;
                    }));

    assertThat(manager.getPlugins()).isEmpty();
    assertThat(manager.admission.report().states().get(0).notRunning().orElseThrow().cause())
        .contains(shared.getFileName().toString())
        .contains("parent class loader");
  }

  @Test
  void orderOfAHost_isKept() throws Exception {
    ClassLoader parent =
        new ClassLoader(getClass().getClassLoader()) {
          @Override
          protected @Nullable URL findResource(String name) {
            return name.equals("text.txt") ? parents() : null;
          }
        };
    kit().zip(host.plugins());
    for (ClassLoadingStrategy strategy :
        new ClassLoadingStrategy[] {ClassLoadingStrategy.APD, ClassLoadingStrategy.PDA}) {
      try (OwnManager manager =
          loaded(
              SealingMode.ON_READ,
              true,
              (own, pf4j) ->
                  making(
                      (path, descriptor) -> {
                        PluginClassLoader loader =
                            new PluginClassLoader(own, descriptor, parent, strategy);
                        loader.addFile(path.resolve("classes").toFile());
                        return loader;
                      }))) {
        assertThat(text(manager.getPluginClassLoader("plugin")))
            .isEqualTo(strategy == ClassLoadingStrategy.APD ? "parent's" : "own");
        assertThat(manager.getPluginClassLoader("plugin").getParent()).isSameAs(parent);
      }
    }
  }

  private URL parents() {
    try {
      return Trees.write(temp.resolve("text.txt"), "parent's".getBytes(UTF_8)).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void loader_whenThereIsNoAdmissionYet_isTheUsualOne() {
    ClassLoader made = getClass().getClassLoader();

    PluginLoader loader = CheckingPluginLoader.of(() -> null, making((path, unused) -> made));

    assertThat(loader.isApplicable(temp)).isTrue();
    assertThat(loader.loadPlugin(temp, null)).isSameAs(made);
  }

  private PluginKit kit() {
    return host.signed("plugin", "1.0.0").resource("text.txt", "own".getBytes(UTF_8));
  }

  private static String text(ClassLoader loader) throws Exception {
    try (InputStream in = Objects.requireNonNull(loader.getResourceAsStream("text.txt"))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
