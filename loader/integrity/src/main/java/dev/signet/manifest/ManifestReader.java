package dev.signet.manifest;

import dev.signet.bundle.EntryPath;
import dev.signet.bundle.Layout;
import dev.signet.bundle.Limits;
import dev.signet.bundle.read.Bundle;
import dev.signet.bundle.read.ReadingThreads;
import java.util.function.Predicate;

/**
 * Reads every entry of a bundle exactly once: the same buffer feeds the digest, the copy and the
 * captured bytes. Signer and verifier share it, so that they cannot disagree.
 */
public final class ManifestReader {

  /** Most bytes of a captured file other than {@code signature.json}: 1 MiB. */
  public static final int CAPTURE_BYTES = 1 << 20;

  private final Layout layout;
  private final Limits limits;
  private final ReadingThreads threads;

  /**
   * Creates a reader that uses all cores.
   *
   * @param layout which files count, and how
   * @param limits of which the size of {@code signature.json} matters here
   */
  public ManifestReader(Layout layout, Limits limits) {
    this(layout, limits, ReadingThreads.ofAllCores());
  }

  /** Creates a reader that uses these threads. */
  public ManifestReader(Layout layout, Limits limits, ReadingThreads threads) {
    this.layout = layout;
    this.limits = limits;
    this.threads = threads;
  }

  /**
   * Reads the bundle's entries, several at a time; what is returned does not depend on how many.
   * Never throws for any bundle: an entry that cannot be read is a finding at its path, and the
   * others are read on; one that is gone since it was listed is as one that never was there; when a
   * copy cannot be written, reading stops with {@code STATE_UNAVAILABLE}.
   *
   * @param target takes the copies, {@link CopyTarget#NONE} for none
   * @param capture files whose bytes are wanted, see {@link ReadingPlan}
   */
  public ManifestReading read(Bundle bundle, CopyTarget target, Predicate<EntryPath> capture) {
    try (EarlyReading reading = begin(new ReadingPlan(target, capture))) {
      return reading.finish(bundle);
    }
  }

  /** Returns the bounds of what it reads. */
  public Limits limits() {
    return limits;
  }

  /** Begins to read a bundle that is about to be opened. */
  public EarlyReading begin(ReadingPlan plan) {
    return new EarlyReading(layout, limits, threads, plan);
  }
}
