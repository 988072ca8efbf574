package dev.signet.sign.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway") // what callers must not pass is passed
class SigningExceptionTest {
  @Test
  void reason_isTheMessageAloneWhateverTheCause() {
    IOException cause = new IOException("disk");

    assertThat(new SigningException("a.key cannot be read.", cause))
        .returns("a.key cannot be read.", SigningException::reason)
        .hasCause(cause);
  }

  @Test
  void reason_whenThereIsNoMessage_isEmptyAndNotNull() {
    assertThat(new SigningException(null).reason()).isEmpty();
  }
}
