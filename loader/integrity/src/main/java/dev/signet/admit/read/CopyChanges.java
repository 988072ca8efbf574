package dev.signet.admit.read;

import dev.signet.bundle.BundleException;
import dev.signet.manifest.Digest;
import dev.signet.manifest.Sha512;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Printable;
import dev.signet.verdict.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is no longer as it was in a copy: told to those who want to know, and thrown. */
final class CopyChanges {
  private final Path path;
  private final String plugin;
  private final VerifiedContents contents;
  private final Consumer<Finding> listener;

  /** Looking for its provider takes as long as hashing a small class. */
  private final AtomicReference<@Nullable MessageDigest> spare = new AtomicReference<>();

  /**
   * @param path the sealed copy: a folder, or a jar
   * @param plugin the plugin's id
   * @param listener is told of each file that is not what it was
   */
  CopyChanges(Path path, String plugin, VerifiedContents contents, Consumer<Finding> listener) {
    this.path = path;
    this.plugin = plugin;
    this.contents = contents;
    this.listener = listener;
  }

  Path path() {
    return path;
  }

  String plugin() {
    return plugin;
  }

  VerifiedContents contents() {
    return contents;
  }

  /** Returns the bytes of a file, when they are those that were verified. */
  byte[] checked(String file, byte[] bytes) throws SealedCopyChangedException {
    @Nullable MessageDigest kept = spare.getAndSet(null);
    MessageDigest sha512 = kept == null ? Sha512.newDigest() : kept;
    Digest found = Digest.of(sha512.digest(bytes));
    spare.set(sha512);
    if (!found.equals(signed(file))) {
      throw otherBytes(file, found.hex());
    }
    return bytes;
  }

  Digest signed(String file) {
    return Objects.requireNonNull(contents.files().get(file), file);
  }

  SealedCopyChangedException otherBytes(String file, @Nullable String current) {
    return changed(
        new Finding(
            Reason.INVALID_HASH,
            Finding.Severity.PROBLEM,
            file,
            signed(file).hex(),
            current,
            "It no longer has the bytes that were verified."));
  }

  SealedCopyChangedException missing(String file) {
    return changed(Finding.at(Reason.FILE_MISSING, file, "It is no longer there."));
  }

  SealedCopyChangedException extra(String file) {
    return changed(
        Finding.at(Reason.EXTRA_FILE, file, "It was not there when the copy was checked."));
  }

  /** A folder, a pipe or a device, of which nothing is read: that could last for ever. */
  SealedCopyChangedException special(String file) {
    return changed(
        Finding.at(
            Reason.NOT_A_REGULAR_FILE,
            file,
            "It is no file any more: a folder, a pipe or a device is in its place."));
  }

  /**
   * Returns what to throw when a file cannot be read.
   *
   * @param place where it lies on the disk
   */
  IOException unreadable(String file, Path place, IOException cause) {
    if (Files.notExists(place, LinkOption.NOFOLLOW_LINKS)) {
      return missing(file);
    }
    if (!Files.isRegularFile(place)) {
      return special(file);
    }
    if (cause instanceof BundleException) {
      return otherBytes(file, null);
    }
    return new IOException(
        String.format(
            Locale.ROOT,
            "%s in the sealed copy of plugin '%s' cannot be read: %s",
            Printable.of(file),
            Printable.of(plugin),
            cause),
        cause);
  }

  private SealedCopyChangedException changed(Finding what) {
    Finding finding = what.withRemedy(SealedCopyChangedException.REMEDY);
    listener.accept(finding);
    return new SealedCopyChangedException(plugin, path, finding);
  }
}
