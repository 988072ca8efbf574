package dev.signet.admit.read;

import dev.signet.bundle.BundleException;
import dev.signet.manifest.Digest;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Printable;
import dev.signet.verdict.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is no longer as it was in a copy: told to those who want to know, and thrown.
 *
 * @param path the sealed copy: a folder, or a jar
 * @param plugin the plugin's id
 * @param listener is told of each file that is not what it was
 */
record CopyChanges(
    Path path, String plugin, VerifiedContents contents, Consumer<Finding> listener) {

  /** Returns the bytes of a file, when they are those that were verified. */
  byte[] checked(String file, byte[] bytes) throws SealedCopyChangedException {
    Digest found = Digest.over(bytes);
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

  /**
   * Returns what to throw when a file cannot be read.
   *
   * @param place where it lies on the disk
   */
  IOException unreadable(String file, Path place, IOException cause) {
    if (Files.notExists(place, LinkOption.NOFOLLOW_LINKS)) {
      return missing(file);
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
