package dev.signet.sample.host.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.signet.testkit.Trees;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadsTest {
  @TempDir Path state;

  @Test
  void file_whenItDoesNotComeWhole_isNotLeftBehind() throws IOException {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("No space left on device");
          }

          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            return read();
          }
        };
    InputStream content =
        new SequenceInputStream(new ByteArrayInputStream(new byte[1_000_000]), broken);
    try (Uploads uploads = Uploads.in(Optional.of(state))) {
      assertThatIOException()
          .isThrownBy(() -> uploads.save(content, ".zip"))
          .withMessageContaining("No space");
      assertThat(uploads.folder()).isEmptyDirectory();
    }
  }

  @Test
  void folder_isTheOwnersAloneAndGoesWithAllThatIsInIt() throws IOException {
    Uploads uploads = Uploads.in(Optional.of(state));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(uploads.folder())))
        .isEqualTo("rwx------");
    assertThat(uploads.save(new ByteArrayInputStream(new byte[9]), ".zip")).hasSize(9);
    Files.writeString(uploads.folder().resolve("still-arriving"), "half");
    uploads.close();
    assertThat(state).isEmptyDirectory();
    uploads.close();
  }

  @Test
  void whatAKilledHostLeft_goesAndNothingElseOfItsState() throws IOException {
    Trees.write(state.resolve("uploads-123/upload-1.zip"), new byte[9]);
    Trees.write(state.resolve("uploads-123/deep/er"), new byte[9]);
    Trees.write(state.resolve("uploads-file"), new byte[9]);
    Trees.write(state.resolve("ledger.json"), new byte[9]);
    Uploads.in(Optional.of(state)).close();
    assertThat(state.resolve("uploads-123")).doesNotExist();
    assertThat(state.resolve("ledger.json")).exists();
  }

  @Test
  void hostWithoutAStateDirectory_keepsThemInATemporaryFolder() throws IOException {
    Uploads uploads = Uploads.in(Optional.empty());
    assertThat(uploads.folder()).isEmptyDirectory();
    uploads.close();
    assertThat(uploads.folder()).doesNotExist();
  }
}
