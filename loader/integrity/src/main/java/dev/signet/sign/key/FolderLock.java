package dev.signet.sign.key;

import dev.signet.Internal;
import dev.signet.file.ExclusiveLock;
import dev.signet.sign.problem.SigningException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Keeps a folder to one process, and in it to one user, at a time; ends with the process. */
@Internal
public final class FolderLock implements AutoCloseable {
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
  public static FolderLock take(Path folder) throws IOException, SigningException {
    return new FolderLock(
        ExclusiveLock.take(folder.resolve(NAME))
            .orElseThrow(
                () ->
                    new SigningException(
                        folder + " is in use by somebody else just now",
                        "wait until that is done, and try again")));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
