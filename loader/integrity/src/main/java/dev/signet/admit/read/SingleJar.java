package dev.signet.admit.read;

import dev.signet.bundle.archive.ArchiveContent;
import dev.signet.bundle.archive.ArchiveFile;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * A jar that is the whole bundle: each of its files has a signed digest of its own. What the jar
 * says of itself, where its entries lie and how long they are, is not relied on.
 */
final class SingleJar implements CheckedJar.Entries {
  private final CopyChanges changes;
  private final ArchiveContent archive;
  private final Set<String> names;
  private volatile boolean closed;

  private SingleJar(CopyChanges changes, ArchiveContent archive) {
    this.changes = changes;
    this.archive = archive;
    this.names = new HashSet<>(changes.contents().files().keySet());
    for (String name : archive.names()) {
      // No digest covers an entry that is a folder; one with files in it is as good as signed.
      if (name.endsWith("/")
          && changes.contents().folders().contains(name.substring(0, name.length() - 1))) {
        names.add(name);
      }
    }
  }

  /**
   * Opens it.
   *
   * @throws SealedCopyChangedException when it is no jar any more
   */
  static SingleJar open(CopyChanges changes) throws IOException {
    try {
      return new SingleJar(
          changes, ArchiveContent.of(ArchiveFile.of(new OpenFile(changes.path()))));
    } catch (IOException e) {
      throw changes.unreadable(firstFile(changes), changes.path(), e);
    }
  }

  /** The jar itself is no file of the bundle. */
  private static String firstFile(CopyChanges changes) {
    return changes.contents().files().keySet().iterator().next();
  }

  @Override
  public Set<String> names() {
    return names;
  }

  @Override
  public byte[] read(String name) throws IOException {
    if (!archive.names().contains(name)) {
      throw changes.missing(name);
    }
    byte[] bytes;
    try {
      bytes = WholeContent.ofEntry(archive, name, changes.signed(name));
    } catch (ChangedException e) {
      throw changes.otherBytes(name, e.current());
    } catch (IOException e) {
      throw closed ? e : changes.unreadable(name, changes.path(), e);
    }
    return changes.checked(name, bytes);
  }

  @Override
  public void close() throws IOException {
    closed = true;
    archive.close();
  }
}
