package dev.signet.report.store;

import dev.signet.file.Packed;
import dev.signet.file.PackedReader;
import dev.signet.report.IntegrityResult;
import dev.signet.report.IntegrityState;
import dev.signet.report.ScanTarget;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Kept results of which nobody has asked yet what they say: most starts only find that they would
 * say the same again.
 */
final class UnreadResults {
  private static final String FORM = "signet-results-2";

  /** Of one target. */
  private record Kept(Instant scannedAt, Packed print) {}

  private final byte[] json;
  private final Optional<Instant> lastRescan;
  private final Map<ScanTarget, Kept> prints;

  /** Keeps the array, which nobody may change. */
  private UnreadResults(byte[] json, Optional<Instant> lastRescan, Map<ScanTarget, Kept> prints) {
    this.json = json;
    this.lastRescan = lastRescan;
    this.prints = prints;
  }

  /** Returns the binary form of what such a file says. */
  static Packed pack(ResultsDocument document) {
    Packed.Writer out = new Packed.Writer();
    out.text(FORM)
        .number(document.lastRescan().isPresent() ? 1 : 0)
        .instant(document.lastRescan().orElse(Instant.EPOCH));
    for (IntegrityState state : document.states()) {
      out.text(state.target().kind().name())
          .text(state.target().source())
          .instant(state.result().map(IntegrityResult::scannedAt).orElse(Instant.EPOCH))
          .block(ResultPrint.of(state));
    }
    return out.packed();
  }

  /** Reads the binary form; empty for what {@link #pack} of this version has not made. */
  static Optional<UnreadResults> read(byte[] json, Packed packed) {
    PackedReader in = packed.reader();
    try {
      if (!in.text().equals(FORM)) {
        return Optional.empty();
      }
      boolean told = in.number() != 0;
      Instant lastRescan = in.instant();
      Map<ScanTarget, Kept> prints = new HashMap<>();
      while (!in.isAtEnd()) {
        ScanTarget target = new ScanTarget(ScanTarget.Kind.valueOf(in.text()), in.text());
        prints.put(target, new Kept(in.instant(), in.block()));
      }
      return Optional.of(
          new UnreadResults(json, told ? Optional.of(lastRescan) : Optional.empty(), prints));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Returns when all was last read again, to its end. */
  Optional<Instant> lastRescan() {
    return lastRescan;
  }

  /**
   * Returns when the target was scanned, if what is kept of it says what this {@link ResultPrint}
   * does.
   */
  Optional<Instant> saying(ScanTarget target, Packed print) {
    Kept kept = prints.get(target);
    return kept != null && !print.isEmpty() && print.equals(kept.print())
        ? Optional.of(kept.scannedAt())
        : Optional.empty();
  }

  /** Forgets targets; returns whether there was one. */
  boolean forget(Predicate<ScanTarget> which) {
    return prints.keySet().removeIf(which);
  }

  /**
   * Reads what is kept of targets that nothing is known of by now.
   *
   * @param states by target; what is missing is put in
   * @throws IOException when the file is damaged after all
   */
  void putInto(Map<ScanTarget, IntegrityState> states, ResultsFile file) throws IOException {
    if (states.keySet().containsAll(prints.keySet())) {
      return;
    }
    for (IntegrityState state : file.parse(json).states()) {
      if (prints.containsKey(state.target())) {
        states.putIfAbsent(state.target(), state);
      }
    }
  }
}
