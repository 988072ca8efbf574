package dev.signet.attack;

import static dev.signet.testkit.TestHost.greetings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.pf4j.SlowDisk;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.pf4j.install.RepairRequest;
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
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that are killed while they repair a plugin, and while they put right what the one
 * before them left, of the group "State".
 */
@Tag("kill")
class RepairKillTest {
  private static final int KILLS = Thorough.times(500, 8);

  /** What somebody has put among the plugin's files, and has nowhere else. */
  private static final String NOTES = "notes-";

  @TempDir(factory = MemoryFolder.class)
  Path temp;

  /**
   * Damages a plugin, each time with notes of their own in it, and repairs it until it is killed.
   */
  static final class Repairer {
    private Repairer() {}

    public static void main(String[] args) throws Exception {
      Path folder = Path.of(args[1]);
      Path place = folder.resolve("plugins/clock");
      VerifyingPluginManager.Builder host = InstallKillTest.host(Path.of(args[0]), folder);
      Kills.report(0);
      try (VerifyingPluginManager manager = InstallKillTest.started(host)) {
        SignedPluginInstaller installer =
            SlowDisk.installer(manager, Duration.ofMillis(5), () -> Kills.report(1));
        while (true) {
          damage(place, folder);
          installer.repair(RepairRequest.of(ScanTarget.plugin(place))).orThrow();
        }
      }
    }

    private static void damage(Path place, Path folder) throws IOException {
      Files.writeString(place.resolve("a.txt"), "changed");
      Files.deleteIfExists(place.resolve("lib/b.txt"));
      long number = 1 + list(folder.resolve("written")).count();
      Path notes = Files.createDirectories(folder.resolve("written")).resolve(NOTES + number);
      Files.writeString(folder.resolve("draft"), notes.getFileName().toString());
      Files.move(
          folder.resolve("draft"), place.resolve(NOTES + number), StandardCopyOption.ATOMIC_MOVE);
      Files.createFile(notes);
    }
  }

  @Test
  @Tag("random")
  @Timeout(value = 15, unit = TimeUnit.MINUTES)
  void root_whenARepairIsKilled_hasTheDamagedPluginOrTheSoundOneAndAllNotes() throws Exception {
    Path releases = makeRelease();
    AtomicInteger undone = new AtomicInteger();

    Kills.of(Repairer.class)
        .times(KILLS)
        .afterSteps(60)
        .within(Duration.ofMillis(20))
        .run(number -> new Lane(releases, lane(releases, number), undone));

    assertThat(undone)
        .as("repairs that were undone")
        .hasValueGreaterThanOrEqualTo(Kills.few(KILLS));
  }

  private Path lane(Path releases, int number) throws IOException {
    Path folder = Files.createDirectory(temp.resolve("lane-" + number));
    Files.createDirectory(folder.resolve("plugins"));
    Trees.copy(releases.resolve("clock"), folder.resolve("plugins/clock"));
    return folder;
  }

  /**
   * Looks at a copy of what was left, and leaves the rest to the next process: that one may be
   * killed while it puts things right, and else repairs what it finds, or fails.
   */
  private record Lane(Path releases, Path folder, AtomicInteger undone) implements Kills.Lane {
    @Override
    public String[] arguments() {
      return new String[] {releases.toString(), folder.toString()};
    }

    @Override
    public void check(int reported) throws Exception {
      boolean wasUndone =
          new KilledHost(releases, folder).startsWith(this::require, "lock", "aside");
      undone.addAndGet(wasUndone ? 1 : 0);
    }

    private void require(VerifyingPluginManager manager, Path left) throws IOException {
      Map<String, Integer> files = Trees.bundles(left.resolve("plugins"));
      if (greetings(manager).equals(List.of("hello"))) {
        assertThat(files).isEqualTo(sound());
      } else {
        assertThat(files).containsKey("clock/signature.json").isNotEqualTo(sound());
      }
      for (Path notes : list(left.resolve("written")).toList()) {
        String name = notes.getFileName().toString();
        assertThat(everywhere(left.resolve("plugins"), name)).as(name).hasSize(1);
      }
    }

    private Map<String, Integer> sound() throws IOException {
      Path made = Files.createDirectories(folder.resolveSibling(folder.getFileName() + "-sound"));
      Trees.copy(releases.resolve("clock"), made.resolve("clock"));
      Map<String, Integer> files = Trees.bundles(made);
      Trees.delete(made);
      return files;
    }

    private static List<Path> everywhere(Path root, String name) throws IOException {
      try (Stream<Path> tree = Files.walk(root)) {
        return tree.filter(path -> path.endsWith(name)).toList();
      }
    }
  }

  private static Stream<Path> list(Path folder) throws IOException {
    return InstallKillTest.names(folder).stream().map(folder::resolve);
  }

  private Path makeRelease() throws Exception {
    Path releases = Files.createDirectory(temp.resolve("releases"));
    CertificateAuthority authority = PluginAuthor.authority("Test Root", KeyType.RSA_2048);
    PluginAuthor author = PluginAuthor.certified("clock", authority, Certificates.sharedRsa(0));
    Files.writeString(releases.resolve("root.crt"), PemFiles.text(authority.certificate()));
    PluginKit.plugin("clock", "1.0.0")
        .file("a.txt", new byte[] {1})
        .file("lib/b.txt", new byte[] {2})
        .signedBy(author)
        .folderAt(releases.resolve("clock"));
    return releases;
  }
}
