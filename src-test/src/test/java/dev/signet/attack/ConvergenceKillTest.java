package dev.signet.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.bundle.Limits;
import dev.signet.lock.LockMemory;
import dev.signet.lock.LockedPlugin;
import dev.signet.pf4j.SlowDisk;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.pf4j.wanted.BundleSource;
import dev.signet.pf4j.wanted.Convergence;
import dev.signet.pf4j.wanted.ConvergenceReport;
import dev.signet.pf4j.wanted.LockSource;
import dev.signet.pf4j.workspace.InstallRecovery.Outcome;
import dev.signet.sign.authority.CertificateAuthority;
import dev.signet.sign.key.KeyType;
import dev.signet.sign.key.PemFiles;
import dev.signet.testkit.Kills;
import dev.signet.testkit.Locks;
import dev.signet.testkit.MemoryFolder;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.Thorough;
import dev.signet.testkit.Trees;
import dev.signet.trust.AnchorProfile;
import dev.signet.trust.TrustStore;
import dev.signet.trust.TrustStoreException;
import dev.signet.verify.BundleVerifier;
import dev.signet.verify.Expectation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hosts of one fleet that are killed while they follow its lists, and while they put right what the
 * kill before left, of the group "The list of wanted plugins". Half of what they are sent is a
 * release that its author has signed and nobody has approved.
 */
@Tag("kill")
class ConvergenceKillTest {
  private static final int KILLS = Thorough.attacks(1_000, 40, 12);

  /** Ample: no host ever comes so far. */
  private static final int LISTS = Thorough.attacks(4_000, 400, 200);

  private static final Map<String, List<String>> SETS =
      Map.of("0", List.of("clock 1.0.0", "disk 1.0.0"), "1", List.of("clock 1.1.0", "notes 1.0.0"));

  @TempDir(factory = MemoryFolder.class)
  Path temp;

  /** Follows one list after the other until it is killed. */
  static final class Node {
    private Node() {}

    public static void main(String[] args) throws Exception {
      Path releases = Path.of(args[0]);
      Path folder = Path.of(args[1]);
      VerifyingPluginManager.Builder host = InstallKillTest.host(releases, folder);
      Kills.report(0);
      try (VerifyingPluginManager manager = InstallKillTest.started(host)) {
        // The list that the kill interrupted once more, and then the next ones.
        for (int number = Math.max(1, number(folder)); ; number++) {
          follow(manager, releases, number);
          Kills.report(number);
        }
      }
    }

    private static void follow(VerifyingPluginManager manager, Path releases, int number) {
      BundleSource lying = (from, scratch) -> releases.resolve("unapproved-" + from);
      converge(manager, releases, number, lying);
      ConvergenceReport report = converge(manager, releases, number, BundleSource.below(releases));
      if (!report.isConverged()) {
        throw new IllegalStateException(report.toString());
      }
    }
  }

  private static ConvergenceReport converge(
      VerifyingPluginManager manager, Path releases, int number, BundleSource bundles) {
    return Convergence.builder(
            manager.admission(), SlowDisk.installer(manager, Duration.ofMillis(2)), Locks.FLEET)
        .list(LockSource.file(releases.resolve("lock-" + number)))
        .bundles(bundles)
        .build()
        .run();
  }

  /** Returns the list that a host goes by; 0 for none. */
  private static int number(Path folder) throws Exception {
    Path state = folder.resolve("state");
    return Files.exists(state) ? LockMemory.in(state).number().map(Long::intValue).orElse(0) : 0;
  }

  @Test
  @Tag("random")
  @Timeout(value = 90, unit = TimeUnit.MINUTES)
  void fleet_whenItsHostsAreKilled_comesToTheSameSetAndNeverRunsWhatNobodyApproved()
      throws Exception {
    Map<String, String> approved = new TreeMap<>();
    Path releases = makeReleases(approved);
    AtomicInteger between = new AtomicInteger();

    Kills.of(Node.class)
        .times(KILLS)
        .afterSteps(2)
        .within(Duration.ofMillis(600))
        .run(
            number ->
                new Lane(
                    releases,
                    Files.createDirectory(temp.resolve("lane-" + number)),
                    approved,
                    between));

    assertThat(between).as("hosts between two lists").hasValueGreaterThanOrEqualTo(KILLS / 20);
  }

  /** One host of the fleet. */
  private static final class Lane implements Kills.Lane {
    private final Path releases;
    private final Path folder;
    private final Map<String, String> approved;
    private final AtomicInteger between;
    private int surely;

    Lane(Path releases, Path folder, Map<String, String> approved, AtomicInteger between) {
      this.releases = releases;
      this.folder = folder;
      this.approved = approved;
      this.between = between;
    }

    @Override
    public String[] arguments() {
      return new String[] {releases.toString(), folder.toString()};
    }

    /** Looks at a copy; the next process, which may be killed too, finds what this one left. */
    @Override
    public void check(int reported) throws Exception {
      Path left = folder.resolveSibling(folder.getFileName() + "-left");
      Trees.copy(folder, left);
      surely = Math.max(surely, reported);
      int number = number(left);
      assertThat(number).as("the newest list").isBetween(surely, Math.max(surely + 1, 1));
      try (VerifyingPluginManager manager =
          InstallKillTest.started(InstallKillTest.host(releases, left))) {
        assertThat(manager.admission().recoveries())
            .noneMatch(it -> it.outcome() == Outcome.FAILED);
        List<String> before = running(manager);
        assertThat(approved.keySet()).containsAll(before);
        if (number > 0) {
          between.addAndGet(before.equals(SETS.get(set(number))) ? 0 : 1);
          ConvergenceReport report =
              converge(manager, releases, number, BundleSource.below(releases));
          assertThat(report.isConverged()).as(report.toString()).isTrue();
          assertThat(running(manager)).isEqualTo(SETS.get(set(number)));
        }
        assertApproved(left);
      }
      assertThat(InstallKillTest.names(left.resolve("state/staging"))).isEmpty();
      Trees.delete(left);
    }

    /** What lies there is what a list has named, byte for byte. */
    private void assertApproved(Path left) throws IOException {
      for (String name : InstallKillTest.names(left.resolve("plugins"))) {
        if (!name.startsWith(".")) {
          assertThat(approved.values())
              .as(name)
              .contains(digest(releases, left.resolve("plugins").resolve(name)));
        }
      }
    }
  }

  private static String set(int number) {
    return Integer.toString(number % 2);
  }

  private static List<String> running(VerifyingPluginManager manager) {
    return manager.getStartedPlugins().stream()
        .map(plugin -> plugin.getPluginId() + " " + plugin.getDescriptor().getVersion())
        .sorted()
        .toList();
  }

  private static String digest(Path releases, Path bundle) {
    try {
      TrustStore trust =
          TrustStore.builder()
              .anchors(releases.resolve("root.crt"), AnchorProfile.STANDARD)
              .build();
      return new BundleVerifier(trust, Limits.DEFAULT, Clock.systemUTC())
          .examine(bundle, Expectation.PLUGIN)
          .verdict()
          .subject()
          .filesDigest();
    } catch (TrustStoreException e) {
      throw new AssertionError(e);
    }
  }

  /** Makes releases, for each of them one that is not approved, and lists of two sets in turn. */
  private Path makeReleases(Map<String, String> approved) throws Exception {
    Path releases = Files.createDirectory(temp.resolve("releases"));
    CertificateAuthority authority = PluginAuthor.authority("Test Root", KeyType.RSA_2048);
    Files.writeString(releases.resolve("root.crt"), PemFiles.text(authority.certificate()));
    Map<String, PluginAuthor> authors = new TreeMap<>();
    Map<String, List<LockedPlugin>> sets = new TreeMap<>();
    for (Map.Entry<String, List<String>> set : SETS.entrySet()) {
      List<LockedPlugin> plugins = new ArrayList<>();
      for (String release : set.getValue()) {
        String id = release.substring(0, release.indexOf(' '));
        String version = release.substring(release.indexOf(' ') + 1);
        PluginAuthor author =
            authors.computeIfAbsent(id, name -> PluginAuthor.of(name, authority, KeyType.RSA_2048));
        String file = id + "-" + version + ".zip";
        PluginKit.plugin(id, version).signedBy(author).zipAt(releases.resolve(file));
        PluginKit.plugin(id, version)
            .file("unapproved.txt", new byte[1])
            .signedBy(author)
            .zipAt(releases.resolve("unapproved-" + file));
        plugins.add(Locks.of(id, version, digest(releases, releases.resolve(file)), file));
        approved.put(release, plugins.get(plugins.size() - 1).digest());
      }
      sets.put(set.getKey(), plugins);
    }
    PluginAuthor signer = PluginAuthor.of("plugins-lock", authority);
    for (int number = 1; number <= LISTS; number++) {
      LockedPlugin[] plugins = sets.get(set(number)).toArray(new LockedPlugin[0]);
      Files.write(
          releases.resolve("lock-" + number), Locks.file(Locks.lock(number, plugins), signer));
    }
    return releases;
  }
}
