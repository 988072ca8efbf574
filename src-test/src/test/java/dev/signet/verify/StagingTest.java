package dev.signet.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.signet.bundle.BundleEntry;
import dev.signet.bundle.EntryPath;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StagingTest {

  @ParameterizedTest
  @CsvSource({
    "a, false, r--------",
    "a, true, r-x------",
    "lib/a.jar, false, r--------",
    "bin/deep/er/tool, true, r-x------"
  })
  void create_whenTheFileIsStillWritten_letsNobodyOpenItForWriting(
      String path, boolean executable, String permissions) throws IOException {
    try (Staging staging = Staging.temporary()) {
      Path file = staging.content().resolve(path);
      try (OutputStream out = staging.create(entry(path, executable))) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .isEqualTo(permissions);
        out.write('x');
      }
      assertThat(file).hasContent("x");
    }
  }

  @Test
  void create_whenTheFileIsThere_isRefused() throws IOException {
    try (Staging staging = Staging.temporary()) {
      staging.create(entry("lib/a", false)).close();
      staging.create(entry("lib/b", false)).close();

      assertThatIOException()
          .isThrownBy(() -> staging.create(entry("lib/a", false)))
          .isInstanceOf(FileAlreadyExistsException.class);
    }
  }

  private static BundleEntry entry(String path, boolean executable) {
    return new BundleEntry(new EntryPath(path), 1, executable, Optional.empty());
  }
}
