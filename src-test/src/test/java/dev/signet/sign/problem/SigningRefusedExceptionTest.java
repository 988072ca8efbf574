package dev.signet.sign.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SigningRefusedExceptionTest {
  private static final SigningObjection ONE = SigningObjection.of("X", "It is bad.", "Mend it.");

  private static List<SigningObjection> objections(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> SigningObjection.of("X", "Number " + i + ".", "Mend it."))
        .toList();
  }

  @Test
  void message_whenThereAreSeveral_isALineForEachThatNamesWhatIsNotSigned() {
    SigningRefusedException refused = new SigningRefusedException("a.zip", objections(2));

    assertThat(refused)
        .hasMessage(
            "a.zip is not signed: Number 0. Mend it.\na.zip is not signed: Number 1. Mend it.");
    assertThat(refused.sentences()).hasSize(2).isUnmodifiable();
  }

  @Test
  void message_whenThereIsNoSubject_isTheSentenceAlone() {
    assertThat(new SigningRefusedException("", List.of(ONE))).hasMessage("It is bad. Mend it.");
  }

  @Test
  void sentences_whenThereAreMoreThanTwenty_endWithHowManyMore() {
    assertThat(new SigningRefusedException("a.zip", objections(20)).sentences()).hasSize(20);
    SigningRefusedException many = new SigningRefusedException("a.zip", objections(25));

    assertThat(many.sentences()).hasSize(21).last().isEqualTo("a.zip is not signed: And 5 more.");
    assertThat(many.objections()).hasSize(25);
  }

  @Test
  void exception_whenSomethingCausedIt_keepsBoth() {
    IllegalStateException cause = new IllegalStateException();
    SigningRefusedException refused = new SigningRefusedException(ONE, cause);

    assertThat(refused).hasMessage("It is bad. Mend it.").hasCause(cause);
    assertThat(refused.objections()).containsExactly(ONE);
    assertThat(refused.sentences()).containsExactly("It is bad. Mend it.");
  }
}
