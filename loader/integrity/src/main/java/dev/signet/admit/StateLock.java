package dev.signet.admit;

import dev.signet.file.ExclusiveLock;
import dev.signet.file.OwnFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Keeps a part of the state directory to one owner at a time, across processes and within one. */
final class StateLock {
  private StateLock() {}

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
   * Takes the lock.
   *
   * @param file made when it is not there; stays when the lock is given back
   * @return closing it gives the lock back
   * @throws IOException when somebody else holds it, or the file is not safe to use
   */
  static FileChannel hold(Path file) throws IOException {
    OwnFiles.narrow(file);
    StateDirectory.checkFile(file);
    return ExclusiveLock.take(file).orElseThrow(InUseException::new);
  }
}
