package dev.signet.file;

import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signet.testkit.Jvm;
import dev.signet.testkit.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FoldersAboveTest {
  private static final int STRANGER = 54_321;
  private static final int NO_ACCOUNTS_GROUP = 54_322;

  @TempDir private Path temp;
  private Path above;
  private Path own;

  @BeforeEach
  void makeFolders() throws IOException {
    above = Files.createDirectory(temp.toRealPath().resolve("above"));
    own = Files.createDirectories(above.resolve("between/own"));
  }

  @ParameterizedTest
  @CsvSource({
    "0777,every account,'chmod g-w,o-w '",
    "0757,every account,'chmod g-w,o-w '",
    "2777,every account,'chmod g-w,o-w '",
    "0702,every account,'chmod g-w,o-w '",
  })
  void folder_whenAnybodyCanWriteAboveIt_isRefusedWithTheCommandThatMendsIt(
      String mode, String who, String remedy) throws IOException {
    setMode(above, mode);

    assertRefused(who, above.toString(), remedy + above);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0755", "0700", "1777", "1775", "1757", "0711"})
  void folder_whenNobodyElseCanReplaceIt_isGood(String mode) throws IOException {
    setMode(above, mode);

    assertThatCode(() -> check(groups("", ""))).doesNotThrowAnyException();
  }

  @Test
  void folder_whenTheGroupAboveHasSomebodyElse_isRefused() throws IOException {
    setMode(above, "0775");
    int gid = FoldersAbove.number(above, "gid");

    assertRefused(
        groups("mallory:x:" + STRANGER + ":100:", "team:x:" + gid + ":mallory"),
        "members of group",
        "chmod g-w " + above);
    assertRefused(
        groups("mallory:x:" + STRANGER + ":" + gid + ":", "team:x:" + gid + ":"),
        "members of group",
        "chmod g-w " + above);
  }

  @Test
  void folder_whenTheGroupAboveIsTheUsersOwn_isGood() throws IOException {
    setMode(above, "0775");
    int gid = FoldersAbove.number(above, "gid");
    int uid = FoldersAbove.number(above, "uid");

    PrivateGroups own = groups("me:x:" + uid + ":" + gid + ":", "me:x:" + gid + ":me");

    assertThatCode(() -> check(own)).doesNotThrowAnyException();
  }

  @Test
  void folder_whenTheGroupAboveIsUnknown_isRefused() throws IOException {
    setMode(above, "0775");

    assertRefused(groups("", ""), "members of group", "chmod g-w " + above);
    assertRefused(
        new PrivateGroups(temp.resolve("none"), temp.resolve("none")), "members of group");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0777", "2770", "0775"})
  void folder_whenTheOneAboveIsOnTheContainersOwnDisk_isRefused(String mode) throws IOException {
    setMode(above, mode);

    FoldersAbove inContainer =
        new FoldersAbove(FoldersAbove.number(own, "uid"), groups("", ""), true);

    assertThatExceptionOfType(UnsafeFileException.class).isThrownBy(() -> inContainer.check(own));
  }

  @Test
  void folder_whenItIsAVolumeOfAPodsGroup_isGood() throws IOException {
    assumeRoot();
    Files.setAttribute(above, "unix:gid", NO_ACCOUNTS_GROUP);
    setMode(above, "2775");

    assertThatCode(() -> check(groups("", ""))).doesNotThrowAnyException();

    setMode(above, "0775");
    assertRefused("members of group '" + NO_ACCOUNTS_GROUP + "'", "chmod g-w " + above);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0755", "1755", "0700", "1777"})
  void folder_whenTheOneAboveIsSomebodyElses_isRefused(String mode) throws IOException {
    assumeRoot();
    Files.setAttribute(above, "unix:uid", STRANGER);
    setMode(above, mode);

    assertRefused("its owner '" + STRANGER + "'", "chown root " + above);
  }

  /** Says what becomes of a folder in a volume, in a container and outside of one. */
  static final class InVolume {
    private InVolume() {}

    public static void main(String[] arguments) throws IOException {
      Path own = Path.of(arguments[0]);
      PrivateGroups groups = new PrivateGroups(own.resolve("none"), own.resolve("none"));
      for (boolean inContainer : new boolean[] {true, false}) {
        try {
          new FoldersAbove(FoldersAbove.number(own, "uid"), groups, inContainer).check(own);
          System.out.println("good");
        } catch (UnsafeFileException e) {
          System.out.println(e.getMessage());
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0777", "0775", "2777", "2770", "0702"})
  void folder_whenItIsInAMountedVolumeOfRoots_isGoodInAContainerOnly(String mode)
      throws IOException {
    List<String> lines = inVolume("mode=" + mode, "own");

    assertThat(lines.get(0)).isEqualTo("good");
    assertThat(lines.get(1)).contains("can replace what lies in " + above).contains("chmod g-w");
  }

  @Test
  void folder_whenOthersCanWriteWithinTheVolume_isRefusedInAContainerToo() throws IOException {
    assertThat(inVolume("mode=0777", "open/own"))
        .allSatisfy(line -> assertThat(line).contains("every account", above + "/open"));
  }

  /** Mounts a volume above the folder, for one process alone. */
  private List<String> inVolume(String options, String path) throws IOException {
    Programs programs = new Programs(temp);
    List<String> words =
        List.of(
            "unshare",
            "--mount",
            "--map-root-user",
            "sh",
            "-c",
            "set -e; mount -t tmpfs -o \"$1\" tmpfs \"$2\"; cd \"$2\"; umask 000;"
                + " mkdir -p \"$3\"; chmod 700 \"$3\"; shift 3; exec \"$@\"",
            "-",
            options,
            above.toString(),
            path);
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/unshare"))
            && programs.run(and(words, "true")).exitCode() == 0,
        "no tmpfs can be mounted in a namespace here; volumes are not tested");
    return Jvm.of(InVolume.class)
        .by(words.toArray())
        .run(programs, above.resolve(path))
        .expectSuccess()
        .out()
        .lines()
        .toList();
  }

  private static Object[] and(List<String> words, String... more) {
    return Stream.concat(words.stream(), Stream.of(more)).toArray();
  }

  @Test
  void folder_whenReachedThroughALink_isLookedAtWhereItReallyIs() throws IOException {
    Path link = Files.createSymbolicLink(temp.resolve("link"), own);
    setMode(above, "0777");

    assertThatExceptionOfType(UnsafeFileException.class)
        .isThrownBy(() -> Ownership.checkAbove(link))
        .withMessageContaining(above.toString());
  }

  private void check(PrivateGroups groups) throws IOException {
    new FoldersAbove(FoldersAbove.number(own, "uid"), groups, false).check(own);
  }

  private PrivateGroups groups(String accounts, String groups) throws IOException {
    return new PrivateGroups(
        Files.writeString(temp.resolve("passwd"), "root:x:0:0:root:/root:/bin/sh\n" + accounts),
        Files.writeString(temp.resolve("group"), groups + "\n"));
  }

  private void assertRefused(String... parts) throws IOException {
    assertRefused(groups("", ""), parts);
  }

  private void assertRefused(PrivateGroups groups, String... parts) {
    assertThatExceptionOfType(UnsafeFileException.class)
        .isThrownBy(() -> check(groups))
        .satisfies(e -> assertThat(e).message().contains(parts).contains(own.toString()));
  }

  private static void setMode(Path folder, String octal) throws IOException {
    Files.setPosixFilePermissions(folder, fromString("rwx------"));
    Files.setAttribute(folder, "unix:mode", Integer.parseInt(octal, 8), LinkOption.NOFOLLOW_LINKS);
  }

  private void assumeRoot() throws IOException {
    assumeTrue(FoldersAbove.number(own, "uid") == 0, "only root can give folders away; not tested");
  }
}
