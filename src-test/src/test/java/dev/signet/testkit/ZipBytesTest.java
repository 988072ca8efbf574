package dev.signet.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZipBytesTest {
  private static final byte[] ZIP =
      new ZipBytes()
          .file("stored.txt", "stored")
          .add("deflated.txt", "deflated".getBytes(UTF_8), e -> e.deflate())
          .add("streamed.txt", "streamed".getBytes(UTF_8), e -> e.deflate().withDescriptor())
          .bytes();

  @Test
  void archive_whenNothingIsCrafted_readsTheSameFromDirectoryAndStream(@TempDir Path folder)
      throws Exception {
    Path file = Trees.write(folder.resolve("good.zip"), ZIP);

    try (ZipFile zip = new ZipFile(file.toFile(), UTF_8);
        ZipInputStream stream = new ZipInputStream(new ByteArrayInputStream(ZIP), UTF_8)) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        assertThat(stream.getNextEntry().getName()).isEqualTo(entry.getName());
        byte[] content = entry.getName().replace(".txt", "").getBytes(UTF_8);
        assertThat(zip.getInputStream(entry).readAllBytes()).isEqualTo(content);
        assertThat(stream.readAllBytes()).isEqualTo(content);
      }
      assertThat(stream.getNextEntry()).isNull();
      assertThat(zip.size()).isEqualTo(3);
    }
  }
}
