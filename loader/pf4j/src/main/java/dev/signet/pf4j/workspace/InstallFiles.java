package dev.signet.pf4j.workspace;

import dev.signet.Internal;
import dev.signet.file.AtomicFile;
import dev.signet.file.FileAbilities;
import dev.signet.file.FileTree;
import dev.signet.file.OwnFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Every way in which an installation changes the disk; each step can be made to fail by a test. */
@Internal
public final class InstallFiles {
  private static final int CHUNK_BYTES = 64 << 10;

  private static final Set<OpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private final Guard guard;

  /** Asked before each single change. */
  @FunctionalInterface
  public interface Guard {
    /** Does nothing. */
    Guard NONE = (step, path) -> {};

    /** Lets the step happen, or fails in its place. */
    void before(String step, Path path) throws IOException;
  }

  public InstallFiles(Guard guard) {
    this.guard = guard;
  }

  /** Returns whether something is there, be it a link that leads nowhere. */
  public static boolean exists(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  void createFolder(Path folder) throws IOException {
    guard.before("create folder", folder);
    Files.createDirectory(folder, OwnFiles.newReadable(folder, true));
  }

  /** Copies a file, or a folder with all that is in it, and forces all of it to the disk. */
  void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(from, new Copying(from, to));
  }

  /**
   * Renames, atomically and within one file system.
   *
   * @throws FileAlreadyExistsException when something is there already
   */
  public void move(Path from, Path to) throws IOException {
    if (exists(to)) {
      throw new FileAlreadyExistsException(to.toString());
    }
    guard.before("move", from);
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Replaces a small file atomically and forces it to the disk. */
  void write(Path file, byte[] content) throws IOException {
    guard.before("write", file);
    AtomicFile.replaceOwnerOnly(file, content);
  }

  /** Deletes a file, or a folder with all that is in it; nothing when it is not there. */
  public void delete(Path tree) throws IOException {
    guard.before("delete", tree);
    FileTree.delete(tree);
  }

  /** Makes the names in a folder last. */
  void force(Path folder) throws IOException {
    guard.before("force", folder);
    AtomicFile.force(folder);
  }

  private final class Copying extends SimpleFileVisitor<Path> {
    private final Path from;
    private final Path to;

    Copying(Path from, Path to) {
      this.from = from;
      this.to = to;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
        throws IOException {
      createFolder(target(folder));
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      copyFile(file, target(file));
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      force(target(folder));
      return FileVisitResult.CONTINUE;
    }

    private Path target(Path path) {
      return path.equals(from) ? to : to.resolve(from.relativize(path));
    }
  }

  private void copyFile(Path from, Path to) throws IOException {
    guard.before("create", to);
    try (InputStream in = Files.newInputStream(from, LinkOption.NOFOLLOW_LINKS);
        FileChannel out = FileChannel.open(to, NEW, OwnFiles.newReadable(to, isExecutable(from)))) {
      byte[] chunk = new byte[CHUNK_BYTES];
      for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
        guard.before("write", to);
        ByteBuffer rest = ByteBuffer.wrap(chunk, 0, length);
        while (rest.hasRemaining()) {
          out.write(rest);
        }
      }
      guard.before("force", to);
      out.force(true);
    }
  }

  /** Bundled tools are still to be run. */
  private static boolean isExecutable(Path file) throws IOException {
    return FileAbilities.hasPermissions(file)
        && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OWNER_EXECUTE);
  }
}
