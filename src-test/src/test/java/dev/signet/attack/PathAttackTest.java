package dev.signet.attack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.signet.bundle.BundleEntry;
import dev.signet.bundle.BundleException;
import dev.signet.bundle.EntryReader;
import dev.signet.bundle.Limits;
import dev.signet.bundle.read.Bundle;
import dev.signet.bundle.read.BundleOpener;
import dev.signet.testkit.BundleReading;
import dev.signet.testkit.Trees;
import dev.signet.testkit.ZipBytes;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PathAttackTest {
  @TempDir Path temp;
  private Path plugin;
  private Path secret;

  @BeforeEach
  void makeFolders() {
    plugin = Trees.folder(temp.resolve("plugin"), Trees.files("plugin.properties", "plugin.id=x"));
    secret = Trees.write(temp.resolve("outside/secret"), "secret".getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil",
        "a/../../evil",
        "/etc/evil",
        "C:/evil",
        "c:evil",
        "//host/share/evil",
        "\\\\host\\share\\evil",
        "..\\evil",
        "./a",
        "a/./b",
        "a//b",
        "..",
        "a\u0000.txt",
        "a\nb",
        "\u001b[2Jx",
        "<img src=x>",
        "a.",
        "a ",
        "con",
        "aux.txt",
        "lib/NUL",
        "COM¹.log",
      })
  void path_whenItIsUnsafeInAnArchive_isRefusedAndNothingIsWritten(String name) throws Exception {
    byte[] zip = new ZipBytes().file("good", "1").file(name, "evil").bytes();
    Path source = Trees.write(temp.resolve("a/b/c/a.zip"), zip);

    BundleReading reading = BundleReading.of(source);
    assertThat(reading.problems()).containsExactly(Reason.UNSAFE_PATH);
    assertThat(reading.paths(Reason.UNSAFE_PATH)).containsExactly(name);
    assertThat(reading.contents()).containsOnlyKeys("good");
    try (var files = Files.walk(temp)) {
      assertThat(files).noneMatch(file -> String.valueOf(file.getFileName()).contains("evil"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "\u001b[2Jx", "<b>", "a:b", "a\\b", "a.", "a ", "con", "nul.txt"})
  void path_whenItIsUnsafeInAFolder_isRefused(String name) {
    Trees.write(plugin.resolve(name), new byte[1]);
    Trees.write(plugin.resolve("sub").resolve(name).resolve("file"), new byte[1]);

    BundleReading reading = BundleReading.of(plugin);
    assertThat(reading.problems()).containsExactly(Reason.UNSAFE_PATH);
    assertThat(reading.paths(Reason.UNSAFE_PATH)).containsExactly(name, "sub/" + name);
    assertThat(reading.contents()).containsOnlyKeys("plugin.properties");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "123", "-1", "1e3", "__proto__", "a\u200fb", "\ud83d\ude00", " x"})
  void path_whenItIsOnlyOdd_isAFileLikeAnyOther(String name) {
    Trees.write(plugin.resolve(name), new byte[1]);

    BundleReading reading = BundleReading.of(plugin);
    assertThat(reading.findings()).isEmpty();
    assertThat(reading.contents()).containsOnlyKeys("plugin.properties", name);
  }

  @Test
  void path_whenItIsNoUtf8_isRefused() throws Exception {
    run("sh", "-c", "touch \"$(printf 'bad\\377')\" \"$(printf 'bad\\376')\"");

    BundleReading reading = BundleReading.of(plugin);
    assertThat(reading.problems()).containsExactly(Reason.UNSAFE_PATH);
    assertThat(reading.paths(Reason.UNSAFE_PATH)).containsExactly("bad\ufffd", "bad\ufffd");
  }

  @Test
  void path_whenItIsVeryLong_isRefused() {
    String segment = "x".repeat(250);
    Trees.write(
        plugin.resolve(segment).resolve(segment).resolve(segment).resolve(segment).resolve(segment),
        new byte[1]);
    byte[] zip = new ZipBytes().file((segment + "/").repeat(250) + "y", "1").bytes();

    assertThat(BundleReading.of(plugin).problems()).containsExactly(Reason.LIMIT_EXCEEDED);
    assertThat(BundleReading.of(Trees.write(temp.resolve("a.zip"), zip)).problems())
        .containsExactly(Reason.LIMIT_EXCEEDED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"LIB/a", "lib/A", "ca\u0301f/x", "stra\u00dfe"})
  void path_whenATwinDiffersOnlyInCaseOrForm_isRefused(String twin) {
    byte[] zip =
        new ZipBytes()
            .file("lib/a", "1")
            .file("c\u00e1f/x", "1")
            .file("STRASSE", "1")
            .file(twin, "2")
            .bytes();

    assertThat(BundleReading.of(Trees.write(temp.resolve("a.zip"), zip)).problems())
        .containsExactly(Reason.PATH_COLLISION);
  }

  @Test
  void path_whenATwinIsAFolder_isRefused() {
    Trees.folder(plugin, Trees.files("lib/a", "1", "LIB", "2"));

    assertThat(BundleReading.of(plugin).problems()).containsExactly(Reason.PATH_COLLISION);
  }

  @Test
  void link_whenItIsInAFolder_isNeverFollowed() throws Exception {
    Files.createSymbolicLink(plugin.resolve("to-file"), plugin.resolve("plugin.properties"));
    Files.createSymbolicLink(plugin.resolve("to-folder"), plugin);
    Files.createSymbolicLink(plugin.resolve("outside"), secret);
    Files.createSymbolicLink(plugin.resolve("outside-folder"), secret.getParent());
    Files.createSymbolicLink(plugin.resolve("self"), plugin.resolve("self"));
    Files.createSymbolicLink(plugin.resolve("dangling"), plugin.resolve("none"));

    BundleReading reading = BundleReading.of(plugin);
    assertThat(reading.problems()).containsExactly(Reason.NOT_A_REGULAR_FILE);
    assertThat(reading.paths(Reason.NOT_A_REGULAR_FILE))
        .containsExactly("dangling", "outside", "outside-folder", "self", "to-file", "to-folder");
    assertThat(reading.contents()).containsOnlyKeys("plugin.properties");
  }

  @ParameterizedTest
  @ValueSource(ints = {0120777, 0020666, 0060660, 0010600, 0140600, 0040755})
  void link_whenItIsInAnArchive_isRefused(int mode) {
    byte[] zip =
        new ZipBytes().add("link", "/etc/passwd".getBytes(UTF_8), e -> e.unixMode(mode)).bytes();
    byte[] asIfFromDos =
        new ZipBytes()
            .add("link", "/etc/passwd".getBytes(UTF_8), e -> e.externalAttributes(mode << 16))
            .bytes();

    for (byte[] bytes : List.of(zip, asIfFromDos)) {
      BundleReading reading = BundleReading.of(Trees.write(temp.resolve("a.zip"), bytes));
      assertThat(reading.problems()).containsExactly(Reason.NOT_A_REGULAR_FILE);
      assertThat(reading.contents()).isEmpty();
    }
  }

  @Test
  void link_whenTheRootIsOne_isRefused() throws Exception {
    Path zip = Trees.archive(temp.resolve("real.zip"), Trees.files("a", "1"));
    Path folderLink = Files.createSymbolicLink(temp.resolve("folder-link"), plugin);
    Path zipLink = Files.createSymbolicLink(temp.resolve("link.zip"), zip);
    Path loop = Files.createSymbolicLink(temp.resolve("loop.jar"), temp.resolve("loop.jar"));

    for (Path root : List.of(folderLink, zipLink, loop)) {
      BundleReading reading = BundleReading.of(root);
      assertThat(reading.problems()).containsExactly(Reason.NOT_A_REGULAR_FILE);
      assertThat(reading.complete()).isFalse();
    }
  }

  @Test
  void link_whenSwappedInAfterTheWalk_isNotFollowed() throws Exception {
    Trees.folder(plugin, Trees.files("lib/secret", "good!!", "secret", "good!!"));

    try (Bundle bundle = BundleOpener.open(plugin, Limits.DEFAULT, temp)) {
      Files.move(plugin.resolve("lib"), temp.resolve("old-lib"));
      Files.createSymbolicLink(plugin.resolve("lib"), secret.getParent());
      Files.delete(plugin.resolve("secret"));
      Files.createSymbolicLink(plugin.resolve("secret"), secret);

      assertThat(bundle.entries()).hasSize(3);
      assertThat(failure(bundle, "lib/secret").isProblem()).isTrue();
      assertThat(failure(bundle, "secret").reason()).isEqualTo(Reason.NOT_A_REGULAR_FILE);
    }
  }

  @Test
  void link_whenSwappedInAndOutInARace_isNeverFollowed() throws Exception {
    assumeFoldersAreHeldOpen();
    Trees.folder(plugin, Trees.files("lib/secret", "good!!"));
    Path good = temp.resolve("good");
    AtomicBoolean stop = new AtomicBoolean();
    Thread attacker =
        new Thread(
            () -> {
              try {
                while (!stop.get()) {
                  Files.move(plugin.resolve("lib"), good);
                  Files.createSymbolicLink(plugin.resolve("lib"), secret.getParent());
                  Files.delete(plugin.resolve("lib"));
                  Files.move(good, plugin.resolve("lib"));
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    attacker.start();
    try {
      for (int i = 0; i < 200; i++) {
        BundleReading reading = BundleReading.of(plugin);
        assertThat(reading.contents().getOrDefault("lib/secret", "good!!".getBytes(UTF_8)))
            .isEqualTo("good!!".getBytes(UTF_8));
      }
    } finally {
      stop.set(true);
      attacker.join();
    }
  }

  @Test
  void hardLink_whenChangedThroughItsOtherName_isCaughtOrOldContent() throws Exception {
    Path other = Trees.write(temp.resolve("other-name"), "first".getBytes(UTF_8));
    Files.createLink(plugin.resolve("hard"), other);

    BundleReading reading = BundleReading.of(plugin);
    assertThat(reading.findings()).isEmpty();
    Files.writeString(other, "second");
    assertThat(reading.contents().get("hard")).isEqualTo("first".getBytes(UTF_8));
  }

  @Test
  void specialFile_isNeverOpened() throws Exception {
    run("mkfifo", "pipe");
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      // Its path may be longer than a socket's can be, so it is made elsewhere and moved.
      Path made = Path.of(System.getProperty("java.io.tmpdir"), "s" + System.nanoTime());
      socket.bind(UnixDomainSocketAddress.of(made));
      Files.move(made, plugin.resolve("socket"));

      BundleReading reading = BundleReading.of(plugin);
      assertThat(reading.problems()).containsExactly(Reason.NOT_A_REGULAR_FILE);
      assertThat(reading.paths(Reason.NOT_A_REGULAR_FILE)).containsExactly("pipe", "socket");
    }
  }

  @Test
  void specialFile_whenTheRootIsOne_isNeverOpened() throws Exception {
    run("mkfifo", "pipe.zip");

    assertThat(BundleReading.of(plugin.resolve("pipe.zip")).problems())
        .containsExactly(Reason.NOT_A_REGULAR_FILE);
    Path device = Path.of("/dev/zero");
    assumeThat(device).exists();
    assertThat(BundleReading.of(device).problems()).containsExactly(Reason.NOT_A_REGULAR_FILE);
  }

  @Test
  void specialFile_whenSwappedInAfterTheWalk_isNotOpened() throws Exception {
    try (Bundle bundle = BundleOpener.open(plugin, Limits.DEFAULT, temp)) {
      Files.delete(plugin.resolve("plugin.properties"));
      run("mkfifo", "plugin.properties");

      assertThat(failure(bundle, "plugin.properties").reason())
          .isEqualTo(Reason.NOT_A_REGULAR_FILE);
    }
  }

  @Test
  void unreadable_whenFileOrFolderIs_isAFinding() throws Exception {
    Trees.folder(plugin, Trees.files("file", "1", "folder/a", "1"));
    Files.setPosixFilePermissions(
        plugin.resolve("file"), PosixFilePermissions.fromString("---------"));
    Files.setPosixFilePermissions(
        plugin.resolve("folder"), PosixFilePermissions.fromString("---------"));
    try {
      assumeThat(Files.isReadable(plugin.resolve("file")))
          .as("this user may read everything")
          .isFalse();

      BundleReading reading = BundleReading.of(plugin);
      assertThat(reading.problems()).containsExactly(Reason.IO_ERROR);
      assertThat(reading.paths(Reason.IO_ERROR)).containsExactlyInAnyOrder("file", "folder");
      assertThat(reading.complete()).isTrue();
    } finally {
      Files.setPosixFilePermissions(
          plugin.resolve("folder"), PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void files_whenThereAreTooMany_areNotListedFurther() throws Exception {
    Path many = Files.createDirectory(plugin.resolve("many"));
    for (int i = 0; i < 1_000; i++) {
      Files.createFile(many.resolve("f" + i));
    }
    Limits limits = Limits.builder().files(100).build();

    try (Bundle bundle = BundleOpener.open(plugin, limits, temp)) {
      assertThat(bundle.entries()).hasSize(100);
      assertThat(bundle.isComplete()).isFalse();
      assertThat(bundle.findings())
          .extracting(Finding::reason)
          .containsExactly(Reason.LIMIT_EXCEEDED);
    }
  }

  @Test
  void files_whenTheyAreFoldersOrUnsafeOrLinks_areCountedAsWell() throws Exception {
    ZipBytes folders = new ZipBytes();
    ZipBytes unsafe = new ZipBytes();
    ZipBytes links = new ZipBytes();
    for (int i = 0; i <= 10_000; i++) {
      folders.file("f" + i + "/", "");
      unsafe.file("f" + i + "*", "");
      links.add("f" + i, new byte[0], e -> e.unixMode(0120777));
    }

    for (ZipBytes zip : List.of(folders, unsafe, links)) {
      Path source = Trees.write(temp.resolve("a.zip"), zip.bytes());
      BundleReading reading = BundleReading.of(source, Limits.builder().files(100).build());
      assertThat(reading.problems()).contains(Reason.LIMIT_EXCEEDED);
      assertThat(reading.findings()).anyMatch(f -> f.detail().contains("more than 10000 folders"));
    }
  }

  @Test
  void files_whenAnArchiveHoldsAsManyAsItCan_areNotAllTaken() throws Exception {
    ZipBytes zip = new ZipBytes();
    IntStream.range(0, 65_534).forEach(i -> zip.file("f" + i, ""));
    Path source = Trees.write(temp.resolve("a.zip"), zip.bytes());

    try (Bundle bundle = BundleOpener.open(source, Limits.DEFAULT, temp)) {
      assertThat(bundle.entries()).hasSize(Limits.DEFAULT.files());
      assertThat(bundle.isComplete()).isFalse();
      assertThat(bundle.findings())
          .extracting(Finding::reason)
          .containsExactly(Reason.LIMIT_EXCEEDED);
    }
  }

  @Test
  void levels_whenThereAreTenThousand_areNotAllEntered() throws Exception {
    try (DeepFolder deep = DeepFolder.make(plugin, 10_000)) {
      assertThat(deep.levels()).isGreaterThanOrEqualTo(10_000);

      BundleReading reading = BundleReading.of(plugin);
      assertThat(reading.problems()).containsExactly(Reason.LIMIT_EXCEEDED);
      assertThat(reading.contents()).containsOnlyKeys("plugin.properties");

      Limits lax = Limits.builder().depth(Integer.MAX_VALUE).build();
      assertThat(BundleReading.of(plugin, lax).problems()).isNotEmpty();
    }
  }

  private void assumeFoldersAreHeldOpen() throws IOException {
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(plugin)) {
      assumeThat(stream)
          .as("this file system holds folders open")
          .isInstanceOf(SecureDirectoryStream.class);
    }
  }

  private static Finding failure(Bundle bundle, String path) {
    BundleEntry entry =
        bundle.entries().stream()
            .filter(candidate -> candidate.path().value().equals(path))
            .findFirst()
            .orElseThrow();
    return assertThatExceptionOfType(BundleException.class)
        .isThrownBy(
            () -> {
              try (EntryReader reader = bundle.reader();
                  InputStream in = reader.open(entry)) {
                in.readAllBytes();
              }
            })
        .actual()
        .finding();
  }

  /** Runs a command in the plugin's folder; the test is skipped where it cannot be run. */
  private void run(String... command) throws Exception {
    Process process;
    try {
      process = new ProcessBuilder(command).directory(plugin.toFile()).start();
    } catch (IOException e) {
      assumeThat(e).as("this system has " + command[0]).isNull();
      return;
    }
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }
}
