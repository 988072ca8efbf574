package dev.signet.report.store;

import dev.signet.report.IntegrityState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The state of one target by itself, in the form in which a host keeps those of all. */
public final class StoredState {
  /** How many bytes one has at most. */
  public static final int MAX_BYTES = 128 << 10;

  private StoredState() {}

  /**
   * Returns what is stored: JSON in ASCII. Whether it runs is no part of it.
   *
   * @return empty when even one finding of each reason would be too much
   */
  public static Optional<String> of(IntegrityState state) {
    return new ResultsDocument(Optional.empty(), List.of(state))
        .toBytes(MAX_BYTES)
        .map(bytes -> new String(bytes, StandardCharsets.US_ASCII));
  }

  /**
   * Reads what is stored.
   *
   * @throws IllegalArgumentException when it is not what {@link #of} returned here; says why. One
   *     of another operating system names a place that cannot be one on this
   */
  public static IntegrityState read(String stored) {
    if (stored.length() > MAX_BYTES) {
      throw new IllegalArgumentException("it is too long");
    }
    List<IntegrityState> states =
        ResultsDocument.parse(stored.getBytes(StandardCharsets.UTF_8)).states();
    if (states.size() != 1) {
      throw new IllegalArgumentException("it is not of one target");
    }
    return states.get(0);
  }
}
