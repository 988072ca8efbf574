package dev.signet.trust.live;

import dev.signet.Internal;
import dev.signet.file.AtomicFile;
import dev.signet.file.IoCause;
import dev.signet.file.Leftovers;
import dev.signet.file.OwnFiles;
import dev.signet.file.Ownership;
import dev.signet.file.UnsafeFileException;
import dev.signet.trust.ListAge;
import dev.signet.trust.RevocationList;
import dev.signet.trust.TrustFiles;
import dev.signet.trust.TrustStoreException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The newest revocation list of each authority that was ever seen here, in a folder of its owner's
 * that outlives the process. Of an authority no older list is ever kept than one kept before.
 *
 * <p>A list is a file of its own under a name that holds its number, in place before the older one
 * goes: killed at any moment, the newest one is there. Not safe for use by several threads.
 */
@Internal
public final class CrlCache {
  private final @Nullable Path folder;
  private final ListOwners owners;
  private final Map<String, ListAge> ages = new HashMap<>();
  private final Map<String, RevocationList> lists = new TreeMap<>();
  private final Map<String, String> damages = new TreeMap<>();

  /** Null for nowhere: to keep lists, and to look for whose list a source gave. */
  private CrlCache(@Nullable Path folder, @Nullable Path seen) {
    this.folder = folder;
    this.owners = new ListOwners(seen);
  }

  /** Returns a memory that ends with the process. */
  static CrlCache inMemory() {
    return new CrlCache(null, null);
  }

  /**
   * Opens a folder, making it when it is not there.
   *
   * @throws TrustStoreException when it cannot be used, or others could write to it
   */
  public static CrlCache in(Path folder) throws TrustStoreException {
    try {
      OwnFiles.prepareFolder(folder);
      Ownership.checkAbove(folder);
      CrlCache lists = new CrlCache(folder, folder);
      lists.load(folder);
      return lists;
    } catch (UnsafeFileException e) {
      throw new TrustStoreException("no revocation lists can be kept: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new TrustStoreException(
          "no revocation lists can be kept in "
              + folder
              + " ("
              + IoCause.withFile(e)
              + "); check its disk, owner and permissions",
          e);
    }
  }

  /**
   * Reads a folder that somebody else keeps, and makes and changes nothing in it; one that is not
   * there is empty. What is kept from now on ends with the process.
   *
   * @throws TrustStoreException when it cannot be read
   */
  static CrlCache lookAt(Path folder) throws TrustStoreException {
    CrlCache lists = new CrlCache(null, folder);
    if (Files.notExists(folder)) {
      return lists;
    }
    try {
      for (Path file : files(folder)) {
        ListCopy.of(file).ifPresent(copy -> lists.load(file, copy));
      }
      return lists;
    } catch (IOException e) {
      throw new TrustStoreException(
          folder + ": cannot be read (" + IoCause.withFile(e) + "); check its permissions", e);
    }
  }

  /** Returns the age below which no list of this authority is taken. */
  public Optional<ListAge> age(String authority) {
    return Optional.ofNullable(ages.get(authority));
  }

  /** Returns the newest list of this authority, where it can be read. */
  public Optional<RevocationList> list(String authority) {
    return Optional.ofNullable(lists.get(authority));
  }

  /** Returns the lists by authority. */
  Map<String, RevocationList> lists() {
    return new LinkedHashMap<>(lists);
  }

  /** Returns by authority why the newest list cannot be read. */
  public Map<String, String> damages() {
    return new LinkedHashMap<>(damages);
  }

  /**
   * Keeps a list from now on. It counts also when it cannot be written.
   *
   * @param list not older than {@link #age}
   * @throws IOException when it cannot be written: it is forgotten with the process
   */
  public void keep(String authority, RevocationList list) throws IOException {
    ages.put(authority, list.age());
    lists.put(authority, list);
    if (folder == null) {
      return;
    }
    Path file = folder.resolve(new ListCopy(authority, list.age()).fileName());
    AtomicFile.replaceOwnerOnly(file, list.encoded());
    damages.remove(authority);
    for (Path other : files(folder)) {
      Optional<String> owner = ListCopy.of(other).map(ListCopy::authority);
      if (owner.filter(authority::equals).isPresent() && !other.equals(file)) {
        Files.deleteIfExists(other);
      }
    }
  }

  /**
   * Remembers whose list a source gives.
   *
   * @throws IOException when it cannot be written
   */
  void keepAuthority(String source, String authority) throws IOException {
    if (folder != null) {
      owners.keep(source, authority);
    }
  }

  /** Returns whose list a source gave last, where that is known. */
  Optional<String> authorityOf(String source) {
    return owners.of(source);
  }

  private void load(Path directory) throws IOException {
    for (Path file : files(directory)) {
      if (Leftovers.isOne(file)) {
        Files.deleteIfExists(file);
      } else {
        ListCopy.of(file).ifPresent(copy -> load(file, copy));
      }
    }
  }

  private void load(Path file, ListCopy copy) {
    ListAge known = ages.get(copy.authority());
    if (known != null && copy.age().isOlderThan(known)) {
      return;
    }
    ages.put(copy.authority(), copy.age());
    lists.remove(copy.authority());
    damages.remove(copy.authority());
    try {
      List<RevocationList> read = TrustFiles.revocationLists(file).lists();
      if (read.size() == 1 && new ListCopy(copy.authority(), read.get(0).age()).equals(copy)) {
        lists.put(copy.authority(), read.get(0));
      } else {
        damages.put(copy.authority(), file + ": is not the list its name says");
      }
    } catch (TrustStoreException e) {
      damages.put(copy.authority(), Objects.requireNonNullElse(e.getMessage(), file.toString()));
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(files::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return files;
  }
}
