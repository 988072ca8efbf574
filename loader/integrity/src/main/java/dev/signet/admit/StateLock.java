package dev.signet.admit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a part of the state directory to one owner at a time, across processes and within one. */
final class StateLock {
  private StateLock() {}

  /**
   * Takes the lock.
   *
   * @param file made when it is not there; stays when the lock is given back
   * @return closing it gives the lock back
   * @throws IOException when somebody else holds it, or the file is not safe to use
   */
  static FileChannel hold(Path file) throws IOException {
    StateDirectory.checkFile(file);
    String refusal = "it is in use by another process or another plugin manager of this one";
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // Closing any channel of a file drops every lock this process holds on it (POSIX): the other
      // manager's would be gone. So this one stays open, unused, until the process ends.
      throw new IOException(refusal, e);
    }
    channel.close();
    throw new IOException(refusal);
  }
}
