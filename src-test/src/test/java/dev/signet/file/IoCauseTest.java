package dev.signet.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.junit.jupiter.api.Test;

class IoCauseTest {
  @Test
  void cause_whenItsMessageIsAPathOnly_isSaidInWords() {
    assertThat(IoCause.of(new NoSuchFileException("/a"))).isEqualTo("it is not there");
    assertThat(IoCause.of(new AccessDeniedException("/a"))).isEqualTo("permission denied");
    assertThat(IoCause.of(new NotDirectoryException("/a"))).isEqualTo("it is no folder");
  }

  @Test
  void cause_whenTheSystemGivesAReason_isThatWithoutThePath() {
    assertThat(IoCause.of(new FileSystemException("/a", null, "No space left on device")))
        .isEqualTo("No space left on device");
  }

  @Test
  void cause_whenThereIsNoReason_isTheMessageOrTheKind() {
    assertThat(IoCause.of(new IOException("broken"))).isEqualTo("broken");
    assertThat(IoCause.of(new IOException())).isEqualTo("IOException");
  }
}
