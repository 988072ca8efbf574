package dev.signet.admit.read;

import dev.signet.bundle.BundleException;
import dev.signet.bundle.archive.ArchiveContent;
import dev.signet.bundle.archive.ArchiveFile;
import dev.signet.file.RegularFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A jar in a bundle, which has one signed digest as a whole. */
final class InnerJar implements CheckedJar.Entries {
  private final CopyChanges changes;
  private final String file;
  private final Path place;
  private final ArchiveContent archive;
  private volatile boolean closed;

  private InnerJar(CopyChanges changes, String file, Path place, ArchiveContent archive) {
    this.changes = changes;
    this.file = file;
    this.place = place;
    this.archive = archive;
  }

  /**
   * Reads the whole jar once.
   *
   * @param file its path in the bundle
   * @return empty when class loaders pass over it, since it is no archive
   * @throws SealedCopyChangedException when it is not what was verified
   */
  static Optional<InnerJar> open(CopyChanges changes, String file, Path place) throws IOException {
    try {
      ArchiveFile.Bytes checked = HeldBytes.of(new OpenFile(place), changes.signed(file));
      ArchiveContent archive = ArchiveContent.of(ArchiveFile.of(checked));
      return Optional.of(new InnerJar(changes, file, place, archive));
    } catch (ChangedException e) {
      throw changes.otherBytes(file, e.current());
    } catch (BundleException e) {
      requireUnreadable(changes, file, place, e);
      return Optional.empty();
    } catch (IOException e) {
      throw changes.unreadable(file, place, e);
    }
  }

  /** The JDK reads some archives that are not read here: nobody may take them for empty ones. */
  private static void requireUnreadable(
      CopyChanges changes, String file, Path place, BundleException why) throws IOException {
    RegularFile.require(place);
    try (ZipFile zip = new ZipFile(place.toFile())) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s of plugin '%s', of %d entries, is an archive that cannot be checked as it is"
                  + " read: %s Have its author pack it anew, or set sealing to trusted.",
              file,
              changes.plugin(),
              zip.size(),
              why.finding().detail()),
          why);
    } catch (ZipException e) {
      // The JDK does not read it either.
    }
  }

  @Override
  public Set<String> names() {
    return archive.names();
  }

  @Override
  public byte[] read(String name) throws IOException {
    try {
      return archive.read(name);
    } catch (ChangedException e) {
      throw changes.otherBytes(file, e.current());
    } catch (IOException e) {
      throw closed || e instanceof BundleException ? e : changes.unreadable(file, place, e);
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    archive.close();
  }
}
