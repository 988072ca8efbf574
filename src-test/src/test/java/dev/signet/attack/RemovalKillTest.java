package dev.signet.attack;

import static dev.signet.testkit.TestHost.ids;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.pf4j.SlowDisk;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.pf4j.install.SignedPluginInstaller;
import dev.signet.report.ScanTarget;
import dev.signet.sign.authority.CertificateAuthority;
import dev.signet.sign.key.KeyType;
import dev.signet.sign.key.PemFiles;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Kills;
import dev.signet.testkit.MemoryFolder;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.Thorough;
import dev.signet.testkit.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
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
 * Processes that are killed while they remove damaged bundles by their places, and while they put
 * right what the one before them left, of the group "State".
 */
@Tag("kill")
class RemovalKillTest {
  private static final int KILLS = Thorough.times(200, 8);

  /** Kinds of damage, each as it is put into the root. */
  private static final List<String> NAMES = List.of("bad", "bad.zip");

  @TempDir(factory = MemoryFolder.class)
  Path temp;

  /** Puts damaged bundles into the root and removes them until it is killed. */
  static final class Remover {
    private Remover() {}

    public static void main(String[] args) throws Exception {
      Path folder = Path.of(args[1]);
      VerifyingPluginManager.Builder host = InstallKillTest.host(Path.of(args[0]), folder);
      Kills.report(0);
      try (VerifyingPluginManager manager = InstallKillTest.started(host)) {
        SignedPluginInstaller installer = SlowDisk.installer(manager, Duration.ofMillis(5));
        for (int step = 1; ; step++) {
          Path place = folder.resolve("plugins").resolve(NAMES.get(step % NAMES.size()));
          if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            put(folder.resolve("draft"), place);
          }
          installer.uninstall(ScanTarget.plugin(place)).orThrow();
          Kills.report(step);
        }
      }
    }

    private static void put(Path draft, Path place) throws IOException {
      Trees.delete(draft);
      make(draft, place.getFileName().toString());
      Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** What is in a damaged bundle: the middle of a plugin, with no descriptor. */
  private static void make(Path path, String name) {
    Map<String, byte[]> files =
        Trees.files("signature.json", "{}", "a/b/c.txt", "c", "a/d.txt", "");
    if (name.endsWith(".zip")) {
      Trees.write(path, new byte[] {'P', 'K', 3, 4});
    } else {
      Trees.folder(path, files);
    }
  }

  @Test
  @Timeout(value = 15, unit = TimeUnit.MINUTES)
  void root_whenARemovalByPlaceIsKilled_hasAllOfTheBundleOrNothing() throws Exception {
    Path releases = makeRelease();
    AtomicInteger undone = new AtomicInteger();

    Kills.of(Remover.class)
        .times(KILLS)
        .afterSteps(3)
        .within(Duration.ofMillis(200))
        .run(number -> new Lane(releases, lane(releases, number), undone));

    assertThat(undone)
        .as("removals that were undone")
        .hasValueGreaterThanOrEqualTo(Kills.few(KILLS));
  }

  private Path lane(Path releases, int number) throws IOException {
    Path folder = Files.createDirectory(temp.resolve("lane-" + number));
    Files.createDirectory(folder.resolve("plugins"));
    Files.copy(releases.resolve("clock.zip"), folder.resolve("plugins/clock.zip"));
    return folder;
  }

  /**
   * Looks at a copy of what was left, and leaves the rest to the next process: that one may be
   * killed while it puts things right.
   */
  private record Lane(Path releases, Path folder, AtomicInteger undone) implements Kills.Lane {
    @Override
    public String[] arguments() {
      return new String[] {releases.toString(), folder.toString()};
    }

    @Override
    public void check(int reported) throws Exception {
      boolean wasUndone = new KilledHost(releases, folder).startsWith(this::require, "lock");
      undone.addAndGet(wasUndone ? 1 : 0);
    }

    private void require(VerifyingPluginManager manager, Path left) throws IOException {
      assertThat(ids(manager)).containsExactly("clock");
      assertThat(bad(left)).isIn(Map.of(), whole("bad"), whole("bad.zip"));
    }

    private static Map<String, Integer> bad(Path folder) {
      Map<String, Integer> found = new TreeMap<>(Trees.bundles(folder.resolve("plugins")));
      found.remove("clock.zip");
      return found;
    }

    private Map<String, Integer> whole(String name) throws IOException {
      Path made = folder.resolveSibling(folder.getFileName() + "-whole");
      Files.createDirectory(made);
      make(made.resolve(name), name);
      Map<String, Integer> files = Trees.bundles(made);
      Trees.delete(made);
      return files;
    }
  }

  private Path makeRelease() throws Exception {
    Path releases = Files.createDirectory(temp.resolve("releases"));
    CertificateAuthority authority = PluginAuthor.authority("Test Root", KeyType.RSA_2048);
    PluginAuthor author = PluginAuthor.certified("clock", authority, Certificates.sharedRsa(0));
    Files.writeString(releases.resolve("root.crt"), PemFiles.text(authority.certificate()));
    PluginKit.plugin("clock", "1.0.0").signedBy(author).zipAt(releases.resolve("clock.zip"));
    return releases;
  }
}
