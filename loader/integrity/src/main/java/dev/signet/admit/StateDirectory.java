package dev.signet.admit;

import dev.signet.file.ExclusiveLock;
import dev.signet.file.FileAbilities;
import dev.signet.file.FileTree;
import dev.signet.file.IoCause;
import dev.signet.file.NameEncoding;
import dev.signet.file.OwnFiles;
import dev.signet.file.Ownership;
import dev.signet.file.RealPaths;
import dev.signet.file.UnsafeFileException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes sure that nobody but this process's user can change what lies in the state directory. */
final class StateDirectory {
  private static final Logger log = LoggerFactory.getLogger(StateDirectory.class);

  private StateDirectory() {}

  /**
   * Creates the folder owner-only when it is not there, and checks it.
   *
   * @return its real path
   * @throws IOException when it is not safe to use, saying why
   */
  static Path prepare(Path directory, List<Path> pluginsRoots) throws IOException {
    if (Files.notExists(directory)) {
      OwnFiles.createParents(directory);
      OwnFiles.createFolder(directory);
    }
    Path real = directory.toRealPath();
    for (Path root : pluginsRoots) {
      Path realRoot = RealPaths.of(root);
      if (real.startsWith(realRoot)) {
        throw new IOException("it lies inside the plugins root " + root);
      }
      if (realRoot.startsWith(real)) {
        throw new IOException("the plugins root " + root + " lies inside it");
      }
    }
    if (!Files.isDirectory(real)) {
      throw new IOException("it is not a folder");
    }
    requireLoadable(real);
    Ownership.check(real);
    Ownership.checkAbove(real);
    return real;
  }

  /** Creates a private one in the system's temporary folder, and returns its real path. */
  static Path temporary() throws IOException {
    Path folder = OwnFiles.createTemporaryFolder("signet-state-").toRealPath();
    try {
      requireLoadable(folder);
      return folder;
    } catch (IOException | RuntimeException e) {
      FileTree.delete(folder);
      throw e;
    }
  }

  /** Returns what to throw when none can be created. */
  static IllegalStateException noTemporary(IOException cause) {
    return new IllegalStateException(
        "No temporary state directory could be made: "
            + IoCause.withFile(cause)
            + ". Configure a state directory.",
        cause);
  }

  /**
   * Returns what to throw when a part of it cannot be used: the cause, and what to do about that.
   *
   * @param what the part, with its path
   */
  static IllegalStateException unusable(String what, IOException cause) {
    boolean saysWhatToDo = cause instanceof UnsafeFileException || cause instanceof InUseException;
    return new IllegalStateException(
        what
            + " cannot be used: "
            + IoCause.withFile(cause)
            + (saysWhatToDo ? "." : ". Check its disk, owner and permissions."),
        cause);
  }

  /**
   * Checks that class loaders can load jars from below a folder. In the address of a class, {@code
   * !/} ends the path of its jar: below a folder named so, the JDK finds none, and says nothing.
   * Nor does it below one that has no name in this JVM's locale.
   *
   * @throws IOException when they cannot
   */
  static void requireLoadable(Path real) throws IOException {
    if (!NameEncoding.canTell(real)) {
      throw new IOException(
          "the JDK loads no jar from "
              + real
              + ", which has no name in the locale this JVM was started in; set LC_ALL=C.UTF-8, or"
              + " name another folder");
    }
    for (Path name : real) {
      if (name.toString().endsWith("!")) {
        throw new IOException(
            "the JDK loads no jar from below a folder whose name ends with '!', such as '"
                + name
                + "' in "
                + real
                + "; name another folder");
      }
    }
  }

  /**
   * Checks a file of the state, if it is there.
   *
   * @throws IOException when it is no regular file, belongs to somebody else, or others can write
   *     to it
   */
  static void checkFile(Path file) throws IOException {
    if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Ownership.check(file);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(file + " is not a regular file; delete it");
    }
  }

  /** Makes the folder be there and be empty. */
  static void emptyFolder(Path folder) throws IOException {
    FileTree.delete(folder);
    OwnFiles.createFolder(folder);
  }

  /** Somebody else holds it. */
  static final class InUseException extends IOException {
    private static final long serialVersionUID = 1L;

    InUseException() {
      super(
          "it is in use by another process, or by another plugin manager of this one; stop that"
              + " one, or give each a state directory of its own");
    }
  }

  /**
   * Takes a lock, which keeps a part of it to one owner at a time, across processes and within one.
   *
   * @param file made when it is not there; stays when the lock is given back
   * @return closing it gives the lock back
   * @throws IOException when somebody else holds it, or the file is not safe to use
   */
  static FileChannel hold(Path file) throws IOException {
    OwnFiles.narrow(file);
    checkFile(file);
    return ExclusiveLock.take(file).orElseThrow(InUseException::new);
  }

  /**
   * Prepares one likewise.
   *
   * @throws IllegalStateException when it is not safe to use; the message says what to do
   */
  static Path prepared(Path stateDirectory, List<Path> pluginsRoots) {
    try {
      return prepare(stateDirectory, pluginsRoots);
    } catch (IOException e) {
      throw unusable(stateDirectory, e);
    }
  }

  static IllegalStateException unusable(Path stateDirectory, IOException cause) {
    return unusable("The state directory " + stateDirectory, cause);
  }

  /** Tells where what is promised of state directories does not hold. */
  static void warnWithoutPermissions(Path root) {
    if (!FileAbilities.hasPermissions(root)) {
      log.warn(
          "{} is on a file system without POSIX permissions, such as Windows': that nobody else"
              + " can change sealed copies, ledger and results there cannot be checked, and"
              + " folders cannot be made read-only; let only this host's user write there",
          root);
    }
  }

  /** Checks that a lock was not given back. */
  static void requireHeld(FileChannel lock, Path root) throws IOException {
    if (!lock.isOpen()) {
      throw new IOException("the state directory " + root + " is closed");
    }
  }
}
