package dev.signet.bundle.read;

import dev.signet.Internal;
import dev.signet.bundle.BundleEntry;
import dev.signet.bundle.EntryReader;
import dev.signet.bundle.SourceState;
import dev.signet.file.FileStamp;
import dev.signet.file.Packed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Takes down how a source looks while it is listed, so that a second pass over all its files and
 * folders can be spared. Each is looked at before it is opened: whatever changes from then on looks
 * otherwise later.
 */
@Internal
public final class SourceLook {
  private final Instant begun = Instant.now();
  private final Packed.Writer out = new Packed.Writer();
  private final Optional<FileStamp> root;
  private boolean listed;
  private int names;
  private int stamps;
  private long latestNanos = Long.MIN_VALUE;

  private SourceLook(Path source) {
    this.root = stamp(source);
    root.ifPresent(stamp -> take("", stamp));
  }

  /** Begins with the source itself, which nobody has opened yet. */
  public static SourceLook at(Path source) {
    return new SourceLook(source);
  }

  private static Optional<FileStamp> stamp(Path source) {
    try {
      return FileStamp.of(source);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private void take(String path, FileStamp stamp) {
    stamp.packTo(out.text(path));
    latestNanos = Math.max(latestNanos, stamp.latestNanos());
  }

  /** Returns what listens to the listing of this source together with others. */
  public FoundFiles and(FoundFiles others) {
    return new FoundFiles() {
      @Override
      public void opened(Supplier<EntryReader> readers) {
        listed = true;
        others.opened(readers);
      }

      @Override
      public void named() {
        names++;
        others.named();
      }

      @Override
      public void stamped(String path, FileStamp stamp) {
        stamps++;
        take(path, stamp);
        others.stamped(path, stamp);
      }

      @Override
      public void found(BundleEntry entry) {
        others.found(entry);
      }
    };
  }

  /**
   * Returns how the source looked, once it has been listed to its end.
   *
   * @return empty when that cannot tell whether it changes from now on: no change times, changed
   *     just now, or anything in it that is no part of the bundle
   */
  public Optional<SourceState> state() {
    boolean all =
        root.isPresent()
            && (root.get().isRegularFile() || (listed && root.get().isFolder()))
            && names == stamps;
    return all && !FileStamp.isRacy(latestNanos, begun)
        ? Optional.of(new SourceState(out.packed()))
        : Optional.empty();
  }
}
