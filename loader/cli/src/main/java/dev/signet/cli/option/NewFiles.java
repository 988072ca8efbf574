package dev.signet.cli.option;

import dev.signet.file.IoCause;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Files that a command makes, and that must not be there yet. */
public final class NewFiles {
  private NewFiles() {}

  /** Writes a file. */
  @FunctionalInterface
  public interface Writing {
    /** Writes it; fails when there is one. */
    void run() throws IOException;
  }

  /** Returns the file that an option names, or one in the working folder that is named by an id. */
  public static Path named(Option<Path> option, String appId, String ending)
      throws CommandException {
    if (option.value().isPresent()) {
      return option.get();
    }
    if (!appId.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      throw CommandException.input(
          "'" + appId + "' is no safe name of a file; name the file with " + option.name() + ".");
    }
    return Path.of(appId + ending);
  }

  /** Makes sure that there is no such file, before work is done that it would be needed for. */
  public static void requireNone(Path file) throws CommandException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw isThere(file);
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw CommandException.input(
          file + " cannot be written: its folder is not there; make the folder first.");
    }
  }

  /** Writes a file, and says what goes wrong. */
  public static void write(Path file, Writing writing) throws CommandException {
    try {
      writing.run();
    } catch (FileAlreadyExistsException e) {
      throw isThere(file);
    } catch (IOException e) {
      throw CommandException.input(
          file + " cannot be written (" + IoCause.ofWriting(e) + "); check the path and the disk.");
    }
  }

  private static CommandException isThere(Path file) {
    return CommandException.input(
        file + " is there already and is never overwritten; name another file, or move it away.");
  }
}
