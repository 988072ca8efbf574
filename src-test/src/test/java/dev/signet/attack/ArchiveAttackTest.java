package dev.signet.attack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.bundle.Limits;
import dev.signet.testkit.BundleReading;
import dev.signet.testkit.Trees;
import dev.signet.testkit.ZipBytes;
import dev.signet.verdict.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ArchiveAttackTest {
  private static final byte[] CONTENT = "content ".repeat(50).getBytes(UTF_8);
  private static final byte[] SOME_BYTES = "some bytes".getBytes(UTF_8);

  @TempDir Path temp;

  @Test
  void entry_whenItIsThereTwice_isRefused() {
    malformed(new ZipBytes().file("a.class", "good").file("a.class", "evil"));
    malformed(new ZipBytes().file("a", "good").add("a/", new byte[0], e -> e));
    malformed(new ZipBytes().add("a/", new byte[0], e -> e).add("a/", new byte[0], e -> e));
    malformed(
        new ZipBytes()
            .file("é", "good")
            .add("é", "evil".getBytes(UTF_8), e -> e.flags(ZipBytes.UTF8_NAME)));
  }

  @Test
  void entry_whenOnlyAStreamingReaderSeesIt_isRefused() {
    malformed(new ZipBytes().file("a", "1").add("hidden", CONTENT, e -> e.onlyLocal()));
    malformed(new ZipBytes().add("hidden", CONTENT, e -> e.onlyLocal()).file("a", "1"));
    malformed(
        new ZipBytes().file("a", "1").add("hidden", CONTENT, e -> e.onlyLocal()).file("b", "1"));
  }

  @Test
  void entry_whenOnlyTheDirectoryHasIt_isRefused() {
    malformed(new ZipBytes().file("a", "1").add("ghost", CONTENT, e -> e.onlyCentral()));
    malformed(new ZipBytes().file("a", "1").add("a", CONTENT, e -> e.onlyCentral().offset(0)));
    malformed(new ZipBytes().file("a", "1").add("b", CONTENT, e -> e.onlyCentral().offset(0)));
    malformed(
        new ZipBytes().file("a", "1").add("b", CONTENT, e -> e.onlyCentral().offset(1 << 30)));
    malformed(new ZipBytes().file("a", "1").add("b", CONTENT, e -> e.offset(3)));
  }

  @Test
  void entry_whenHiddenBehindTheEndOfPackedData_isRefused() throws Exception {
    byte[] hidden = new ZipBytes().file("hidden.class", "evil").bytes();
    byte[] packed = ZipBytes.deflated(CONTENT);
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    data.writeBytes(packed);
    data.writeBytes(descriptor(crcOf(CONTENT), packed.length, CONTENT.length));
    data.writeBytes(Arrays.copyOf(hidden, 30 + "hidden.class".length() + "evil".length()));
    byte[] zip =
        new ZipBytes()
            .add("a", CONTENT, e -> e.deflate().data(data.toByteArray()).withDescriptor())
            .bytes();

    try (ZipInputStream stream = new ZipInputStream(new ByteArrayInputStream(zip))) {
      stream.getNextEntry();
      assertThat(stream.getNextEntry().getName())
          .as("what a reader from the front sees")
          .isEqualTo("hidden.class");
    }
    BundleReading reading = read(zip);
    assertThat(reading.problems()).containsExactly(Reason.MALFORMED_ARCHIVE);
    assertThat(reading.contents()).isEmpty();
  }

  @Test
  void archive_whenDataIsBeforeBehindOrBetween_isRefused() {
    malformed(new ZipBytes().file("a", "1").prefix(SOME_BYTES));
    malformed(new ZipBytes().file("a", "1").suffix(SOME_BYTES));
    malformed(new ZipBytes().file("a", "1").suffix(new byte[1]));
    malformed(new ZipBytes().file("a", "1").beforeDirectory(SOME_BYTES));
    malformed(new ZipBytes().file("a", "1").beforeEnd(SOME_BYTES));
    malformed(new ZipBytes().add("a", CONTENT, e -> e.descriptor(SOME_BYTES)).file("b", "1"));
    malformed(new ZipBytes().prefix(SOME_BYTES));
  }

  @Test
  void archive_whenAnotherIsBeforeOrBehind_isRefused() {
    byte[] good = new ZipBytes().file("a", "good").bytes();
    byte[] evil = new ZipBytes().file("a", "evil").bytes();

    malformed(join(good, evil));
    malformed(new ZipBytes().file("a", "good").prefix(evil).bytes());
    malformed(new ZipBytes().file("a", "good").comment(evil).bytes());
  }

  @Test
  void archive_whenItHasTwoEndRecords_isRefused() {
    byte[] inner = ZipBytes.end(0, 0, 0, new byte[0]);
    byte[] reachesToTheEnd = ZipBytes.end(0, 0, 0, new byte[22]);

    malformed(new ZipBytes().file("a", "1").comment(inner));
    malformed(new ZipBytes().file("a", "1").comment(("PK\5\6" + "x".repeat(18)).getBytes(UTF_8)));
    malformed(new ZipBytes().file("a", "1").beforeEnd(Arrays.copyOf(reachesToTheEnd, 22)));
    malformed(new ZipBytes().file("a", "1").suffix(ZipBytes.end(0, 0, 0, new byte[0])));
  }

  @Test
  void archive_whenCountsOrPlacesAreWrong_isRefused() {
    malformed(new ZipBytes().file("a", "1").extraCount(1));
    malformed(new ZipBytes().file("a", "1").file("b", "1").extraCount(-1));
    malformed(new ZipBytes().file("a", "1").extraCount(0xfffe));
    malformed(ZipBytes.end(0, 46, 0, new byte[0]));
    malformed(ZipBytes.end(0, -1, -1, new byte[0]));
    malformed(ZipBytes.end(0xffff, 0, 0, new byte[0]));
  }

  @Test
  void archive_whenZip64OverridesItForSomeReaders_isRefused() {
    ByteBuffer locator = ByteBuffer.wrap(new byte[20]).order(ByteOrder.LITTLE_ENDIAN);
    locator.putInt(0x07064b50).putInt(0).putLong(0).putInt(1);

    malformed(new ZipBytes().file("a", "1").beforeEnd(locator.array()));
    malformed(new ZipBytes().add("a", CONTENT, e -> e.comment(locator.array())));
    malformed(new ZipBytes().add("a", CONTENT, e -> e.extra(new byte[] {1, 0, 0, 0})));
    malformed(new ZipBytes().add("a", CONTENT, e -> e.localExtra(new byte[] {1, 0, 0, 0})));
    malformed(new ZipBytes().add("a", CONTENT, e -> e.compressedSize(0xffffffffL)));
    malformed(new ZipBytes().add("a", CONTENT, e -> e.size(0xffffffffL)));
    malformed(new ZipBytes().add("a", CONTENT, e -> e.offset(-1).disk(1)));
  }

  @Test
  void entry_whenEncryptedOrOfAnUnknownMethod_isRefused() {
    malformed("a", e -> e.flags(1));
    malformed("a", e -> e.flags(1 << 6 | 1));
    malformed("a", e -> e.flags(1 << 13));
    malformed("a", e -> e.flags(1 << 5));
    for (int method : new int[] {1, 6, 9, 12, 14, 93, 95, 99, 0xffff}) {
      malformed("a", e -> e.method(method));
    }
    malformed("a", e -> e.disk(1));
  }

  @Test
  void entry_whenItsTwoHeadersDiffer_isRefused() {
    malformed("a", e -> e.localName("b"));
    malformed("é", e -> e.flags(ZipBytes.UTF8_NAME).localFlags(0));
    malformed("é", e -> e.flags(0).localFlags(ZipBytes.UTF8_NAME));
    malformed("a", e -> e.deflate().localMethod(0));
    malformed("a", e -> e.localSize(1));
    malformed("a", e -> e.withDescriptor());
    malformed("a", e -> e.deflate().withDescriptor().localFlags(0));
    malformed("a", e -> e.deflate().flags(ZipBytes.DESCRIPTOR));
    malformed("a", e -> e.deflate().withDescriptor().crc(1));
    malformed("a", e -> e.deflate().flags(ZipBytes.DESCRIPTOR).descriptor(descriptor(1, 2, 3)));
    malformed("a", e -> e.deflate().flags(ZipBytes.DESCRIPTOR).descriptor(new byte[24]));
  }

  @Test
  void entry_whenItsNameIsThereInTwoEncodings_isRefused() {
    byte[] unicodePath = {0x75, 0x70, 6, 0, 1, 0, 0, 0, 0, 'b'};

    malformed("a", e -> e.extra(unicodePath));
    malformed("a", e -> e.localExtra(unicodePath));
    malformed("a", e -> e.rawName(new byte[] {'c', 'a', 'f', (byte) 0x82}));
    malformed("a", e -> e.rawName(new byte[] {(byte) 0xc0, (byte) 0xaf}).flags(ZipBytes.UTF8_NAME));
    malformed("a", e -> e.rawName(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}));
    malformed("a", e -> e.comment(new byte[] {(byte) 0x82}));
    malformed("a", e -> e.extra(new byte[] {1, 2, 50, 0, 0}));
    malformed("a", e -> e.extra(new byte[] {1, 2, 3}));
  }

  @Test
  void entry_whenItIsSaidToBePackedButHasNoData_isRefused() {
    UnaryOperator<ZipBytes.Entry> noData = e -> e.method(8).data(new byte[0]);
    for (byte[] content : new byte[][] {CONTENT, new byte[0]}) {
      malformed(new ZipBytes().add("a", content, noData));
      malformed(new ZipBytes().add("folder/", content, noData).file("other", "1"));
    }
    assertThat(read(new ZipBytes().add("folder/", new byte[0], noData).bytes()).findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.path()).isEqualTo("folder/");
              assertThat(finding.detail()).contains("no data, so Java cannot read it");
            });
  }

  @Test
  void folder_whenItHasData_isRefused() {
    malformed("folder/", e -> e);
    malformed("folder/", e -> e.deflate());
    malformed(new ZipBytes().add("folder/", new byte[0], e -> e.method(8).data(SOME_BYTES)));
    malformed(new ZipBytes().add("folder/", new byte[0], e -> e.crc(1)));
  }

  @Test
  void content_whenSizeChecksumOrPackingIsWrong_isRefused() {
    malformed("a", e -> e.crc(1));
    malformed("a", e -> e.size(CONTENT.length + 1L));
    malformed("a", e -> e.size(CONTENT.length - 1L));
    malformed("a", e -> e.deflate().size(CONTENT.length + 1L));
    malformed("a", e -> e.deflate().size(CONTENT.length - 1L));
    malformed("a", e -> e.deflate().crc(1));
    malformed("a", e -> e.method(8));
    malformed("a", e -> e.deflate().data(join(ZipBytes.deflated(CONTENT), new byte[] {0})));
    byte[] packed = ZipBytes.deflated(CONTENT);
    malformed("a", e -> e.deflate().data(Arrays.copyOf(packed, packed.length - 1)));
    malformed("a", e -> e.deflate().data(new byte[0]));
  }

  @Test
  void bomb_whenItUnpacksToMoreThanDeclared_isStoppedThere() {
    byte[] bomb = ZipBytes.deflated(new byte[64 << 20]);
    byte[] zip = new ZipBytes().add("a", new byte[1_000], e -> e.deflate().data(bomb)).bytes();

    BundleReading reading = read(zip);
    assertThat(reading.problems()).containsExactly(Reason.MALFORMED_ARCHIVE);
    assertThat(reading.findings())
        .anyMatch(f -> f.detail().contains("more than its declared size"));
  }

  @Test
  void bomb_whenItDeclaresItsSize_isNotUnpackedAtAll() {
    UnaryOperator<ZipBytes.Entry> bomb = e -> e.deflate().size(1L << 30);
    ZipBytes one = new ZipBytes().add("a", new byte[1 << 20], e -> e.deflate().size(0xfffffffeL));
    ZipBytes sum =
        new ZipBytes()
            .add("a", new byte[1 << 20], bomb)
            .add("b", new byte[1 << 20], bomb)
            .add("c", new byte[1 << 20], bomb);
    Limits limits = Limits.builder().totalBytes(1 << 20).build();

    assertThat(read(one.bytes()).problems()).containsExactly(Reason.LIMIT_EXCEEDED);
    assertThat(read(sum.bytes()).problems()).contains(Reason.LIMIT_EXCEEDED);
    assertThat(BundleReading.of(write(sum.bytes()), limits).contents()).isEmpty();
  }

  @Test
  void bomb_whenNested_isAFileLikeAnyOther() {
    byte[] inner = Trees.archiveBytes(Trees.files("zeros", "0".repeat(10 << 20)));
    byte[] outer = Trees.archiveBytes(Map.of("inner.zip", inner));

    BundleReading reading = read(outer);
    assertThat(reading.findings()).isEmpty();
    assertThat(reading.contents().get("inner.zip")).isEqualTo(inner);
  }

  @Test
  void bomb_whenEntriesShareTheirData_isRefused() {
    ZipBytes zip = new ZipBytes().add("a", CONTENT, e -> e.deflate());
    for (int i = 0; i < 1_000; i++) {
      zip.add("b" + i, CONTENT, e -> e.deflate().onlyCentral().offset(0));
    }

    malformed(zip);
  }

  @Test
  void folderBesideTheArchive_whenPlantedBefore_isNotLookedAt() {
    Path zip = Trees.archive(temp.resolve("plugin.zip"), Trees.files("a", "good"));
    Trees.folder(temp.resolve("plugin"), Trees.files("a", "evil", "b", "evil"));

    BundleReading reading = BundleReading.of(zip);
    assertThat(reading.findings()).isEmpty();
    assertThat(reading.contents()).containsOnlyKeys("a");
    assertThat(reading.contents().get("a")).isEqualTo("good".getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "P", "PK\5\6", "not an archive at all, just some text"})
  void archive_whenItIsNone_isRefused(String content) {
    malformed(content.getBytes(UTF_8));
  }

  @Test
  void archive_whenCutAnywhere_isRefused() {
    byte[] zip =
        new ZipBytes().add("a", CONTENT, e -> e.deflate().withDescriptor()).file("b", "1").bytes();

    for (int length = 0; length < zip.length; length++) {
      malformed(Arrays.copyOf(zip, length));
    }
  }

  @Test
  void archive_whenAnyByteIsChanged_isReadOrRefusedButNeverThrows() {
    byte[] zip =
        new ZipBytes()
            .add("a", CONTENT, e -> e.deflate().withDescriptor())
            .file("lib/b", "1")
            .add("dir/", new byte[0], e -> e)
            .bytes();
    Random random = new Random(20261122);

    for (int i = 0; i < zip.length; i++) {
      byte[] changed = zip.clone();
      changed[i] ^= (byte) (1 + random.nextInt(255));
      BundleReading reading = read(changed);
      byte[] a = reading.contents().get("a");
      assertThat(a == null || Arrays.equals(a, CONTENT)).as("byte %d", i).isTrue();
    }
  }

  private void malformed(String name, UnaryOperator<ZipBytes.Entry> settings) {
    malformed(new ZipBytes().add(name, CONTENT, settings));
    malformed(new ZipBytes().file("other", "1").add(name, CONTENT, settings).file("last", "1"));
  }

  private void malformed(ZipBytes zip) {
    malformed(zip.bytes());
  }

  private void malformed(byte[] zip) {
    BundleReading reading = read(zip);
    assertThat(reading.problems()).containsExactly(Reason.MALFORMED_ARCHIVE);
    assertThat(reading.contents())
        .doesNotContainKeys("a", "a.class", "b", "é", "hidden", "ghost", "folder");
  }

  private BundleReading read(byte[] zip) {
    return BundleReading.of(write(zip));
  }

  private Path write(byte[] zip) {
    return Trees.write(temp.resolve("a.zip"), zip);
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  private static long crcOf(byte[] content) {
    CRC32 crc = new CRC32();
    crc.update(content);
    return crc.getValue();
  }

  private static byte[] descriptor(long crc, long compressedSize, long size) {
    byte[] record = new byte[16];
    ByteBuffer.wrap(record)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(0x08074b50)
        .putInt((int) crc)
        .putInt((int) compressedSize)
        .putInt((int) size);
    return record;
  }
}
