package dev.signet.config;

import dev.signet.library.HostLibraries;
import dev.signet.oci.OciSource;
import dev.signet.pf4j.AdmissionOptions;
import dev.signet.pf4j.PluginAdmission;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.pf4j.wanted.Convergence;
import dev.signet.pf4j.wanted.ListFollower;
import dev.signet.trust.live.LiveTrust;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * All settings of a host, from one YAML file. Relative paths start at the file's folder. Nothing is
 * taken from the environment or from system properties, and a key nobody knows refuses the file: a
 * mistyped setting must not silently be the default. A host that keeps its settings elsewhere reads
 * them itself, and gives them to {@link #of}.
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
  private final Places places;
  private final List<Setting> settings;
  private final Optional<LiveTrust> trust;
  private final Optional<HostFleet> fleet;

  HostConfiguration(
      Places places, List<Setting> settings, Optional<LiveTrust> trust, Optional<HostFleet> fleet) {
    this.places = places;
    this.settings = List.copyOf(settings);
    this.trust = trust;
    this.fleet = fleet;
  }

  /** Where a host has its plugins, keeps its state, and fetches bundles and lists of them. */
  record Places(
      List<Path> plugins,
      Optional<Path> stateDirectory,
      OciSource registries,
      Optional<FleetSettings> fleet) {
    Places {
      plugins = List.copyOf(plugins);
    }
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
    return of(HostSettings.ofFile(file, YamlReader.read(file)));
  }

  /**
   * Makes sense of settings that the host has read itself, by the same rules, and reads all that
   * they name but the plugins.
   *
   * @throws ConfigurationException telling everything that is wrong, each with place and name
   */
  public static HostConfiguration of(HostSettings settings) throws ConfigurationException {
    return of(settings, false);
  }

  /** Makes sense of settings without making, following or fetching anything. */
  static HostConfiguration preview(HostSettings settings) throws ConfigurationException {
    return of(settings, true);
  }

  private static HostConfiguration of(HostSettings settings, boolean onlyLooking)
      throws ConfigurationException {
    HostLibraries.check();
    Section root = Section.root(settings);
    HostConfiguration configuration = new SettingsReader(settings, root, onlyLooking).read();
    if (!root.problems().isEmpty()) {
      configuration.close();
      throw new ConfigurationException(root.problems());
    }
    return configuration;
  }

  /** Returns the folders in which plugins lie; absolute. */
  public List<Path> plugins() {
    return places.plugins();
  }

  /**
   * Returns the folder in which the host keeps its state; empty when none is set. It belongs to one
   * manager at a time: what is built of {@link #managerBuilder} holds it until it is closed.
   */
  public Optional<Path> stateDirectory() {
    return places.stateDirectory();
  }

  /** Returns how bundles are fetched from registries, for whoever installs one of them. */
  public OciSource registries() {
    return places.registries();
  }

  /**
   * Returns what brings a host to its fleet's list; empty when no fleet is set.
   *
   * @param manager built of {@link #managerBuilder}
   */
  public Optional<Convergence.Builder> convergence(VerifyingPluginManager manager) {
    return places.fleet().map(fleet -> fleet.convergence(manager.admission(), registries()));
  }

  /**
   * Has the host follow its fleet's list, as often as the settings say; does nothing when no fleet
   * is set. To be called once the plugins are loaded.
   *
   * @param admission with all settings made
   * @return to be closed before the manager; empty when no fleet is set
   */
  public Optional<ListFollower> follow(PluginAdmission admission) {
    return places.fleet().map(fleet -> fleet.follow(admission, registries()));
  }

  /** Returns a builder with all settings made; more can be made on it, and count. */
  public VerifyingPluginManager.Builder managerBuilder() {
    VerifyingPluginManager.Builder builder =
        VerifyingPluginManager.builder(plugins().toArray(Path[]::new));
    applyTo(builder);
    return builder;
  }

  /** Makes all settings but the plugins' folders, which a manager of the host's own kind knows. */
  public void applyTo(AdmissionOptions<?> options) {
    settings.forEach(setting -> setting.on(options));
  }

  /**
   * Returns what the host believes; follows the trust folder and the lists on the web.
   *
   * @throws IllegalStateException when the host brings trust of its own
   */
  public LiveTrust trust() {
    return trust.orElseThrow(
        () -> new IllegalStateException("The host brings trust of its own: ask for that"));
  }

  /**
   * Returns the fleet that this host belongs to; empty when the settings name none. Its ledger is
   * the host's by {@link #applyTo}; the host begins to report itself.
   */
  public Optional<HostFleet> fleet() {
    return fleet;
  }

  /**
   * Ends what follows the trust folder and what belongs to the fleet; to be closed after the
   * manager. May be repeated.
   */
  @Override
  public void close() {
    trust.ifPresent(LiveTrust::close);
    fleet.ifPresent(HostFleet::close);
  }
}
