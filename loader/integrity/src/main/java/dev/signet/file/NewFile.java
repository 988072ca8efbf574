package dev.signet.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;

/** Writes files that must not be there yet: keys, requests, certificates are never overwritten. */
public final class NewFile {
  private static final Set<OpenOption> OPTIONS =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private NewFile() {}

  /**
   * Writes a file that anybody may read.
   *
   * @throws FileAlreadyExistsException when there is such a file or link
   */
  public static void write(Path file, String text) throws IOException {
    write(file, text, OwnFiles.newReadable(file, false));
  }

  /** Writes a file that only its owner may read, where the file system knows owners. */
  public static void writeOwnerOnly(Path file, String text) throws IOException {
    // The permissions are part of the creation: there is no moment at which others can open it.
    write(file, text, OwnFiles.newFile(file));
  }

  private static void write(Path file, String text, FileAttribute<?>... attributes)
      throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    try (FileChannel channel = FileChannel.open(file, OPTIONS, attributes)) {
      try {
        AtomicFile.writeFully(channel, text.getBytes(StandardCharsets.UTF_8));
        channel.force(true);
      } catch (IOException e) {
        Files.deleteIfExists(file);
        throw e;
      }
    }
    if (folder != null) {
      AtomicFile.force(folder);
    }
  }
}
