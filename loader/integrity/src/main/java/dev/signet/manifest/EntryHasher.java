package dev.signet.manifest;

import dev.signet.bundle.BundleEntry;
import dev.signet.bundle.BundleException;
import dev.signet.bundle.EntryReader;
import dev.signet.bundle.Layout;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;

/** Reads entries one after the other, each once, through one buffer. For one thread. */
final class EntryHasher {
  private static final int BUFFER_BYTES = 64 << 10;

  private final EntryReader reader;
  private final Layout layout;
  private final CopyTarget target;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final MessageDigest sha512 = Sha512.newDigest();

  EntryHasher(EntryReader reader, Layout layout, CopyTarget target) {
    this.reader = reader;
    this.layout = layout;
    this.target = target;
  }

  /**
   * Reads an entry through to its end. Never throws for any entry.
   *
   * @param heldBytes how many bytes may be held in memory; 0 to hold none
   */
  EntryOutcome read(BundleEntry entry, long heldBytes) {
    try {
      if (heldBytes == 0) {
        hash(entry);
        return EntryOutcome.read(digest());
      }
      byte[] content = hold(entry, heldBytes);
      sha512.update(content, 0, layout.hashedLength(entry.path(), content));
      return EntryOutcome.read(digest(), content);
    } catch (EntryCopy.FailedException e) {
      return EntryOutcome.notCopied(e.finding());
    } catch (BundleException e) {
      return e.isGone() ? EntryOutcome.GONE : EntryOutcome.failed(e.finding());
    } catch (IOException e) {
      return EntryOutcome.failed(
          Finding.at(
              Reason.IO_ERROR, entry.path().value(), "The file could not be read: " + e + "."));
    } finally {
      sha512.reset();
    }
  }

  private Digest digest() {
    return Digest.of(sha512.digest());
  }

  private void hash(BundleEntry entry) throws IOException {
    try (InputStream in = reader.open(entry);
        EntryCopy copy = EntryCopy.open(entry, target)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        sha512.update(buffer, 0, n);
        copy.write(buffer, n);
      }
    }
  }

  /** Returns the content, of which the stream delivers no more than was listed. */
  private byte[] hold(BundleEntry entry, long most) throws IOException {
    if (entry.size() > Math.min(most, Integer.MAX_VALUE - 8)) {
      throw new BundleException(
          Finding.at(
              Reason.LIMIT_EXCEEDED,
              entry.path().value(),
              "The file has to be held in memory and is larger than the "
                  + most
                  + " bytes allowed for it."));
    }
    byte[] content = new byte[(int) entry.size()];
    try (InputStream in = reader.open(entry);
        EntryCopy copy = EntryCopy.open(entry, target)) {
      int length = in.readNBytes(content, 0, content.length);
      if (in.read() >= 0) {
        throw new IllegalStateException("a stream delivers more than its listed size");
      }
      content = length == content.length ? content : Arrays.copyOf(content, length);
      copy.write(content, length);
    }
    return content;
  }
}
