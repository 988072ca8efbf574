package dev.signet.sign.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class SigningExceptionTest {
  @Test
  void reason_isTheMessageAloneWhateverTheCause() {
    IOException cause = new IOException("disk");

    assertThat(new SigningException("a.key cannot be read", "check the path", cause))
        .returns("a.key cannot be read; check the path.", SigningException::reason)
        .hasCause(cause);
  }

  @Test
  void reason_whenAnotherSaysAll_isItsMessage() {
    assertThat(SigningException.saying("a.key is a link. Name its target.", null))
        .returns("a.key is a link. Name its target.", SigningException::reason)
        .hasNoCause();
  }
}
