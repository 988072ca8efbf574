package dev.signet.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GuardTest {
  private static final int MOST_CHARS = 300;

  static Stream<Arguments> failures() {
    String longest = "x".repeat(MOST_CHARS - "IllegalStateException: ".length());
    return Stream.of(
        Arguments.of(
            new StackOverflowError("x"), false, "it is nested more deeply than can be read"),
        Arguments.of(
            new OutOfMemoryError("Java heap space"),
            true,
            "the memory of this Java process did not suffice; give it more, as with -Xmx"),
        Arguments.of(new NoSuchMethodError("x"), true, "NoSuchMethodError: x"),
        Arguments.of(new InternalError(), true, "InternalError"),
        Arguments.of(new AssertionError("x"), false, "AssertionError: x"),
        Arguments.of(new IllegalStateException(), false, "IllegalStateException"),
        Arguments.of(
            new IllegalStateException(longest), false, "IllegalStateException: " + longest),
        Arguments.of(
            new IllegalStateException(longest + "y"),
            false,
            "IllegalStateException: " + longest + "\u2026"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void failure_isToldAndLaidToTheMachineOrTheBytes(
      Throwable failure, boolean ofThisMachine, String cause) {
    assertThat(Guard.cause(failure)).isEqualTo(cause);
    assertThat(Guard.sentence(failure)).isEqualTo(cause + ".");
    assertThat(Guard.isOfThisMachine(failure)).isEqualTo(ofThisMachine);
  }

  @Test
  void work_whenItThrowsUnchecked_isAnsweredOtherwise() {
    IllegalStateException failure = new IllegalStateException("x");

    String answer =
        Guard.run(
            () -> {
              throw failure;
            },
            thrown -> {
              assertThat(thrown).isSameAs(failure);
              return "otherwise";
            });

    assertThat(answer).isEqualTo("otherwise");
    assertThat(Guard.run(() -> "done", thrown -> "otherwise")).isEqualTo("done");
  }

  @Test
  void work_whenItThrowsOnPurpose_isNotAnswered() {
    assertThatThrownBy(
            () ->
                Guard.run(
                    () -> {
                      throw new IOException("x");
                    },
                    thrown -> "otherwise"))
        .isInstanceOf(IOException.class);
  }
}
