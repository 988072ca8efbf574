package dev.signet.envelope;

import dev.signet.bundle.Limits;
import dev.signet.verdict.Finding;
import java.util.function.Function;

/** Reads {@code signature.json}: any bytes, in bounded time and memory. */
public final class SignatureFileReader {
  private SignatureFileReader() {}

  /** The outcome of reading. */
  public sealed interface Result {
    /** Returns the value of the function for this case. */
    default <T> T fold(
        Function<? super SignatureFile, ? extends T> wellFormed,
        Function<? super Finding, ? extends T> malformed) {
      if (this instanceof WellFormed w) {
        return wellFormed.apply(w.file());
      }
      return malformed.apply(((Malformed) this).finding());
    }
  }

  /** It has exactly one reading. */
  public record WellFormed(SignatureFile file) implements Result {}

  /**
   * @param finding {@code MALFORMED_SIGNATURE}, or {@code INVALID_CERTIFICATE} when only the
   *     certificate cannot be read
   */
  public record Malformed(Finding finding) implements Result {}

  /** Reads the whole content of a {@code signature.json}. */
  public static Result read(byte[] content, Limits limits) {
    throw new UnsupportedOperationException();
  }
}
