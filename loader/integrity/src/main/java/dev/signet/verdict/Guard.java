package dev.signet.verdict;

import dev.signet.Internal;

/**
 * The one place where what a parser throws for somebody else's bytes becomes an answer about these
 * bytes. Parsers of the JDK and of libraries throw unchecked exceptions and Errors for malformed
 * input, such as a stack that overflows; without a guard, one such file would keep all others from
 * being judged.
 */
@Internal
public final class Guard {
  private static final int MOST_CHARS = 300;

  private Guard() {}

  /**
   * What is guarded.
   *
   * @param <T> the result
   * @param <E> what it throws on purpose, which passes
   */
  @FunctionalInterface
  public interface Work<T, E extends Exception> {
    /** Does it. */
    T run() throws E;
  }

  /**
   * What stands for the result instead.
   *
   * @param <T> the result
   * @param <E> what it throws on purpose
   */
  @FunctionalInterface
  public interface Otherwise<T, E extends Exception> {
    /** Returns a result that fails closed, or throws what the caller expects. */
    T answer(Throwable failure) throws E;
  }

  /**
   * Does the work; when that throws anything unchecked, answers otherwise. Checked exceptions pass.
   */
  public static <T, E extends Exception> T run(Work<T, E> work, Otherwise<T, E> otherwise)
      throws E {
    try {
      return work.run();
    } catch (RuntimeException | Error failure) {
      return otherwise.answer(failure);
    }
  }

  /**
   * Returns whether it says nothing about the bytes: memory that ran out, a library that does not
   * fit.
   */
  public static boolean isOfThisMachine(Throwable failure) {
    return failure instanceof LinkageError
        || (failure instanceof VirtualMachineError && !(failure instanceof StackOverflowError));
  }

  /** Returns the cause as the rest of a sentence with its full stop, unescaped. */
  public static String sentence(Throwable failure) {
    return cause(failure) + ".";
  }

  /** Returns the cause as a clause without a full stop, unescaped. */
  public static String cause(Throwable failure) {
    if (failure instanceof StackOverflowError) {
      return "it is nested more deeply than can be read";
    }
    if (failure instanceof OutOfMemoryError) {
      return "the memory of this Java process did not suffice; give it more, as with -Xmx";
    }
    String name = failure.getClass().getSimpleName();
    String message = failure.getMessage();
    String text = message == null ? name : name + ": " + message;
    return (text.length() > MOST_CHARS ? text.substring(0, MOST_CHARS) + "\u2026" : text);
  }
}
