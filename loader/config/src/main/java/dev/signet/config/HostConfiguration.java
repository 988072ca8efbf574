package dev.signet.config;

import dev.signet.bundle.Exclusions;
import dev.signet.bundle.Layout;
import dev.signet.bundle.Limits;
import dev.signet.library.HostLibraries;
import dev.signet.pf4j.AdmissionOptions;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.policy.DowngradeRule;
import dev.signet.policy.ReleaseChannel;
import dev.signet.policy.SignatureRequirement;
import dev.signet.trust.live.LiveTrust;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * All settings of a host, from one YAML file. Relative paths start at the file's folder. Nothing is
 * taken from the environment or from system properties, and a key nobody knows refuses the file: a
 * mistyped setting must not silently be the default.
 *
 * <pre>{@code
 * plugins: plugins
 * trust: trust
 * require: ALL
 * stateDirectory: /var/lib/myhost/signet
 * }</pre>
 *
 * <p>What the keys mean is in {@code docs/configuration.md}. The trust folder is followed while the
 * host runs, by one daemon thread, until {@link #close}.
 */
public final class HostConfiguration implements AutoCloseable {
  private final List<Path> plugins;
  private final Optional<Path> stateDirectory;
  private final List<Setting> settings;
  private final Optional<LiveTrust> trust;

  private HostConfiguration(
      List<Path> plugins,
      Optional<Path> stateDirectory,
      List<Setting> settings,
      Optional<LiveTrust> trust) {
    this.plugins = List.copyOf(plugins);
    this.stateDirectory = stateDirectory;
    this.settings = List.copyOf(settings);
    this.trust = trust;
  }

  /** One setting that is to be made on a builder. */
  @FunctionalInterface
  interface Setting {
    void on(AdmissionOptions<?> options);
  }

  /**
   * Reads a file, and all that it names but the plugins.
   *
   * @throws ConfigurationException telling everything that is wrong, each with file, line and key
   */
  public static HostConfiguration read(Path file) throws ConfigurationException {
    HostLibraries.check();
    Section root = Section.root(file, YamlReader.read(file));
    Reader reader = new Reader(file.toAbsolutePath(), root);
    HostConfiguration configuration = reader.read();
    if (!root.problems().isEmpty()) {
      configuration.close();
      throw new ConfigurationException(root.problems());
    }
    return configuration;
  }

  /** Returns the folders in which plugins lie; absolute. */
  public List<Path> plugins() {
    return plugins;
  }

  /**
   * Returns the folder in which the host keeps its state; empty when none is set. It belongs to one
   * manager at a time: what is built of {@link #managerBuilder} holds it until it is closed.
   */
  public Optional<Path> stateDirectory() {
    return stateDirectory;
  }

  /** Returns a builder with all settings made; more can be made on it, and count. */
  public VerifyingPluginManager.Builder managerBuilder() {
    VerifyingPluginManager.Builder builder =
        VerifyingPluginManager.builder(plugins.toArray(Path[]::new));
    applyTo(builder);
    return builder;
  }

  /** Makes all settings but the plugins' folders, which a manager of the host's own kind knows. */
  public void applyTo(AdmissionOptions<?> options) {
    settings.forEach(setting -> setting.on(options));
  }

  /** Returns what the host believes; follows the trust folder and the lists on the web. */
  public LiveTrust trust() {
    return trust.orElseThrow();
  }

  /** Ends what follows the trust folder; to be closed after the manager. May be repeated. */
  @Override
  public void close() {
    trust.ifPresent(LiveTrust::close);
  }

  /** Reads the settings in the order of the documentation. */
  private static final class Reader {
    private static final int MOST_THREADS = 1_000;
    private static final Map<String, SignatureRequirement> REQUIREMENTS =
        Map.of("ALL", SignatureRequirement.ALL, "FEATURED", SignatureRequirement.FEATURED);
    private static final Map<String, DowngradeRule> DOWNGRADES =
        Map.of(
            "allow", DowngradeRule.ALLOW,
            "warn", DowngradeRule.WARN,
            "refuse", DowngradeRule.REFUSE);
    private static final Map<String, Layout> LAYOUTS =
        Map.of(
            "plugin", Layout.PLUGIN,
            "nextcloud", Layout.NEXTCLOUD_APP,
            "owncloud", Layout.OWNCLOUD_APP);

    private final Path file;
    private final Section root;
    private final List<Setting> settings = new ArrayList<>();
    private boolean nextcloudRules;
    private Optional<SignatureRequirement> defaultRequirement = Optional.empty();

    Reader(Path file, Section root) {
      this.file = file;
      this.root = root;
    }

    HostConfiguration read() {
      List<Path> plugins = root.paths("plugins");
      root.require("plugins", !plugins.isEmpty(), "name the folder of the plugins");
      requireOutside(plugins);
      readRules();
      readRequirement();
      readChannel();
      Optional<Path> stateDirectory = root.path("stateDirectory");
      stateDirectory.ifPresent(folder -> settings.add(to -> to.stateDirectory(folder)));
      Optional<Layout> layout = root.word("layout", LAYOUTS);
      layout.ifPresent(chosen -> settings.add(to -> to.layout(chosen)));
      readCoreSignsPlugins(layout);
      root.path("core").ifPresent(folder -> settings.add(to -> to.core(folder)));
      root.path("trust").ifPresent(folder -> settings.add(to -> to.keptInCore(folder)));
      Path[] kept = root.paths("keptInCore").toArray(Path[]::new);
      settings.add(to -> to.keptInCore(kept));
      root.interval("rescanEvery")
          .ifPresent(interval -> settings.add(to -> to.rescanEvery(interval)));
      readExclusions();
      readHistory();
      readLimits();
      root.word("checking", Map.of("on", true, "off", false))
          .filter(on -> !on)
          .ifPresent(off -> settings.add(AdmissionOptions::uncheckedOnPurpose));
      // Last, since it begins to follow what it reads only where all else is in order.
      TrustSettings trustSettings = new TrustSettings(root, stateDirectory, plugins);
      Optional<LiveTrust> trust = trustSettings.open();
      root.rejectOthers();
      trust.ifPresent(source -> settings.add(to -> to.trust(source)));
      return new HostConfiguration(plugins, stateDirectory, settings, trust);
    }

    /**
     * Nextcloud's rules, see {@link AdmissionOptions#nextcloudRules}; single settings still count.
     */
    private void readRules() {
      nextcloudRules = root.word("rules", Map.of("signet", false, "nextcloud", true)).orElse(false);
      if (nextcloudRules) {
        defaultRequirement = Optional.of(SignatureRequirement.FEATURED);
        settings.add(to -> to.layout(Layout.NEXTCLOUD_APP));
      }
    }

    /** Nextcloud's core signs most of its apps, so its layout brings that rule along. */
    private void readCoreSignsPlugins(Optional<Layout> layout) {
      Optional<Boolean> chosen = root.flag("coreSignsPlugins");
      boolean byLayout = layout.filter(each -> each == Layout.NEXTCLOUD_APP).isPresent();
      if (chosen.orElse(byLayout || nextcloudRules)) {
        settings.add(AdmissionOptions::coreSignsPlugins);
      }
    }

    private void readRequirement() {
      Optional<SignatureRequirement> requirement =
          root.word("require", REQUIREMENTS).or(() -> defaultRequirement);
      requirement.ifPresent(value -> settings.add(to -> to.require(value)));
      root.require(
          "require", requirement.isPresent(), "choose which plugins must be signed: ALL, FEATURED");
      String[] featured = root.texts("featured").toArray(String[]::new);
      settings.add(to -> to.featured(featured));
      String[] unsigned = root.texts("allowUnsigned").toArray(String[]::new);
      settings.add(to -> to.allowUnsigned(unsigned));
    }

    /** Else whoever may put a plugin there could say as well whom to trust. */
    private void requireOutside(List<Path> plugins) {
      for (Path folder : plugins) {
        Path real = real(folder);
        if (real(file).startsWith(real)) {
          root.problem("plugins", "hold this very file; keep it elsewhere");
        }
        if (root.path("trust").filter(trust -> real(trust).startsWith(real)).isPresent()) {
          root.problem(
              "trust", "lies inside the plugins' folder " + folder + "; keep it elsewhere");
        }
      }
    }

    private static Path real(Path path) {
      try {
        return path.toRealPath();
      } catch (IOException e) {
        // What is not there holds nothing, and is told where it is used.
        return path.normalize();
      }
    }

    /** A slip of the pen must not switch enforcement off. */
    private void readChannel() {
      root.text("channel")
          .map(ReleaseChannel::new)
          .ifPresent(
              channel -> {
                if (!channel.enforces()
                    && channel.name().strip().equalsIgnoreCase(ReleaseChannel.STABLE.name())) {
                  root.problem("channel", "does not enforce so spelt; write plainly 'stable'");
                }
                settings.add(to -> to.channel(channel));
              });
    }

    private void readExclusions() {
      root.section("exclude")
          .ifPresent(
              section -> {
                for (String id : section.keys()) {
                  List<String> globs = section.texts(id);
                  section.use(id, () -> Exclusions.NONE.with(id, Set.copyOf(globs)));
                  settings.add(to -> to.exclude(id, globs.toArray(String[]::new)));
                }
              });
    }

    private void readHistory() {
      root.word("downgrades", DOWNGRADES)
          .ifPresent(rule -> settings.add(to -> to.downgrades(rule)));
      root.word("lessTrustedDependencies", Map.of("warn", false, "refuse", true))
          .filter(Boolean::booleanValue)
          .ifPresent(on -> settings.add(AdmissionOptions::refuseLessTrustedDependencies));
    }

    private void readLimits() {
      root.count("threads", MOST_THREADS)
          .ifPresent(count -> settings.add(to -> to.threads(count.intValue())));
      root.section("limits")
          .ifPresent(
              section -> {
                Limits.Builder limits = Limits.DEFAULT.toBuilder();
                whole(section, "files", limits::files);
                section.count("totalBytes", Long.MAX_VALUE).ifPresent(limits::totalBytes);
                section.count("fileBytes", Long.MAX_VALUE).ifPresent(limits::fileBytes);
                whole(section, "depth", limits::depth);
                whole(section, "pathBytes", limits::pathBytes);
                section
                    .count("signatureFileBytes", Long.MAX_VALUE)
                    .ifPresent(limits::signatureFileBytes);
                section.rejectOthers();
                root.use(
                    "limits",
                    () -> {
                      Limits built = limits.build();
                      settings.add(to -> to.limits(built));
                    });
              });
    }

    private static void whole(Section section, String key, IntConsumer to) {
      section.count(key, Integer.MAX_VALUE).ifPresent(number -> to.accept(number.intValue()));
    }
  }
}
