package dev.signet.pf4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.envelope.SignatureAlgorithm;
import dev.signet.policy.Decision;
import dev.signet.policy.Enforcement;
import dev.signet.policy.HistoryRule;
import dev.signet.policy.ReleaseChannel;
import dev.signet.policy.SignatureRequirement;
import dev.signet.report.compare.PolicyComparison;
import dev.signet.sign.authority.CertificateAuthority;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Thorough;
import dev.signet.testkit.Trees;
import dev.signet.trust.AnchorProfile;
import dev.signet.trust.KeyRules;
import dev.signet.trust.RevocationPolicy;
import dev.signet.trust.TrustAnchor;
import dev.signet.trust.TrustStore;
import dev.signet.trust.TrustStoreBuilder;
import dev.signet.verdict.Dimension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is foreseen is what then happens: random fleets of plugins under random settings, random
 * changes to both, and a real start. Of 1,000 fleets, a few are looked at unless all is tested.
 */
class WhatIfTest {
  private static final long SEED = 20_261_130;
  private static final List<String> IDS = List.of("a", "b", "c", "d", "e");
  private static final CertificateAuthority ROOT = PluginAuthor.authority("Root");
  private static final Instant NOW =
      ROOT.certificate().getNotBefore().toInstant().plus(Duration.ofDays(30));
  private static final CertificateAuthority OTHER = PluginAuthor.authority("Other");
  private static final Map<String, PluginAuthor> AUTHORS = new LinkedHashMap<>();
  private static final Map<String, X509CRL> LISTS = new LinkedHashMap<>();

  static {
    for (String id : IDS) {
      AUTHORS.put(id, PluginAuthor.of(id, ROOT));
      AUTHORS.put(id + " again", PluginAuthor.of(id, ROOT));
      AUTHORS.put(id + " elsewhere", PluginAuthor.of(id, OTHER));
    }
    LISTS.put("empty", ROOT.revocationList(NOW.minus(Duration.ofHours(1)), Duration.ofDays(60)));
    LISTS.put("stale", ROOT.revocationList(NOW.minus(Duration.ofDays(20)), Duration.ofDays(1)));
    ROOT.revoke(author("a").certificate().getSerialNumber(), NOW.minus(Duration.ofDays(2)));
    ROOT.revoke(author("b again").certificate().getSerialNumber(), NOW.minus(Duration.ofDays(2)));
    LISTS.put("full", ROOT.revocationList(NOW, Duration.ofDays(60)));
  }

  @TempDir private Path temp;

  private static PluginAuthor author(String name) {
    PluginAuthor author = AUTHORS.get(name);
    if (author == null) {
      throw new IllegalArgumentException(name);
    }
    return author;
  }

  /** One host with its plugins, and a source of chances of its own. */
  private record Fleet(int number, Path folder, Random random) {
    Path plugins() {
      return folder.resolve("plugins");
    }

    boolean chance(int percent) {
      return random.nextInt(100) < percent;
    }

    <T> T any(List<T> choices) {
      return choices.get(random.nextInt(choices.size()));
    }
  }

  @Test
  void foresight_isWhatThenHappens() throws IOException {
    List<Fleet> fleets = new ArrayList<>();
    for (int number = 0; number < Thorough.times(1_000, 20); number++) {
      Fleet fleet = new Fleet(number, temp.resolve("" + number), new Random(SEED + number));
      Files.createDirectories(fleet.plugins());
      IDS.forEach(id -> release(fleet, id));
      fleets.add(fleet);
    }
    Set<PolicyComparison.Effect> seen = EnumSet.noneOf(PolicyComparison.Effect.class);
    int admitted = 0;
    // After all were written, so that their age tells the first starts whether they change.
    for (Fleet fleet : fleets) {
      VerifyingPluginManager.Builder present = settings(fleet, false);
      start(present);
      if (fleet.chance(60)) {
        release(fleet, fleet.any(IDS));
      }
      VerifyingPluginManager.Builder other = settings(fleet, true);
      Map<String, String> before = snapshot(fleet.folder());
      PolicyComparison foreseen = WhatIf.between(present, other);
      assertThat(snapshot(fleet.folder())).as("fleet %d", fleet.number()).isEqualTo(before);
      boolean changed = fleet.chance(75);
      Map<Path, Decision> happened = start(changed ? other : present);
      for (PolicyComparison.Plugin plugin : foreseen.plugins()) {
        Decision told = (changed ? plugin.then() : plugin.now()).orElseThrow();
        assertThat(text(told))
            .as("fleet %d, %s", fleet.number(), plugin.source())
            .isEqualTo(text(of(happened, plugin)));
        seen.add(plugin.effect());
        admitted += told.isAdmitted() ? 1 : 0;
      }
      assertThat(foreseen.plugins()).hasSameSizeAs(happened.keySet());
    }
    assertThat(seen).isEqualTo(EnumSet.allOf(PolicyComparison.Effect.class));
    assertThat(admitted).isGreaterThan(fleets.size());
  }

  @Test
  void host_whenItRuns_isNotInTheWay() throws IOException {
    Fleet fleet = quiet(7);
    VerifyingPluginManager.Builder builder = settings(fleet, false);
    try (VerifyingPluginManager running = builder.build()) {
      running.loadPlugins();
      Map<String, String> before = snapshot(fleet.folder());
      PolicyComparison same = WhatIf.between(running.toBuilder(), running.toBuilder());
      assertThat(snapshot(fleet.folder())).isEqualTo(before);
      assertThat(same.of(PolicyComparison.Effect.STAYS)).hasSize(IDS.size());
      assertThat(same.isHarmless()).isTrue();
      PluginAdmission.Builder own = running.admission().toBuilder();
      assertThat(WhatIf.between(running, own, running.admission().toBuilder())).isEqualTo(same);
      assertThat(snapshot(fleet.folder())).isEqualTo(before);
      same.plugins()
          .forEach(
              plugin ->
                  assertThat(text(plugin.now().orElseThrow()))
                      .isEqualTo(text(of(running.decisions(), plugin))));
    }
  }

  @Test
  void host_whenItNeverStarted_isForeseenAndNotMade() throws IOException {
    Fleet fleet = quiet(8);
    PolicyComparison foreseen = WhatIf.between(settings(fleet, false), settings(fleet, true));
    assertThat(foreseen.plugins()).hasSize(IDS.size());
    assertThat(fleet.folder().resolve("state")).doesNotExist();
  }

  @Test
  void ledger_whenDamaged_refusesAsAStartWould() throws IOException {
    Fleet fleet = quiet(9);
    VerifyingPluginManager.Builder builder = settings(fleet, false);
    start(builder);
    Files.writeString(fleet.folder().resolve("state/ledger.json"), "{}");
    PolicyComparison foreseen = WhatIf.between(builder, builder);
    Map<Path, Decision> happened = start(builder);
    for (PolicyComparison.Plugin plugin : foreseen.plugins()) {
      assertThat(text(plugin.now().orElseThrow()))
          .isEqualTo(text(of(happened, plugin)))
          .contains("STATE_UNAVAILABLE");
    }
  }

  @Test
  void folders_whenOthersAreMeant_loseWhatIsNotThere() throws IOException {
    Fleet fleet = quiet(10);
    Path elsewhere = Files.createDirectories(fleet.folder().resolve("elsewhere"));
    VerifyingPluginManager.Builder here =
        VerifyingPluginManager.builder(fleet.plugins())
            .trust(PluginAuthor.trusting(ROOT))
            .require(SignatureRequirement.ALL)
            .uncheckedOnPurpose();
    VerifyingPluginManager.Builder there =
        VerifyingPluginManager.builder(elsewhere)
            .trust(PluginAuthor.trusting(ROOT))
            .require(SignatureRequirement.ALL);
    PolicyComparison lost = WhatIf.between(here, there);
    assertThat(lost.plugins()).isNotEmpty().allMatch(plugin -> plugin.then().isEmpty());
    assertThat(lost.of(PolicyComparison.Effect.STOPS)).isNotEmpty();
    assertThat(WhatIf.between(there, here).of(PolicyComparison.Effect.STARTS)).isNotEmpty();
  }

  private Fleet quiet(int number) throws IOException {
    Fleet fleet = new Fleet(number, temp.resolve("q" + number), new Random(SEED + number));
    Files.createDirectories(fleet.plugins());
    IDS.forEach(id -> release(fleet, id));
    return fleet;
  }

  private static Decision of(Map<Path, Decision> decisions, PolicyComparison.Plugin plugin) {
    return Objects.requireNonNull(decisions.get(plugin.source()), plugin.source().toString());
  }

  private static String text(Decision decision) {
    return decision.action()
        + " "
        + decision.verdict()
        + " "
        + decision.circumstances()
        + " "
        + new TreeMap<>(decision.dimensions())
        + " "
        + decision.explanation();
  }

  private static Map<Path, Decision> start(VerifyingPluginManager.Builder builder) {
    try (VerifyingPluginManager manager = builder.build()) {
      manager.loadPlugins();
      Map<Path, Decision> decisions = new LinkedHashMap<>(manager.decisions());
      Set<String> loaded = new TreeSet<>(TestHost.ids(manager));
      Set<String> admitted = new TreeSet<>();
      decisions.values().stream()
          .filter(Decision::isAdmitted)
          .forEach(decision -> admitted.add(decision.verdict().subject().id()));
      assertThat(loaded).isEqualTo(admitted);
      return decisions;
    }
  }

  /** Puts a release of a plugin there, in place of what was there, whole or not. */
  private static void release(Fleet fleet, String id) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    String needs = fleet.chance(25) ? fleet.any(IDS) : "";
    String version = fleet.any(List.of("1.0.0", "1.1.0", "2.0.0"));
    files.put(
        "plugin.properties",
        "plugin.id=%s\nplugin.version=%s\nplugin.dependencies=%s\n"
            .formatted(id, version, needs.equals(id) ? "" : needs)
            .getBytes(UTF_8));
    files.put("data.txt", ("data " + fleet.random().nextInt(2)).getBytes(UTF_8));
    String who = fleet.any(List.of("", "", "", "", " again", " elsewhere", "nobody", "b"));
    Map<String, byte[]> bundle =
        switch (who) {
          case "nobody" -> files;
          case "b" -> author("b").signed(files, "signature.json");
          default -> author(id + who).signed(files, "signature.json");
        };
    if (fleet.chance(15)) {
      bundle.put(fleet.any(List.of("data.txt", "more.txt")), new byte[] {1});
    }
    if (fleet.chance(5)) {
      bundle.put("signature.json", "{}".getBytes(UTF_8));
    }
    Path folder = fleet.plugins().resolve(id);
    Path archive = fleet.plugins().resolve(id + ".zip");
    Trees.delete(folder);
    Trees.delete(archive);
    if (fleet.chance(30)) {
      Trees.archive(archive, bundle);
    } else {
      Trees.folder(folder, bundle);
    }
  }

  private static VerifyingPluginManager.Builder settings(Fleet fleet, boolean later) {
    VerifyingPluginManager.Builder builder =
        VerifyingPluginManager.builder(fleet.plugins())
            .stateDirectory(fleet.folder().resolve("state"))
            .trust(trust(fleet))
            .require(fleet.any(List.of(SignatureRequirement.values())))
            .channel(fleet.chance(50) ? ReleaseChannel.STABLE : new ReleaseChannel("beta"))
            .downgrades(fleet.any(List.of(HistoryRule.values())))
            .newKeys(fleet.any(List.of(HistoryRule.values())))
            .changedReleases(fleet.any(List.of(HistoryRule.values())));
    for (Dimension dimension : Dimension.values()) {
      if (fleet.chance(25)) {
        builder.enforcement(dimension, fleet.chance(60) ? Enforcement.ENFORCE : Enforcement.WARN);
      }
    }
    if (fleet.chance(20)) {
      builder.enforcement(Dimension.EXPIRY, Enforcement.OFF);
    }
    if (fleet.chance(30)) {
      builder.allowUnsigned(fleet.any(IDS));
    }
    if (fleet.chance(30)) {
      builder.featured(fleet.any(IDS));
    }
    if (fleet.chance(20)) {
      builder.refuseLessTrustedDependencies();
    }
    if (fleet.chance(10)) {
      builder.uncheckedOnPurpose();
    }
    List<Integer> days = later ? List.of(0, 0, 0, 40, 300, 400, -10) : List.of(0, 0, 0, 0, 300);
    Instant at = NOW.plus(Duration.ofDays(fleet.any(days)));
    return builder.clock(Clock.fixed(at, ZoneOffset.UTC));
  }

  private static TrustStore trust(Fleet fleet) {
    TrustStoreBuilder trust = TrustStore.builder();
    boolean root = fleet.chance(90);
    if (root) {
      trust.anchor(new TrustAnchor(ROOT.certificate(), AnchorProfile.STANDARD));
    }
    if (!root || fleet.chance(25)) {
      trust.anchor(new TrustAnchor(OTHER.certificate(), AnchorProfile.STANDARD));
    }
    if (fleet.chance(40)) {
      X509CRL list = LISTS.get(fleet.any(List.copyOf(LISTS.keySet())));
      if (list != null) {
        trust.revocationList(list);
      }
    }
    trust.revocationPolicy(
        new RevocationPolicy(
            fleet.chance(10),
            Duration.ofDays(fleet.any(List.of(1, 60))),
            fleet.any(List.of(RevocationPolicy.AfterGrace.values()))));
    if (fleet.chance(10)) {
      trust.revokeKey(KeyRules.id(author(fleet.any(IDS)).certificate().getPublicKey()));
    }
    if (fleet.chance(10)) {
      trust.sunset(
          AnchorProfile.STANDARD,
          SignatureAlgorithm.ECDSA_P384_SHA384,
          NOW.plus(Duration.ofDays(fleet.any(List.of(-5, 30, 350)))));
    }
    return trust.build();
  }

  /** Returns all there is below a folder: times of each, contents of files. */
  private static Map<String, String> snapshot(Path folder) {
    Map<String, String> all = new LinkedHashMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted().toList()) {
        String content =
            Files.isRegularFile(path) ? Arrays.hashCode(Files.readAllBytes(path)) + "" : "folder";
        all.put(
            folder.relativize(path).toString(),
            Files.getLastModifiedTime(path)
                + " "
                + content
                + " "
                + Files.getAttribute(path, "unix:ctime"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }
}
