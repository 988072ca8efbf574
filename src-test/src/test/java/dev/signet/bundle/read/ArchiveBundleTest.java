package dev.signet.bundle.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signet.bundle.BundleEntry;
import dev.signet.bundle.BundleException;
import dev.signet.bundle.BundleKind;
import dev.signet.bundle.EntryPath;
import dev.signet.bundle.EntryReader;
import dev.signet.bundle.Limits;
import dev.signet.bundle.descriptor.ClassPathRule;
import dev.signet.testkit.BundleReading;
import dev.signet.testkit.Trees;
import dev.signet.testkit.ZipBytes;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.io.File;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchiveBundleTest {
  @TempDir Path temp;
  private Path scratch;

  @BeforeEach
  void makeScratch() throws Exception {
    scratch = Files.createDirectory(temp.resolve("scratch"));
  }

  @ParameterizedTest
  @CsvSource({"a.zip, ZIP", "a.ZIP, ZIP", "a.jar, JAR", "a.b.Jar, JAR"})
  void bundle_whenArchiveIsGood_hasItsFilesAndAPrivateCopy(String name, BundleKind kind)
      throws Exception {
    Path source =
        Trees.archive(
            temp.resolve(name), Trees.files("lib/", "", "lib/b", "2", "a", "1", "empty", ""));

    try (Bundle bundle = BundleOpener.open(source, Limits.DEFAULT, scratch)) {
      assertThat(bundle.kind()).isEqualTo(kind);
      assertThat(bundle.findings()).isEmpty();
      assertThat(bundle.isComplete()).isTrue();
      assertThat(bundle.entries())
          .extracting(entry -> entry.path().value())
          .containsExactly("a", "empty", "lib/b");
      assertThat(bundle.archiveCopy())
          .hasValueSatisfying(
              copy -> {
                assertThat(copy).hasParent(scratch).hasSameBinaryContentAs(source);
              });
    }
    assertThat(BundleReading.of(source).contents().get("lib/b")).isEqualTo("2".getBytes(UTF_8));
  }

  @Test
  void bundle_whenSourceChangesAfterOpening_readsTheCopy() throws Exception {
    Path source = Trees.archive(temp.resolve("a.zip"), Trees.files("a", "listed"));

    try (Bundle bundle = BundleOpener.open(source, Limits.DEFAULT, scratch)) {
      Trees.archive(source, Trees.files("a", "other!"));
      try (EntryReader reader = bundle.reader();
          InputStream in = reader.open(bundle.entries().get(0))) {
        assertThat(in.readAllBytes()).isEqualTo("listed".getBytes(UTF_8));
      }
    }
  }

  @Test
  void bundle_whenArchiveIsEmpty_hasNoEntriesAndNoFindings() {
    Path source = Trees.write(temp.resolve("a.zip"), new ZipBytes().bytes());

    BundleReading reading = BundleReading.of(source);
    assertThat(reading.findings()).isEmpty();
    assertThat(reading.complete()).isTrue();
  }

  @Test
  void entry_whenUnixSaysExecutable_isExecutable() {
    byte[] zip =
        new ZipBytes()
            .add("bin/tool", new byte[1], e -> e.unixMode(0100755))
            .add("data", new byte[1], e -> e.unixMode(0100644))
            .add("mode-unknown", new byte[1], e -> e.unixMode(0xffff))
            .add("not-unix", new byte[1], e -> e.externalAttributes(0755 << 16))
            .bytes();
    Path source = Trees.write(temp.resolve("a.zip"), zip);

    try (Bundle bundle = BundleOpener.open(source, Limits.DEFAULT, scratch)) {
      assertThat(bundle.findings()).isEmpty();
      assertThat(bundle.entries())
          .filteredOn(BundleEntry::executable)
          .extracting(entry -> entry.path().value())
          .containsExactly("bin/tool");
    }
  }

  @Test
  void archive_whenItIsUnusualButReadsAlikeToAll_isRead() {
    byte[] text = "text ".repeat(1_000).getBytes(UTF_8);
    byte[] timestamp = {0x55, 0x54, 5, 0, 1, 0, 0, 0, 0};
    byte[] zip =
        new ZipBytes()
            .add("streamed", text, e -> e.deflate().withDescriptor())
            .add("dir/", new byte[0], e -> e.deflate().withDescriptor())
            .add("flagged-é", text, e -> e.deflate().flags(ZipBytes.UTF8_NAME | 2 | 4))
            .add("raw-é", text, e -> e)
            .add("extra", text, e -> e.extra(timestamp).localExtra(new byte[] {1, 2, 0, 0}))
            .add("commented", text, e -> e.comment("PK\5\6".getBytes(UTF_8)))
            .comment("made by hand".getBytes(UTF_8))
            .bytes();

    BundleReading reading = BundleReading.of(Trees.write(temp.resolve("a.zip"), zip));
    assertThat(reading.findings()).isEmpty();
    assertThat(reading.contents())
        .containsOnlyKeys("streamed", "flagged-é", "raw-é", "extra", "commented");
    assertThat(reading.contents().values()).allMatch(content -> Arrays.equals(content, text));
  }

  @Test
  void archive_whenItHoldsAnUnpackedArchiveAtItsEnd_isReadAsOne() {
    byte[] inner = Trees.archiveBytes(Trees.files("x", "y"));
    Path source = Trees.write(temp.resolve("a.zip"), new ZipBytes().file("b.zip", inner).bytes());

    assertThat(BundleReading.of(source).findings()).isEmpty();
    assertThat(BundleReading.of(source).contents()).containsOnlyKeys("b.zip");
  }

  @Test
  void jar_whenNamesDifferOnlyInCase_isWorthANoticeOnly() {
    byte[] bytes = new ZipBytes().file("a/B.class", "1").file("a/b.class", "2").bytes();

    BundleReading jar = BundleReading.of(Trees.write(temp.resolve("a.jar"), bytes));
    assertThat(jar.problems()).isEmpty();
    assertThat(jar.contents()).hasSize(2);
    assertThat(jar.paths(Reason.PATH_COLLISION)).containsExactly("a/b.class");

    BundleReading zip = BundleReading.of(Trees.write(temp.resolve("a.zip"), bytes));
    assertThat(zip.problems()).containsExactly(Reason.PATH_COLLISION);
  }

  @Test
  void limits_whenOneIsExceeded_leaveTheBundleIncomplete() {
    Path source = Trees.archive(temp.resolve("a.zip"), Trees.files("a/b/c", "12345", "d", "12345"));

    for (Limits limits :
        List.of(
            Limits.builder().files(1).build(),
            Limits.builder().fileBytes(4).build(),
            Limits.builder().depth(2).build(),
            Limits.builder().pathBytes(4).build(),
            Limits.builder().totalBytes(100).build())) {
      BundleReading reading = BundleReading.of(source, limits);
      assertThat(reading.complete()).isFalse();
      assertThat(reading.problems()).containsExactly(Reason.LIMIT_EXCEEDED);
    }
  }

  @Test
  void source_whenItIsNeitherFolderNorArchive_isAFinding() {
    Path text = Trees.write(temp.resolve("plugin.txt"), Trees.archiveBytes(Trees.files("a", "b")));

    assertThat(BundleReading.of(text).problems()).containsExactly(Reason.MALFORMED_ARCHIVE);
    assertThat(BundleReading.of(text).complete()).isFalse();
    assertThat(BundleReading.of(temp.resolve("missing.zip")).problems())
        .containsExactly(Reason.IO_ERROR);
    assertThat(BundleReading.of(temp.resolve("missing")).problems())
        .containsExactly(Reason.IO_ERROR);
  }

  @Test
  void source_whenScratchCannotBeWritten_isAFinding() {
    Path source = Trees.archive(temp.resolve("a.zip"), Trees.files("a", "1"));

    try (Bundle bundle = BundleOpener.open(source, Limits.DEFAULT, temp.resolve("none"))) {
      assertThat(bundle.findings()).extracting(Finding::reason).containsExactly(Reason.IO_ERROR);
      assertThat(bundle.isComplete()).isFalse();
    }
  }

  @Test
  void reading_whenOneEntryIsDamaged_isAFindingAtThatEntry() throws Exception {
    byte[] zip =
        new ZipBytes()
            .add("bad", "content".getBytes(UTF_8), e -> e.crc(42))
            .file("good", "content")
            .bytes();
    Path source = Trees.write(temp.resolve("a.zip"), zip);

    try (Bundle bundle = BundleOpener.open(source, Limits.DEFAULT, scratch)) {
      assertThat(bundle.findings()).isEmpty();
      try (EntryReader reader = bundle.reader();
          InputStream in = reader.open(bundle.entries().get(0))) {
        Finding finding =
            assertThatExceptionOfType(BundleException.class)
                .isThrownBy(in::readAllBytes)
                .actual()
                .finding();
        assertThat(finding.reason()).isEqualTo(Reason.MALFORMED_ARCHIVE);
        assertThat(finding.path()).isEqualTo("bad");
      }
      try (EntryReader reader = bundle.reader();
          InputStream in = reader.open(bundle.entries().get(1))) {
        assertThat(in.readAllBytes()).hasSize(7);
      }
    }
  }

  @Test
  void archive_whenItIsAJarOfTheTestClassPath_passes() {
    List<Path> jars =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(path -> path.endsWith(".jar"))
            .map(Path::of)
            .filter(Files::isRegularFile)
            .toList();

    assertThat(jars).isNotEmpty();
    for (Path jar : jars) {
      BundleReading reading = BundleReading.of(jar);
      assertThat(reading.problems()).as(jar.toString()).isEmpty();
      assertThat(reading.contents()).as(jar.toString()).isNotEmpty();
      EntryPath name = new EntryPath(jar.getFileName().toString());
      assertThat(ClassPathRule.check(jar, name)).as(jar.toString()).isEmpty();
    }
  }
}
