package dev.signet.attack;

import static dev.signet.testkit.TestHost.greetings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.pf4j.install.InstallRequest;
import dev.signet.pf4j.install.InstallResult;
import dev.signet.pf4j.install.SignedPluginInstaller;
import dev.signet.pf4j.workspace.InstallRecovery.Outcome;
import dev.signet.testkit.Jvm;
import dev.signet.testkit.Programs;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Thorough;
import dev.signet.testkit.Trees;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real disks: full after any number of pages, or read-only; of the group "State". */
class DiskTest {
  private static final String MOUNT_AND_RUN =
      "mount -t tmpfs -o size=4m,mode=700 tmpfs \"$1\" && shift && exec \"$@\"";

  @TempDir Path temp;

  /** What lies on the small disk. */
  private enum Small {
    EVERYTHING,
    PLUGINS,
    STATE
  }

  /** Updates on a disk that has one page more each time, until that succeeds. */
  static final class Updater {
    private final Path disk;
    private final TestHost host;
    private final Map<String, byte[]> oldFiles;
    private final Path newer;
    private final Map<String, Integer> oldTree;

    private Updater(Small small, Path disk, Path elsewhere) {
      this.disk = disk;
      Path plugins = small == Small.STATE ? elsewhere : disk;
      Path state = small == Small.PLUGINS ? elsewhere : disk;
      this.host = TestHost.onP384(plugins.resolve("plugins"), state.resolve("state"));
      this.oldFiles =
          host.signed("clock", "1.0.0").greeting("old").file("a", new byte[9_000]).folderFiles();
      this.newer =
          host.signed("clock", "1.1.0")
              .greeting("new")
              .file("b/c", new byte[30_000])
              .zip(elsewhere.resolve("downloads"));
      reset();
      this.oldTree = Trees.bundles(host.plugins());
    }

    public static void main(String[] args) throws IOException {
      Path elsewhere = Path.of(args[2]);
      Updater updater = new Updater(Small.valueOf(args[0]), Path.of(args[1]), elsewhere);
      long pages = 0;
      while (!updater.updatesWith(pages)) {
        pages += Thorough.times(1, 11);
      }
      System.out.println("updated with " + pages + " pages");
      System.exit(0);
    }

    /** Returns whether the update was done; checks all that must hold then and later. */
    private boolean updatesWith(long pages) throws IOException {
      reset();
      VerifyingPluginManager manager = host.started();
      leave(pages);
      InstallResult result = SignedPluginInstaller.of(manager).update(InstallRequest.of(newer));
      List<String> runs = List.of(result.isDone() ? "new" : "old");
      assertThat(greetings(manager)).as("with %d pages: %s", pages, result).isEqualTo(runs);
      if (!result.isDone()) {
        assertThat(result.explanation()).as("with %d pages", pages).contains("space");
        assertThat(Trees.bundles(host.plugins())).isEqualTo(oldTree);
      }
      manager.close();
      Files.delete(ballast());

      VerifyingPluginManager next = host.started();
      assertThat(greetings(next)).as("next start after %d pages", pages).isEqualTo(runs);
      assertThat(next.refusals()).isEmpty();
      assertThat(next.admission().recoveries()).isEmpty();
      assertThat(host.state().resolve("staging")).isEmptyDirectory();
      InstallResult again = SignedPluginInstaller.of(next).update(InstallRequest.of(newer));
      assertThat(again.isDone()).as(again.explanation()).isTrue();
      next.close();
      return result.isDone();
    }

    private void reset() {
      Trees.delete(host.plugins());
      Trees.delete(host.state());
      Trees.folder(host.plugins().resolve("clock"), oldFiles);
    }

    /** Fills the disk but for so many pages. */
    private void leave(long pages) throws IOException {
      FileStore store = Files.getFileStore(disk);
      long size = store.getUsableSpace() - pages * store.getBlockSize();
      Files.write(ballast(), new byte[Math.toIntExact(size)]);
      assertThat(store.getUsableSpace()).isEqualTo(pages * store.getBlockSize());
    }

    private Path ballast() {
      return disk.resolve("ballast");
    }
  }

  /** Has a change interrupted, and then a plugins root that nobody can write to. */
  static final class Reader {
    private Reader() {}

    public static void main(String[] args) throws Exception {
      Path disk = Path.of(args[0]);
      Path elsewhere = Path.of(args[1]);
      TestHost host = TestHost.onP384(disk.resolve("plugins"), elsewhere.resolve("state"));
      host.signed("clock", "1.0.0").greeting("old").folder(host.plugins());
      Path other = host.signed("other", "1.0.0").greeting("other").folder(host.plugins());
      Path newer =
          host.signed("clock", "1.1.0").greeting("new").zip(elsewhere.resolve("downloads"));
      Path change = host.plugins().resolve(".signet-install/1");
      Trees.folder(
          change,
          Trees.files(
              "journal.json",
              "{\"version\":1,\"action\":\"UPDATE\",\"plugin\":\"other\",\"phase\":\"SWAPPING\","
                  + "\"installed\":\"other\",\"replaced\":[\"other\"]}",
              "new/",
              "",
              "old/",
              ""));
      Files.move(other, change.resolve("old/other"));

      mount("remount,ro", disk);
      VerifyingPluginManager manager = host.started();
      assertThat(manager.admission().recoveries())
          .singleElement()
          .satisfies(
              told -> {
                assertThat(told.outcome()).isEqualTo(Outcome.FAILED);
                assertThat(told.explanation()).contains("Read-only file system");
              });
      SignedPluginInstaller installer = SignedPluginInstaller.of(manager);
      for (InstallResult result :
          List.of(installer.update(InstallRequest.of(newer)), installer.uninstall("clock"))) {
        assertThat(result.isDone()).isFalse();
        assertThat(result.explanation()).contains("Read-only file system");
      }
      assertThat(greetings(manager)).containsExactly("old");
      manager.close();

      mount("remount,rw", disk);
      VerifyingPluginManager next = host.started();
      assertThat(greetings(next)).containsExactly("old", "other");
      assertThat(SignedPluginInstaller.of(next).update(InstallRequest.of(newer)).isDone()).isTrue();
      assertThat(greetings(next)).containsExactly("new", "other");
      System.out.println("changed nothing, and then all");
      System.exit(0);
    }

    private static void mount(String options, Path disk) throws Exception {
      Process mount =
          new ProcessBuilder("mount", "-o", options, disk.toString()).inheritIO().start();
      assertThat(mount.waitFor()).isZero();
    }
  }

  @Test
  void readOnlyRoot_isReportedAndChangedOnlyWhenItCanBe() throws IOException {
    assertThat(run(Reader.class).out()).contains("changed nothing, and then all");
  }

  @ParameterizedTest
  @EnumSource
  void updateOnADisk_whenItIsFullAfterAnyPage_isDoneOrLeavesTheOldRelease(Small small)
      throws IOException {
    assertThat(run(Updater.class, small).out()).containsPattern("updated with [1-9][0-9]+ pages");
  }

  /** Runs a main class with these arguments, a small disk, and a folder elsewhere. */
  private Programs.Outcome run(Class<?> main, Object... arguments) throws IOException {
    Path disk = Files.createDirectory(temp.resolve("disk"));
    Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
    Programs programs = new Programs(temp);
    requireMounts(programs, disk);
    List<Object> words = new ArrayList<>(List.of(arguments));
    words.addAll(List.of(disk, elsewhere));
    return Jvm.of(main)
        .by(inNamespace(disk))
        .options(Thorough.setting())
        .run(programs, words.toArray())
        .expectSuccess();
  }

  /** The mount is gone with the processes that see it. */
  @Test
  void mountsOfThisTest_areSeenByNobodyElse() throws IOException {
    Path disk = Files.createDirectory(temp.resolve("disk"));
    Programs programs = new Programs(temp);
    requireMounts(programs, disk);

    runInNamespace(programs, disk, "touch", disk.resolve("file")).expectSuccess();

    assertThat(disk).isEmptyDirectory();
  }

  private static void requireMounts(Programs programs, Path disk) {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/unshare"))
            && runInNamespace(programs, disk, "true").exitCode() == 0,
        "no tmpfs can be mounted in a namespace here; full and read-only disks are not tested");
  }

  private static Programs.Outcome runInNamespace(Programs programs, Path disk, Object... command) {
    return programs.run(Stream.of(inNamespace(disk), command).flatMap(Stream::of).toArray());
  }

  private static Object[] inNamespace(Path disk) {
    return new Object[] {
      "unshare", "--mount", "--map-root-user", "sh", "-c", MOUNT_AND_RUN, "-", disk
    };
  }
}
