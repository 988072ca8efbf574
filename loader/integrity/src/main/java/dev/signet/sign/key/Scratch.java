package dev.signet.sign.key;

import dev.signet.Internal;
import dev.signet.file.FileTree;
import dev.signet.file.IoCause;
import dev.signet.file.OwnFiles;
import dev.signet.sign.problem.SigningException;
import java.io.IOException;
import java.nio.file.Path;

/** A private temporary folder for the time of one task. */
@Internal
public final class Scratch {
  private Scratch() {}

  /** What to do with the folder. */
  @FunctionalInterface
  public interface Task<T> {
    /** Does it. */
    T run(Path folder) throws SigningException;
  }

  public static <T> T with(Task<T> task) throws SigningException {
    Path folder;
    try {
      folder = OwnFiles.createTemporaryFolder("signet-sign-");
    } catch (IOException e) {
      throw new SigningException(
          "No temporary folder could be made (" + IoCause.of(e) + ")",
          "check the disk and java.io.tmpdir",
          e);
    }
    try {
      return task.run(folder);
    } finally {
      delete(folder);
    }
  }

  /** What cannot be deleted is left to the system's own sweeping; the signature is what counts. */
  public static void delete(Path folder) {
    try {
      FileTree.delete(folder);
    } catch (IOException e) {
      folder.toFile().deleteOnExit();
    }
  }
}
