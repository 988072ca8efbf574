package dev.signet.config;

import dev.signet.admit.SealedStore;
import dev.signet.trust.RevocationPolicy;
import dev.signet.trust.TrustSource;
import dev.signet.trust.TrustStore;
import dev.signet.trust.TrustStoreBuilder;
import dev.signet.trust.TrustStoreException;
import dev.signet.trust.live.LiveTrust;
import dev.signet.trust.live.TrustPreview;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code trust} and {@code revocation}, with {@link AlgorithmSettings}: whose signatures count.
 * Each setting is tried on a store of its own when it is read, so that a problem has its line.
 */
final class TrustSettings {
  private static final Map<String, RevocationPolicy.AfterGrace> AFTER_GRACE =
      Map.of(
          "warn", RevocationPolicy.AfterGrace.WARN, "refuse", RevocationPolicy.AfterGrace.REFUSE);

  private final Section root;
  private final Optional<Path> stateDirectory;
  private final List<Path> plugins;
  private final TrustStoreBuilder trial = TrustStore.builder();
  private final List<LiveTrust.Settings> settings = new ArrayList<>();
  private final List<URI> addresses = new ArrayList<>();
  private Optional<Duration> refreshEvery = Optional.empty();

  /**
   * Reads from a file's root.
   *
   * @param stateDirectory of which a folder keeps the newest lists of the web
   * @param plugins the folders in which plugins lie
   */
  TrustSettings(Section root, Optional<Path> stateDirectory, List<Path> plugins) {
    this.root = root;
    this.stateDirectory = stateDirectory;
    this.plugins = plugins;
  }

  /** For hosts that bring trust of their own: nothing here would count. */
  static void refuseAll(Section root) {
    for (String key : List.of("trust", "revocation", "algorithms", "sunset")) {
      root.refuse(key, "is not read, since this host brings trust of its own; take it out");
    }
  }

  /** Opens the trust; empty when there is any problem with the file. */
  Optional<LiveTrust> open() {
    return readFolder().flatMap(this::follow);
  }

  /** Returns what {@link #open} would begin with; nothing is made, followed or fetched. */
  Optional<TrustSource> look() {
    return readFolder().flatMap(this::seen);
  }

  private Optional<Path> readFolder() {
    Optional<Path> folder = root.path("trust");
    root.require("trust", folder.isPresent(), "name the folder of anchors and revocation lists");
    folder.ifPresent(path -> root.use("trust", () -> trial.folder(path)));
    root.section("revocation").ifPresent(this::readRevocation);
    AlgorithmSettings algorithms = new AlgorithmSettings(this::set);
    root.section("algorithms").ifPresent(algorithms::readAllowed);
    root.section("sunset").ifPresent(algorithms::readSunset);
    return root.problems().isEmpty() ? folder : Optional.empty();
  }

  private Optional<TrustSource> seen(Path folder) {
    try {
      return Optional.of(TrustPreview.of(folder, this::applyTo, addresses, copies()));
    } catch (TrustStoreException e) {
      root.problem("trust", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private Optional<Path> copies() {
    return stateDirectory.map(state -> state.resolve("revocation"));
  }

  private Optional<LiveTrust> follow(Path folder) {
    LiveTrust.Builder builder = LiveTrust.following(folder).settings(this::applyTo);
    addresses.forEach(builder::revocationList);
    refreshEvery.ifPresent(builder::refreshEvery);
    copies().ifPresent(builder::copies);
    try {
      // First the folder as a whole: what is wrong with it would be said of the lists in it alone.
      stateDirectory.ifPresent(state -> SealedStore.prepare(state, plugins));
      return Optional.of(builder.open());
    } catch (IllegalStateException e) {
      root.problem("stateDirectory", String.valueOf(e.getMessage()));
      return Optional.empty();
    } catch (TrustStoreException e) {
      root.problem("trust", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private void applyTo(TrustStoreBuilder store) throws TrustStoreException {
    for (LiveTrust.Settings setting : settings) {
      setting.apply(store);
    }
  }

  private void set(Section section, String key, LiveTrust.Settings setting) {
    section.use(key, () -> setting.apply(trial));
    settings.add(setting);
  }

  private void readRevocation(Section section) {
    RevocationPolicy standard = RevocationPolicy.DEFAULT;
    boolean required = section.flag("required").orElse(standard.requireList());
    Duration grace = section.duration("grace").orElse(standard.grace());
    RevocationPolicy.AfterGrace afterGrace =
        section.word("afterGrace", AFTER_GRACE).orElse(standard.afterGrace());
    set(
        section,
        "grace",
        store -> store.revocationPolicy(new RevocationPolicy(required, grace, afterGrace)));
    for (Path list : section.paths("lists")) {
      set(section, "lists", store -> store.revocationList(list));
    }
    readAddresses(section);
    for (String key : section.texts("keys")) {
      set(section, "keys", store -> store.revokeKey(key));
    }
    for (String release : section.texts("releases")) {
      set(section, "releases", store -> store.revokeManifest(release));
    }
    section.rejectOthers();
  }

  private void readAddresses(Section section) {
    for (String address : section.texts("urls")) {
      section.use(
          "urls",
          () -> {
            URI uri = uri(address);
            // Says what is wrong with the address; nothing is opened.
            LiveTrust.following(Path.of("")).revocationList(uri);
            addresses.add(uri);
          });
    }
    refreshEvery = section.duration("refreshEvery");
    // Says what is wrong with the interval; nothing is opened.
    refreshEvery.ifPresent(
        interval ->
            section.use(
                "refreshEvery", () -> LiveTrust.following(Path.of("")).refreshEvery(interval)));
    if (!addresses.isEmpty() && stateDirectory.isEmpty()) {
      section.problem("urls", "need a folder for the newest lists; set stateDirectory");
    }
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("'" + text + "' should be an https address", e);
    }
  }
}
