package dev.signet.admit.read;

import dev.signet.bundle.BundleKind;
import dev.signet.bundle.EntryPath;
import dev.signet.file.RegularFile;
import dev.signet.verdict.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A sealed copy, whatever has become of it since it was checked: what is read of it is what was
 * verified, or nothing. Each file is read once, and the very bytes that were hashed are returned.
 * Safe for use by several threads.
 */
public final class CheckedCopy {
  private final CopyChanges changes;

  /** No path is made of it for each file: that takes a good part of reading one. */
  private final String folder;

  /**
   * @param path the sealed copy: a folder, or a jar
   * @param plugin the plugin's id, for messages
   * @param listener is told of each file that is not what it was
   */
  public CheckedCopy(
      Path path, String plugin, VerifiedContents contents, Consumer<Finding> listener) {
    this.changes = new CopyChanges(path, plugin, contents, listener);
    this.folder = path + "/";
  }

  VerifiedContents contents() {
    return changes.contents();
  }

  /** Returns how the bundle is shipped. */
  public BundleKind kind() {
    return contents().kind();
  }

  /** Returns whether a place is, or lies in, this copy. */
  public boolean holds(Path place) {
    return place.startsWith(changes.path());
  }

  /** Returns whether a place is a folder or file of what was verified. */
  boolean has(Path place) {
    return holds(place)
        && (contents().files().containsKey(name(place))
            || contents().folders().contains(name(place)));
  }

  private String name(Path place) {
    return changes.path().relativize(place).toString().replace('\\', '/');
  }

  /**
   * Makes sure that no folder and no jar is missing: what a class loader does not find there it
   * would look for elsewhere.
   *
   * @throws SealedCopyChangedException when one is
   */
  public void requireFoldersAndJars() throws SealedCopyChangedException {
    if (kind() == BundleKind.JAR) {
      return;
    }
    for (String folder : contents().folders()) {
      if (!Files.isDirectory(place(folder), LinkOption.NOFOLLOW_LINKS)) {
        throw changes.missing(folder);
      }
    }
    for (String file : contents().files().keySet()) {
      if (isJar(file) && !Files.isRegularFile(place(file), LinkOption.NOFOLLOW_LINKS)) {
        throw changes.missing(file);
      }
    }
  }

  /**
   * Makes sure that nothing in the copy has whoever opens it wait for ever, wherever in it a host
   * or PF4J may look.
   *
   * @throws SealedCopyChangedException when there is a pipe, a device or the like
   * @throws IOException when it cannot be looked through
   */
  public void requireNothingSpecial() throws IOException {
    Optional<Path> special = RegularFile.specialIn(changes.path());
    if (special.isPresent()) {
      String name = name(special.get());
      throw changes.special(name.isEmpty() ? "" + changes.path().getFileName() : name);
    }
  }

  private static boolean isJar(String file) {
    return file.toLowerCase(Locale.ROOT).endsWith(".jar");
  }

  private Path place(String file) {
    return changes.path().resolve(file);
  }

  /**
   * Returns what a class path has at a place in this copy; empty when class loaders pass over it.
   *
   * @throws SealedCopyChangedException when something else is there than was verified
   * @throws IOException when it cannot be read
   */
  public Optional<ClassPathPart> part(Path place) throws IOException {
    if (kind() == BundleKind.JAR) {
      return place.equals(changes.path())
          ? Optional.of(CheckedJar.of(place, SingleJar.open(changes)))
          : Optional.empty();
    }
    String name = name(place);
    if (name.isEmpty() || contents().folders().contains(name)) {
      return Optional.of(new CheckedFolder(this, place, name.isEmpty() ? "" : name + "/"));
    }
    if (!contents().files().containsKey(name)) {
      throw changes.extra(name);
    }
    Optional<InnerJar> jar = InnerJar.open(changes, name, place);
    return jar.isEmpty() ? Optional.empty() : Optional.of(CheckedJar.of(place, jar.get()));
  }

  /**
   * Returns files with their contents.
   *
   * @throws SealedCopyChangedException when one of them is not what was verified
   */
  public Map<EntryPath, byte[]> read(Predicate<EntryPath> wanted) throws IOException {
    Map<EntryPath, byte[]> found = new HashMap<>();
    try (@Nullable SingleJar jar = kind() == BundleKind.JAR ? SingleJar.open(changes) : null) {
      for (String file : contents().files().keySet()) {
        EntryPath entry = new EntryPath(file);
        if (wanted.test(entry)) {
          found.put(entry, jar == null ? read(file) : jar.read(file));
        }
      }
    }
    return found;
  }

  /** Returns the bytes of one of the files of a folder. */
  byte[] read(String file) throws IOException {
    byte[] bytes;
    try {
      bytes = WholeContent.ofFile(folder + file, changes.signed(file));
    } catch (ChangedException e) {
      throw changes.otherBytes(file, e.current());
    } catch (IOException e) {
      throw changes.unreadable(file, place(file), e);
    }
    return changes.checked(file, bytes);
  }
}
