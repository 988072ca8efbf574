package dev.signet.bundle.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.signet.bundle.BundleEntry;
import dev.signet.bundle.BundleException;
import dev.signet.bundle.BundleKind;
import dev.signet.bundle.EntryPath;
import dev.signet.bundle.EntryReader;
import dev.signet.bundle.Layout;
import dev.signet.bundle.Limits;
import dev.signet.bundle.descriptor.ClassPathRule;
import dev.signet.file.FileStamp;
import dev.signet.testkit.BundleReading;
import dev.signet.testkit.Trees;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderBundleTest {
  @TempDir Path temp;
  private Path plugin;
  private Path scratch;

  @BeforeEach
  void makeFolders() throws Exception {
    plugin = Files.createDirectory(temp.resolve("plugin"));
    scratch = Files.createDirectory(temp.resolve("scratch"));
  }

  @Test
  void bundle_whenFolderIsGood_hasItsFilesInTheOrderOfTheirPaths() {
    Trees.folder(plugin, Trees.files("b", "1", "a/c", "2", "a.b", "3", "a/b/c/d", "4", "é", "5"));

    try (Bundle bundle = BundleOpener.open(plugin, Limits.DEFAULT, scratch)) {
      assertThat(bundle.kind()).isEqualTo(BundleKind.FOLDER);
      assertThat(bundle.source()).isEqualTo(plugin);
      assertThat(bundle.archiveCopy()).isEmpty();
      assertThat(bundle.isComplete()).isTrue();
      assertThat(bundle.findings()).isEmpty();
      assertThat(bundle.entries())
          .extracting(entry -> entry.path().value())
          .containsExactly("a.b", "a/b/c/d", "a/c", "b", "é");
    }
    assertThat(BundleReading.of(plugin).contents().get("a/c")).isEqualTo("2".getBytes(UTF_8));
    assertThat(scratch).isEmptyDirectory();
  }

  @Test
  void entry_tellsSizeModeAndStampOfItsFile() throws Exception {
    Trees.folder(plugin, Trees.files("bin/tool", "#!", "data", "12345"));
    Files.setPosixFilePermissions(
        plugin.resolve("bin/tool"), PosixFilePermissions.fromString("rwxr-x---"));

    try (Bundle bundle = BundleOpener.open(plugin, Limits.DEFAULT, scratch)) {
      BundleEntry tool = bundle.entries().get(0);
      BundleEntry data = bundle.entries().get(1);
      assertThat(tool.executable()).isTrue();
      assertThat(data.executable()).isFalse();
      assertThat(data.size()).isEqualTo(5);
      assertThat(data.stamp()).isEqualTo(FileStamp.of(plugin.resolve("data")));
    }
  }

  @Test
  void bundle_whenFolderIsEmptyOrHoldsOnlyFolders_hasNoEntriesAndNoFindings() {
    Trees.folder(plugin, Trees.files("a/b/", "", "c/", ""));

    BundleReading reading = BundleReading.of(plugin);
    assertThat(reading.contents()).isEmpty();
    assertThat(reading.findings()).isEmpty();
    assertThat(reading.complete()).isTrue();
  }

  @Test
  void bundle_whenLayoutIgnoresNames_neitherListsNorEntersThem() throws Exception {
    Trees.folder(plugin, Trees.files("index.php", "", "sub/.DS_Store", "x", "data/a", "x"));
    Files.createSymbolicLink(plugin.resolve("data/link"), temp);
    Files.createSymbolicLink(plugin.resolve("themes"), temp);
    Trees.write(plugin.resolve("config/a:b"), new byte[1]);

    BundleReading core = BundleReading.of(plugin, Layout.NEXTCLOUD_CORE, Limits.DEFAULT);
    assertThat(core.contents()).containsOnlyKeys("index.php");
    assertThat(core.findings()).isEmpty();

    BundleReading app = BundleReading.of(plugin, Layout.NEXTCLOUD_APP, Limits.DEFAULT);
    assertThat(app.problems())
        .containsExactlyInAnyOrder(Reason.NOT_A_REGULAR_FILE, Reason.UNSAFE_PATH);
  }

  @Test
  void limits_areInclusive() {
    Trees.folder(plugin, Trees.files("a/b/c", "12345", "d", "12345"));
    Limits exact =
        Limits.builder().files(2).totalBytes(10).fileBytes(5).depth(3).pathBytes(5).build();

    BundleReading reading = BundleReading.of(plugin, exact);
    assertThat(reading.findings()).isEmpty();
    assertThat(reading.contents()).hasSize(2);
  }

  @Test
  void limits_whenOneIsExceeded_areNamedAndLeaveTheBundleIncomplete() {
    Trees.folder(plugin, Trees.files("a/b/c", "12345", "d", "12345"));

    exceeded(Limits.builder().files(1).build(), "more than 1 files");
    exceeded(Limits.builder().totalBytes(9).build(), "larger than 9 bytes in all");
    exceeded(Limits.builder().fileBytes(4).build(), "larger than 4 bytes");
    exceeded(Limits.builder().depth(2).build(), "deeper than 2 levels");
    exceeded(Limits.builder().pathBytes(4).build(), "longer than 4 bytes");
  }

  private void exceeded(Limits limits, String detail) {
    BundleReading reading = BundleReading.of(plugin, limits);
    assertThat(reading.complete()).as(detail).isFalse();
    assertThat(reading.problems()).as(detail).containsExactly(Reason.LIMIT_EXCEEDED);
    assertThat(reading.findings()).anyMatch(finding -> finding.detail().contains(detail));
  }

  @Test
  void pathLimit_countsBytesOfUtf8() {
    Trees.folder(plugin, Trees.files("ééé", ""));

    assertThat(BundleReading.of(plugin, Limits.builder().pathBytes(6).build()).findings())
        .isEmpty();
    assertThat(BundleReading.of(plugin, Limits.builder().pathBytes(5).build()).problems())
        .containsExactly(Reason.LIMIT_EXCEEDED);
  }

  @Test
  void findings_whenSeveralThingsAreWrong_nameAllOfThemByPath() throws Exception {
    Trees.folder(plugin, Trees.files("good", "", "x*y", "", "nul.txt", "", "A", "", "a", ""));
    Files.createSymbolicLink(plugin.resolve("link"), plugin.resolve("good"));

    BundleReading reading = BundleReading.of(plugin);
    assertThat(reading.findings())
        .extracting(Finding::path)
        .containsExactly("a", "link", "nul.txt", "x*y");
    assertThat(reading.problems())
        .containsExactly(Reason.PATH_COLLISION, Reason.NOT_A_REGULAR_FILE, Reason.UNSAFE_PATH);
    assertThat(reading.complete()).isTrue();
  }

  @Test
  void findings_whenAFolderHasATwin_nameItOnce() {
    Trees.folder(plugin, Trees.files("lib/a", "", "LIB/b", "", "LIB/c", "", "LIB/x/d", ""));

    assertThat(BundleReading.of(plugin).paths(Reason.PATH_COLLISION)).containsExactly("lib");
  }

  @Test
  void findings_whenThereAreThousands_areCapped() {
    IntStream.range(0, 1_200).forEach(i -> Trees.write(plugin.resolve("x" + i + ":"), new byte[0]));

    List<Finding> findings = BundleReading.of(plugin).findings();
    assertThat(findings).hasSize(1_001);
    assertThat(findings.get(0).detail()).contains("200 more");
    assertThat(findings.get(0).reason()).isEqualTo(Reason.LIMIT_EXCEEDED);
  }

  @Test
  void reading_whenFileGrewShrankOrVanished_endsInAFinding() throws Exception {
    Trees.folder(plugin, Trees.files("grows", "1", "shrinks", "12", "vanishes", "1"));

    try (Bundle bundle = BundleOpener.open(plugin, Limits.DEFAULT, scratch)) {
      Files.writeString(plugin.resolve("grows"), "2", StandardOpenOption.APPEND);
      Files.writeString(plugin.resolve("shrinks"), "1");
      Files.delete(plugin.resolve("vanishes"));

      assertThat(failure(bundle, 0).reason()).isEqualTo(Reason.IO_ERROR);
      assertThat(failure(bundle, 0).detail()).contains("longer than its listed size");
      assertThat(failure(bundle, 1).detail()).contains("ends 1 bytes before");
      assertThat(failure(bundle, 2).detail()).contains("not there");
      assertThat(failure(bundle, 2).path()).isEqualTo("vanishes");
    }
  }

  @Test
  void reading_whenItSkips_deliversAndChecksTheRest() throws Exception {
    Trees.folder(plugin, Trees.files("a", "12345"));

    try (Bundle bundle = BundleOpener.open(plugin, Limits.DEFAULT, scratch);
        EntryReader reader = bundle.reader();
        InputStream in = reader.open(bundle.entries().get(0))) {
      assertThat(in.skip(2)).isEqualTo(2);
      assertThat(in.read()).isEqualTo('3');
      assertThat(in.readAllBytes()).isEqualTo("45".getBytes(UTF_8));
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void root_whenFolderWasMovedAfterListing_isStillTheOneThatWasListed() throws Exception {
    Trees.folder(plugin, Trees.files("lib/a", "listed"));

    try (Bundle bundle = BundleOpener.open(plugin, Limits.DEFAULT, scratch)) {
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(plugin)) {
        assumeThat(stream)
            .as("this file system holds folders open")
            .isInstanceOf(SecureDirectoryStream.class);
      }
      Files.move(plugin, temp.resolve("moved"));
      Trees.folder(plugin, Trees.files("lib/a", "other!"));

      try (EntryReader reader = bundle.reader();
          InputStream in = reader.open(bundle.entries().get(0))) {
        assertThat(in.readAllBytes()).isEqualTo("listed".getBytes(UTF_8));
      }
    }
  }

  @Test
  void close_whenCalledTwice_hasNoEffect() {
    Bundle bundle = BundleOpener.open(plugin, Limits.DEFAULT, scratch);
    bundle.close();
    bundle.close();
  }

  @Test
  void close_whenBundleWasRead_leavesNoFileOpen() throws Exception {
    Path open = Path.of("/proc/self/fd");
    assumeThat(open).as("this system shows its open files").isDirectory();
    Trees.folder(plugin, Trees.files("a/b/c/d", "1", "a/b/e", "2", "f", "3"));
    Path archive = Trees.archive(temp.resolve("a.jar"), Trees.files("a", "1", "b", "2"));
    Path broken = Trees.write(temp.resolve("b.jar"), new byte[100]);
    int before = count(open);

    for (int i = 0; i < 50; i++) {
      BundleReading.of(plugin);
      BundleReading.of(plugin, Limits.builder().files(1).build());
      BundleReading.of(archive);
      BundleReading.of(broken);
      ClassPathRule.check(broken, new EntryPath("b.jar"));
    }
    assertThat(count(open)).isLessThan(before + 25);
  }

  private static int count(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return (int) files.count();
    }
  }

  private static Finding failure(Bundle bundle, int entry) {
    return assertThatExceptionOfType(BundleException.class)
        .isThrownBy(
            () -> {
              try (EntryReader reader = bundle.reader();
                  InputStream in = reader.open(bundle.entries().get(entry))) {
                in.readAllBytes();
              }
            })
        .actual()
        .finding();
  }
}
