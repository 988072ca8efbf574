package dev.signet.config;

import dev.signet.bundle.Exclusions;
import dev.signet.bundle.Layout;
import dev.signet.bundle.Limits;
import dev.signet.bundle.descriptor.PluginDescriptorReader;
import dev.signet.oci.OciSource;
import dev.signet.pf4j.AdmissionOptions;
import dev.signet.pf4j.SealingMode;
import dev.signet.policy.Enforcement;
import dev.signet.policy.EnforcementRules;
import dev.signet.policy.HistoryRule;
import dev.signet.policy.ReleaseChannel;
import dev.signet.policy.SignatureRequirement;
import dev.signet.trust.TrustSource;
import dev.signet.trust.live.LiveTrust;
import dev.signet.verdict.Dimension;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntConsumer;

/** Reads the settings in the order of the documentation. */
final class SettingsReader {
  private static final int MOST_THREADS = 1_000;
  private static final Map<String, SignatureRequirement> REQUIREMENTS =
      Map.of("ALL", SignatureRequirement.ALL, "FEATURED", SignatureRequirement.FEATURED);
  private static final Map<String, HistoryRule> HISTORY_RULES =
      Map.of(
          "allow", HistoryRule.ALLOW,
          "warn", HistoryRule.WARN,
          "refuse", HistoryRule.REFUSE);

  private static final Map<String, Enforcement> ENFORCEMENTS =
      Map.of(
          "enforce", Enforcement.ENFORCE,
          "warn", Enforcement.WARN,
          "off", Enforcement.OFF,
          "false", Enforcement.OFF);

  /** Some readers of YAML make a boolean of both words before anybody can ask for them. */
  private static final Map<String, Boolean> SWITCH =
      Map.of("on", true, "off", false, "true", true, "false", false);

  private static final Map<String, Layout> LAYOUTS =
      Map.of(
          "plugin", Layout.PLUGIN,
          "nextcloud", Layout.NEXTCLOUD_APP,
          "owncloud", Layout.OWNCLOUD_APP);

  private final HostSettings given;
  private final Section root;
  private final boolean onlyLooking;
  private final List<HostConfiguration.Setting> settings = new ArrayList<>();
  private boolean nextcloudRules;
  private Optional<SignatureRequirement> defaultRequirement = Optional.empty();

  /**
   * @param onlyLooking whether nothing may be made, followed or fetched
   */
  SettingsReader(HostSettings given, Section root, boolean onlyLooking) {
    this.given = given;
    this.root = root;
    this.onlyLooking = onlyLooking;
  }

  HostConfiguration read() {
    List<Path> plugins = root.paths("plugins");
    root.require("plugins", !plugins.isEmpty(), "name the folder of the plugins");
    requireOutside(plugins);
    readRules();
    readRequirement();
    boolean checking = root.word("checking", SWITCH).orElse(true);
    readEnforcement(readChannel(), checking);
    Optional<Path> stateDirectory = root.path("stateDirectory");
    stateDirectory.ifPresent(folder -> settings.add(to -> to.stateDirectory(folder)));
    Optional<Layout> layout = root.word("layout", LAYOUTS);
    layout.ifPresent(chosen -> settings.add(to -> to.layout(chosen)));
    readDescriptor(layout);
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
    OciSource registries = RegistrySettings.read(root);
    Optional<FleetSettings> fleet = FleetSettings.read(root, stateDirectory);
    if (!checking) {
      settings.add(AdmissionOptions::uncheckedOnPurpose);
    }
    // Last, since it begins to follow what it reads only where all else is in order.
    Optional<LiveTrust> followed = Optional.empty();
    Optional<TrustSource> trust = given.trust();
    if (trust.isPresent()) {
      TrustSettings.refuseAll(root);
    } else if (onlyLooking) {
      trust = new TrustSettings(root, stateDirectory, plugins).look();
    } else {
      followed = new TrustSettings(root, stateDirectory, plugins).open();
      trust = followed.map(Function.identity());
    }
    Optional<HostFleet> database = DatabaseSettings.open(root, plugins, onlyLooking);
    root.rejectOthers();
    trust.ifPresent(source -> settings.add(to -> to.trust(source)));
    database.ifPresent(shared -> settings.add(shared::applyTo));
    HostConfiguration.Places places =
        new HostConfiguration.Places(plugins, stateDirectory, registries, fleet);
    return new HostConfiguration(places, settings, followed, database);
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

  private void readDescriptor(Optional<Layout> layout) {
    Optional<String> name = root.text("descriptor");
    if (name.isPresent()
        && (nextcloudRules || layout.filter(each -> each != Layout.PLUGIN).isPresent())) {
      root.problem("descriptor", "is for the layout 'plugin'; leave it out with any other");
      return;
    }
    name.ifPresent(
        text ->
            root.use(
                "descriptor",
                () -> {
                  PluginDescriptorReader reader = PluginDescriptorReader.named(text);
                  settings.add(to -> to.descriptor(reader));
                }));
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
    root.section("signers").ifPresent(section -> SignerSettings.read(section, settings::add));
  }

  /** Else whoever may put a plugin there could say as well whom to trust. */
  private void requireOutside(List<Path> plugins) {
    for (Path folder : plugins) {
      Path real = real(folder);
      for (Path file : given.origin().files()) {
        if (real(file).startsWith(real)) {
          root.problem("plugins", "hold the settings themselves, " + file + "; keep it elsewhere");
        }
      }
      if (root.path("trust").filter(trust -> real(trust).startsWith(real)).isPresent()) {
        root.problem("trust", "lies inside the plugins' folder " + folder + "; keep it elsewhere");
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
  private ReleaseChannel readChannel() {
    ReleaseChannel channel =
        root.text("channel").map(ReleaseChannel::new).orElse(ReleaseChannel.STABLE);
    if (!channel.enforces()
        && channel.name().strip().equalsIgnoreCase(ReleaseChannel.STABLE.name())) {
      root.problem("channel", "does not enforce so spelt; write plainly 'stable'");
    }
    settings.add(to -> to.channel(channel));
    return channel;
  }

  private void readEnforcement(ReleaseChannel channel, boolean checking) {
    Optional<Section> found = root.section("enforcement");
    if (found.isEmpty()) {
      return;
    }
    Section section = found.get();
    EnforcementRules rules = EnforcementRules.of(channel);
    for (Dimension dimension : Dimension.values()) {
      Optional<Enforcement> chosen = section.word(dimension.word(), ENFORCEMENTS);
      if (chosen.isPresent()) {
        rules = rules.with(dimension, chosen.get());
        settings.add(to -> to.enforcement(dimension, chosen.get()));
      }
    }
    section.rejectOthers();
    rules
        .objection()
        .filter(objection -> checking)
        .ifPresent(objection -> root.problem("enforcement", objection));
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
    root.word("downgrades", HISTORY_RULES)
        .ifPresent(rule -> settings.add(to -> to.downgrades(rule)));
    root.word("newKeys", HISTORY_RULES).ifPresent(rule -> settings.add(to -> to.newKeys(rule)));
    root.word("changedReleases", HISTORY_RULES)
        .ifPresent(rule -> settings.add(to -> to.changedReleases(rule)));
    root.word("sealing", Map.of("trusted", false, "on-read", true))
        .filter(Boolean::booleanValue)
        .ifPresent(on -> settings.add(to -> to.sealing(SealingMode.ON_READ)));
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
