package dev.signet.admit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.bundle.BundleKind;
import dev.signet.file.Packed;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexFileTest {
  @TempDir Path temp;
  private IndexFile file = new IndexFile(Path.of("unset"));

  @BeforeEach
  void setUp() {
    file = IndexFile.in(temp);
  }

  @Test
  void index_whenReadBack_hasWhatWasWritten() throws IOException {
    CopyIndex index = new CopyIndex();
    index.restore(
        content(
            Map.of("a-1-b", copy("a-1-b")),
            Map.of(Path.of("/plugins/ä"), new CopyIndex.SourceRecord(packed("then"), "a-1-b"))));
    file.write(index);
    CopyIndex read = file.read();
    assertThat(read.content()).isEqualTo(index.content());
    assertThat(temp).isDirectoryNotContaining("glob:**.signet*");
  }

  @Test
  void index_whenTornAnywhere_isLeftAside() throws IOException {
    byte[] whole = written();
    for (int length = 0; length < whole.length; length++) {
      Files.write(file.path(), Arrays.copyOf(whole, length));
      assertThat(file.read().content().copies()).as("%d bytes", length).isEmpty();
      // What a power cut leaves of a file whose length was written, but not its content.
      Files.write(file.path(), Arrays.copyOf(Arrays.copyOf(whole, length), whole.length));
      assertThat(file.read().content().copies()).as("%d bytes and zeros", length).isEmpty();
    }
  }

  @Test
  void index_whenAnyByteIsAnother_isLeftAside() throws IOException {
    byte[] whole = written();
    for (int i = 0; i < whole.length; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= 1;
      Files.write(file.path(), damaged);
      assertThat(file.read().content().copies()).as("byte %d", i).isEmpty();
    }
  }

  @Test
  void index_whenItIsWrongUnderARightChecksum_isLeftAside() throws IOException {
    Packed.Writer otherForm = new Packed.Writer().text("signet-index-2").number(0);
    Packed.Writer tooMany = new Packed.Writer().text("signet-index-3").number(Long.MAX_VALUE);
    Packed.Writer otherKind =
        new Packed.Writer().text("signet-index-3").number(1).text("a-1-b").text("TAR");
    for (Packed.Writer body : java.util.List.of(otherForm, tooMany, otherKind)) {
      put(body.packed().toBytes());
      assertThat(file.read().content().copies()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "../../etc", "a/b", "/etc", ".a", "a\\b", "a\0b"})
  void index_whenItNamesNoFolderOfACopy_isLeftAside(String name) throws IOException {
    CopyIndex index = new CopyIndex();
    index.restore(content(Map.of(name, copy(name)), Map.of()));
    file.write(index);
    assertThat(file.read().content().copies()).isEmpty();
  }

  @Test
  void indexOfAnEarlierVersion_isNotReadAndGoesWithTheFirstNewOne() throws IOException {
    Path former = temp.resolve("index.json");
    Files.writeString(former, "{\"version\":1,\"sources\":{},\"copies\":[]}");
    assertThat(file.read().content().copies()).isEmpty();
    assertThat(file.exists()).isTrue();
    file.write(new CopyIndex());
    assertThat(former).doesNotExist();
  }

  /** Of a plugin with 49,000 files it has 17 MB, in a host that may have little more to spare. */
  @Test
  void largeIndex_isNotHeldInMemoryOnceMoreToWriteItAndOnceToReadIt() throws IOException {
    CopyIndex index = new CopyIndex();
    Packed much = Packed.of(new byte[4 << 20]);
    SealedCopy copy = new SealedCopy("a-1-b", BundleKind.ZIP, "", much, much, much);
    index.restore(
        content(
            Map.of("a-1-b", copy),
            Map.of(Path.of("/plugins/a"), new CopyIndex.SourceRecord(much, "a-1-b"))));
    long start = allocated();
    file.write(index);
    long written = allocated();
    CopyIndex read = file.read();
    long size = Files.size(file.path());

    assertThat(allocated() - written).isLessThan(size * 5 / 2);
    assertThat(written - start).isLessThan(size / 4);
    assertThat(read.content()).isEqualTo(index.content());
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  private byte[] written() throws IOException {
    CopyIndex index = new CopyIndex();
    index.restore(content(Map.of("a-1-b", copy("a-1-b")), Map.of()));
    file.write(index);
    return Files.readAllBytes(file.path());
  }

  private void put(byte[] body) throws IOException {
    CRC32C checksum = new CRC32C();
    checksum.update(body);
    Files.write(
        file.path(),
        ByteBuffer.allocate(body.length + Long.BYTES)
            .put(body)
            .putLong(checksum.getValue())
            .array());
  }

  private static CopyIndex.Content content(
      Map<String, SealedCopy> copies, Map<Path, CopyIndex.SourceRecord> sources) {
    return new CopyIndex.Content(copies, sources);
  }

  private static SealedCopy copy(String name) {
    return new SealedCopy(
            name, BundleKind.ZIP, "boot", packed("stamps"), packed("files"), Packed.EMPTY)
        .with(Optional.empty());
  }

  private static Packed packed(String text) {
    return Packed.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
