package dev.signet.pf4j.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.pf4j.install.InstallPreview;
import dev.signet.pf4j.install.InstallRequest;
import dev.signet.pf4j.install.InstallResult;
import dev.signet.pf4j.install.SignedPluginInstaller;
import dev.signet.policy.SigningLedger;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Jarsigned;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trace;
import dev.signet.testkit.Trees;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pf4j.BasePluginLoader;
import org.pf4j.DefaultPluginClasspath;
import org.pf4j.Plugin;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginFactory;
import org.pf4j.PluginLoader;
import org.pf4j.PluginState;
import org.pf4j.PluginWrapper;

/** What could never start is refused while the old release still runs. */
class PluginClassRuleTest {
  private static final String NEWER = "1.1.0";

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

  /** A class of the host's that a plugin may name as its own. */
  public static final class OfTheHost extends Plugin {}

  private enum Fault {
    ABSENT("its class 'kit.Nowhere' is in none of its jars and folders."),
    CASE("its class 'kit.clock.Kitplugin' is in none of its jars and folders."),
    SLASHES("'kit/clock/KitPlugin'"),
    BOOT("its class 'kit.clock.KitPlugin' is in none of its jars and folders."),
    OUTSIDE_CLASSES("its class 'kit.clock.KitPlugin' is in none of its jars and folders."),
    ABSTRACT("is abstract, or does not extend org.pf4j.Plugin."),
    INTERFACE("is abstract, or does not extend org.pf4j.Plugin."),
    NO_PLUGIN("is abstract, or does not extend org.pf4j.Plugin."),
    HIDDEN_CONSTRUCTOR("has no public constructor"),
    OTHER_CONSTRUCTOR("has no public constructor"),
    NO_SUPERCLASS("cannot be loaded: java.lang.NoClassDefFoundError"),
    GARBAGE("cannot be loaded: java.lang.ClassFormatError"),
    NEWER_JAVA("cannot be loaded: java.lang.UnsupportedClassVersionError"),
    OTHER_NAME("cannot be loaded: java.lang.NoClassDefFoundError"),
    NOT_VERIFIABLE("cannot be loaded: java.lang."),
    JARSIGNED("cannot be loaded: java.lang.SecurityException");

    private final String said;

    Fault(String said) {
      this.said = said;
    }
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void release_whenItsClassCouldNotBeStarted_isRefusedBeforeAnythingStops(Fault fault)
      throws Exception {
    host.signed("clock", "1.0.0").zip(host.plugins());
    VerifyingPluginManager manager = host.started();
    SignedPluginInstaller installer = SignedPluginInstaller.of(manager);
    InstallRequest request = InstallRequest.of(bundle(fault));
    Trace.clear();

    InstallPreview preview = installer.preview(request);
    InstallResult result = installer.update(request);

    assertThat(preview.isFeasible()).isFalse();
    assertThat(preview.decision().explanation()).contains(fault.said);
    assertThat(result.refusal().orElseThrow().findings())
        .filteredOn(Finding::isProblem)
        .extracting(Finding::reason)
        .containsExactly(Reason.NOT_RUNNABLE);
    assertThat(result.explanation()).contains(fault.said);
    assertThat(Trace.all()).as("nothing stopped, and nothing of it ran").isEmpty();
    assertThat(manager.getPlugin("clock").getPluginState()).isEqualTo(PluginState.STARTED);
    assertThat(highest(manager)).isEqualTo("1.0.0");

    installer.uninstall("clock").orThrow();
    assertThat(installer.preview(request).isFeasible()).isFalse();
    assertThat(installer.install(request).refusal()).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "org.pf4j.Plugin,",
    "dev.signet.pf4j.run.PluginClassRuleTest$OfTheHost,",
    "kit.base.KitPlugin, base",
    "kit.base.KitPlugin, base?"
  })
  void release_whenItsClassIsTheHostsOrANeededPlugins_isInstalled(String type, String needed) {
    host.signed("base", "1.0.0").zip(host.plugins());
    VerifyingPluginManager manager = host.started();
    PluginKit release = host.signed("clock", "1.0.0").properties("plugin.class=" + type);
    if (needed != null) {
      release.requires(needed);
    }

    install(manager, release.zip(folder)).orThrow();

    assertThat(manager.getPlugin("clock").getPluginState()).isEqualTo(PluginState.STARTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"factory", "class loader", "subclass of PF4J's class loader"})
  void release_whenTheHostHasAWayOfItsOwn_isInstalled(String own) {
    VerifyingPluginManager manager = host.opened(new OwnWays(host.builder(), own));
    manager.loadPlugins();

    install(manager, absent(host.signed("clock", "1.0.0")).zip(folder)).orThrow();

    assertThat(manager.getPlugin("clock").getPluginState()).isEqualTo(PluginState.STARTED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "lib; within the jar: class loaders never look into these.",
        "plugin.description=${project.name}; nothing filled it in.",
        "plugin.requires=[1.0,2.0); >=1.0 & <2.0"
      })
  void release_whenItMayNotRunAsMeant_isToldBeforeAndAfterItIsInstalled(String odd, String said) {
    VerifyingPluginManager manager = host.started();
    PluginKit kit = host.signed("clock", "1.0.0");
    Path bundle =
        odd.equals("lib")
            ? kit.file("lib/inner.jar", Trees.archiveBytes(kit.classFiles())).jar(folder)
            : kit.properties(odd).zip(folder);

    InstallPreview preview = SignedPluginInstaller.of(manager).preview(InstallRequest.of(bundle));
    InstallResult result = install(manager, bundle);

    assertThat(preview.isFeasible()).isTrue();
    assertThat(preview.decision().reasons()).containsExactly(Reason.NOT_RUNNABLE);
    assertThat(preview.decision().explanation()).contains(said);
    assertThat(result.isDone()).isTrue();
    assertThat(result.explanation()).startsWith("Installed 'clock' 1.0.0. ").contains(said);
  }

  @Test
  void release_whenItsClassLiesElsewhere_isRefusedWithThatPlace() throws Exception {
    InstallResult result = install(host.started(), bundle(Fault.BOOT));

    assertThat(result.refusal().orElseThrow().explanation())
        .contains("it is BOOT-INF/classes/kit/clock/KitPlugin.class");
  }

  /** A release that was put there by hand, and never ran, is none that another is lower than. */
  @ParameterizedTest
  @ValueSource(strings = {"host version", "class", "class of a jar"})
  void dropped_whenItNeverRuns_doesNotKeepTheOldOneFromComingBack(String fault) throws Exception {
    Path old = host.signed("clock", "1.0.0").zip(folder);
    Path source = host.signed("clock", "1.0.0").zip(host.plugins());
    VerifyingPluginManager first = host.started();
    first.close();
    Files.delete(source);
    PluginKit next = host.signed("clock", "2.0.0");
    Path dropped =
        switch (fault) {
          case "host version" ->
              next.properties("plugin.requires=>=9.0.0").zipAt(host.plugins().resolve("clock.zip"));
          case "class" -> absent(next).zipAt(host.plugins().resolve("clock.zip"));
          default ->
              Trees.archive(
                  host.plugins().resolve("clock.jar"), signed(moved(next.jarFiles(), "BOOT-INF/")));
        };
    VerifyingPluginManager second = host.manager();
    second.setSystemVersion("1.0.0");
    second.loadPlugins();
    second.startPlugins();
    assertThat(second.getPlugin("clock").getPluginState()).isNotEqualTo(PluginState.STARTED);
    assertThat(second.report().needingAttention()).hasSize(1);
    assertThat(highest(second)).isEqualTo("1.0.0");
    second.close();

    Files.delete(dropped);
    Files.copy(old, host.plugins().resolve("clock.zip"));
    VerifyingPluginManager third = host.started();

    assertThat(third.refusals()).isEmpty();
    assertThat(third.getPlugin("clock").getPluginState()).isEqualTo(PluginState.STARTED);
  }

  @Test
  void dropped_whenItIsDisabledAndMayBeEnabled_isRemembered() throws Exception {
    Files.writeString(host.plugins().resolve("disabled.txt"), "clock\n");
    host.signed("clock", "2.0.0").zip(host.plugins());

    VerifyingPluginManager manager = host.started();

    assertThat(manager.getPlugin("clock").getPluginState()).isEqualTo(PluginState.DISABLED);
    assertThat(highest(manager)).isEqualTo("2.0.0");
  }

  private Path bundle(Fault fault) throws Exception {
    PluginKit kit = host.signed("clock", NEWER);
    return switch (fault) {
      case ABSENT -> absent(kit).zip(folder);
      case CASE -> kit.properties("plugin.class=kit.clock.Kitplugin").zip(folder);
      case SLASHES -> kit.properties("plugin.class=kit/clock/KitPlugin").zip(folder);
      case BOOT -> jar(moved(kit.jarFiles(), "BOOT-INF/classes/"));
      case OUTSIDE_CLASSES -> {
        Map<String, byte[]> files = new LinkedHashMap<>();
        kit.folderFiles()
            .forEach((path, content) -> files.put(path.replaceFirst("^classes/", ""), content));
        files.remove("signature.json");
        yield Trees.archive(
            folder.resolve("clock.zip"), host.author("clock").signed(files, "signature.json"));
      }
      case ABSTRACT ->
          source(kit, "public abstract class KitPlugin extends org.pf4j.Plugin {}").zip(folder);
      case INTERFACE -> source(kit, "public interface KitPlugin {}").zip(folder);
      case NO_PLUGIN -> source(kit, "public class KitPlugin {}").zip(folder);
      case HIDDEN_CONSTRUCTOR ->
          source(kit, "public class KitPlugin extends org.pf4j.Plugin { KitPlugin() {} }")
              .zip(folder);
      case OTHER_CONSTRUCTOR ->
          source(
                  kit,
                  "public class KitPlugin extends org.pf4j.Plugin { public KitPlugin(int i) {} }")
              .zip(folder);
      case NO_SUPERCLASS -> {
        Map<String, byte[]> files = withSuperclass(kit);
        files.remove("kit/clock/Base.class");
        yield jar(files);
      }
      case GARBAGE -> jar(with(kit, "no class".getBytes(UTF_8)));
      case NEWER_JAVA -> {
        byte[] type = classOf(kit);
        type[7] = (byte) 200;
        yield jar(with(kit, type));
      }
      case OTHER_NAME -> jar(with(kit, classFile(kit, "kit/clock/KitGreeting.class")));
      case NOT_VERIFIABLE -> {
        byte[] type = classOf(kit);
        yield jar(with(kit, Arrays.copyOf(type, type.length - 20)));
      }
      case JARSIGNED -> {
        Map<String, byte[]> files = new LinkedHashMap<>(kit.jarFiles());
        Path other = folder.resolve("other.jar");
        Trees.archive(
            other,
            Map.of(
                "META-INF/MANIFEST.MF", Trees.manifest("By", "others"), "x/B.class", new byte[1]));
        Certificates.Issued others =
            Certificates.leaf("others", Certificates.root("ca").make()).make();
        files.putAll(Jarsigned.signatureOf(Jarsigned.sign(other, others)));
        yield jar(files);
      }
    };
  }

  private Map<String, byte[]> withSuperclass(PluginKit kit) {
    kit.source("kit.clock.Base", "package kit.clock; public class Base extends org.pf4j.Plugin {}");
    return new LinkedHashMap<>(source(kit, "public class KitPlugin extends Base {}").jarFiles());
  }

  private static PluginKit source(PluginKit kit, String text) {
    return kit.source("kit.clock.KitPlugin", "package kit.clock; " + text);
  }

  private static PluginKit absent(PluginKit kit) {
    return kit.properties("plugin.class=kit.Nowhere");
  }

  private static byte[] classOf(PluginKit kit) {
    return classFile(kit, "kit/clock/KitPlugin.class").clone();
  }

  private static byte[] classFile(PluginKit kit, String name) {
    return Objects.requireNonNull(kit.classFiles().get(name), name);
  }

  private static Map<String, byte[]> with(PluginKit kit, byte[] type) {
    Map<String, byte[]> files = new LinkedHashMap<>(kit.jarFiles());
    files.put("kit/clock/KitPlugin.class", type);
    return files;
  }

  private static Map<String, byte[]> moved(Map<String, byte[]> jar, String below) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    jar.forEach(
        (path, content) -> files.put(path.startsWith("META-INF/") ? path : below + path, content));
    return files;
  }

  private Map<String, byte[]> signed(Map<String, byte[]> files) {
    Map<String, byte[]> all = new LinkedHashMap<>(files);
    all.remove("META-INF/signature.json");
    return host.author("clock").signed(all, "META-INF/signature.json");
  }

  private Path jar(Map<String, byte[]> files) {
    return Trees.archive(folder.resolve("clock.jar"), signed(files));
  }

  private static InstallResult install(VerifyingPluginManager manager, Path bundle) {
    return SignedPluginInstaller.of(manager).install(InstallRequest.of(bundle));
  }

  private static String highest(VerifyingPluginManager manager) throws Exception {
    SigningLedger ledger = manager.admission().ledger();
    return ledger.find("clock").orElseThrow().highestVersion();
  }

  /** A host that makes plugins, or their class loaders, in a way of its own. */
  private static final class OwnWays extends VerifyingPluginManager {
    private static String next = "";
    private final String own;

    OwnWays(Builder builder, String own) {
      super(builder(builder, own));
      this.own = own;
    }

    /** PF4J asks for all of it before the field is set. */
    private static Builder builder(Builder builder, String own) {
      next = own;
      return builder;
    }

    @Override
    protected PluginFactory createPluginFactory() {
      return next.equals("factory") ? Made::new : super.createPluginFactory();
    }

    @Override
    protected PluginLoader createPluginLoader() {
      if (next.equals("factory")) {
        return super.createPluginLoader();
      }
      return new BasePluginLoader(this, new DefaultPluginClasspath()) {
        @Override
        public ClassLoader loadPlugin(Path path, PluginDescriptor descriptor) {
          ClassLoader parent = PluginClassRuleTest.class.getClassLoader();
          return own.equals("class loader")
              ? new Knowing(parent)
              : new KnowingToo(OwnWays.this, descriptor, parent);
        }
      };
    }
  }

  private static final class Made extends Plugin {
    @SuppressWarnings("deprecation") // PF4J still makes plugins in this way
    Made(PluginWrapper wrapper) {
      super(wrapper);
    }
  }

  private static final class Knowing extends ClassLoader {
    Knowing(ClassLoader parent) {
      super(parent);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (name.equals("kit.Nowhere")) {
        return OfTheHost.class;
      }
      throw new ClassNotFoundException(name);
    }
  }

  private static final class KnowingToo extends PluginClassLoader {
    KnowingToo(VerifyingPluginManager manager, PluginDescriptor descriptor, ClassLoader parent) {
      super(manager, descriptor, parent);
    }

    @Override
    public Class<?> loadClass(String name) throws ClassNotFoundException {
      return name.equals("kit.Nowhere") ? OfTheHost.class : super.loadClass(name);
    }
  }
}
