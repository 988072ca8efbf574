package dev.signet.sign;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps a folder to one process, and in it to one user, at a time; ends with the process. */
final class FolderLock implements AutoCloseable {
  private static final String NAME = "lock";

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock, and does not wait for it.
   *
   * @throws SigningException when another one has it
   */
  @SuppressWarnings("resource") // the channel is the lock, closed with it
  static FolderLock take(Path folder) throws IOException, SigningException {
    Path file = folder.resolve(NAME);
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
            OwnerOnly.newFile(file));
    try {
      if (channel.tryLock() != null) {
        return new FolderLock(channel);
      }
    } catch (OverlappingFileLockException e) {
      // Closing any channel of a file drops every lock this process holds on it (POSIX): the other
      // user's would be gone. So this one stays open, unused, until the process ends.
      throw inUse(folder, e);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw inUse(folder, null);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static SigningException inUse(Path folder, @Nullable Throwable cause) {
    String message =
        folder + " is in use by somebody else just now; wait until that is done, and try again.";
    return cause == null ? new SigningException(message) : new SigningException(message, cause);
  }
}
