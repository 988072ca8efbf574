package dev.signet.manifest;

import dev.signet.bundle.EntryPath;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What to do with a bundle's files when they are read.
 *
 * @param target takes the copies, {@link CopyTarget#NONE} for none
 * @param capture files whose bytes are wanted, beside the active signature file, which always is;
 *     one larger than {@link ManifestReader#CAPTURE_BYTES} is a {@code LIMIT_EXCEEDED} finding
 * @param known entries whose digest is known are neither copied nor read; captured files and the
 *     signature file always are
 * @param signature is handed the active signature file as soon as it is read, on the thread that
 *     read it, and may neither change it nor throw; the reading then does not hold it any longer
 */
public record ReadingPlan(
    CopyTarget target,
    Predicate<EntryPath> capture,
    KnownDigests known,
    Optional<Consumer<byte[]>> signature) {

  /** Reads every entry, and looks at nothing meanwhile. */
  public ReadingPlan(CopyTarget target, Predicate<EntryPath> capture) {
    this(target, capture, KnownDigests.NONE, Optional.empty());
  }
}
