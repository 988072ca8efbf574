package dev.signet.cli.option;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code --path}, and for a plugin the id it must have: what is signed or checked. */
public final class SourceOption {
  private final Option<Path> path;
  private final @Nullable PositionalParamSpec id;

  /**
   * Adds both to a command.
   *
   * @param core whether it is about the host's folder, which has no id to choose
   */
  public SourceOption(Command command, boolean core) {
    path =
        command.add(
            Options.requiredPath(
                "--path",
                core ? "DIR" : "PATH",
                core ? "The host's folder." : "Folder, zip or jar."));
    id = core ? null : Options.id("0..1", "The id it must have; the bundle's own by default.");
    if (id != null) {
      command.spec().addPositional(id);
    }
  }

  /** Returns what was named, whether it is there or not. */
  public Path path() {
    return path.get();
  }

  /**
   * Returns what was named.
   *
   * @throws CommandException when it is not there
   */
  public Path existing() throws CommandException {
    if (Files.notExists(path(), LinkOption.NOFOLLOW_LINKS)) {
      throw CommandException.input("--path: there is no " + path() + "; check the name.");
    }
    return path();
  }

  /** Returns the id, if one was given. */
  public Optional<String> id() {
    return id == null ? Optional.empty() : Options.given(id);
  }
}
