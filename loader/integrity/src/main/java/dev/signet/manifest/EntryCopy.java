package dev.signet.manifest;

import dev.signet.bundle.BundleEntry;
import dev.signet.bundle.BundleException;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** Where one entry's bytes go; tells failures of the copy from failures of the source. */
record EntryCopy(BundleEntry entry, Optional<OutputStream> out) implements AutoCloseable {

  static EntryCopy open(BundleEntry entry, CopyTarget target) throws FailedException {
    try {
      return new EntryCopy(entry, target.open(entry));
    } catch (IOException e) {
      throw new FailedException(entry, e);
    }
  }

  void write(byte[] bytes, int length) throws FailedException {
    if (out.isEmpty()) {
      return;
    }
    try {
      out.get().write(bytes, 0, length);
    } catch (IOException e) {
      throw new FailedException(entry, e);
    }
  }

  @Override
  public void close() throws FailedException {
    if (out.isEmpty()) {
      return;
    }
    try {
      out.get().close();
    } catch (IOException e) {
      throw new FailedException(entry, e);
    }
  }

  /** The copy could not be made. */
  static final class FailedException extends IOException {
    private final transient Finding finding;

    FailedException(BundleEntry entry, IOException cause) {
      super(cause);
      this.finding =
          cause instanceof BundleException known
              ? known.finding()
              : Finding.at(
                  Reason.STATE_UNAVAILABLE,
                  entry.path().value(),
                  "The copy of this file could not be written: " + cause + ".");
    }

    Finding finding() {
      return finding;
    }
  }
}
