package dev.signet.cli;

import dev.signet.cli.option.Command;
import dev.signet.cli.option.CommandException;
import dev.signet.cli.option.NewFiles;
import dev.signet.cli.option.Option;
import dev.signet.cli.option.Options;
import dev.signet.file.AtomicFile;
import dev.signet.file.IoCause;
import dev.signet.file.SmallFile;
import dev.signet.lock.LockException;
import dev.signet.lock.LockedPlugin;
import dev.signet.lock.PluginsLock;
import dev.signet.lock.SignedLock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;

/** {@code --lock}: the list that a command works on. */
final class LockFile {
  private static final Path USUAL = Path.of("plugins.lock");

  private final Command command;
  private final Option<Path> option;

  LockFile(Command command) {
    this.command = command;
    this.option = command.add(Options.path("--lock", "FILE", "The list; plugins.lock by default."));
  }

  Path path() {
    return option.value().orElse(USUAL);
  }

  SignedLock read() throws CommandException {
    Path file = path();
    try {
      return SignedLock.read(SmallFile.read(file, SignedLock.MOST_BYTES), file.toString());
    } catch (IOException e) {
      throw CommandException.input(
          file + " cannot be read (" + IoCause.of(e) + "); make one by lock:create.");
    } catch (LockException e) {
      throw CommandException.input(String.valueOf(e.getMessage()));
    }
  }

  /** Writes the first list of a fleet. */
  PluginsLock create(String fleet) throws CommandException {
    NewFiles.requireNone(path());
    return write(1, fleet, List.of());
  }

  /** Writes the list with other plugins: under the next number, once a list had been signed. */
  PluginsLock replace(SignedLock before, List<LockedPlugin> plugins) throws CommandException {
    PluginsLock lock = before.lock();
    long number = before.isSigned() ? lock.number() + 1 : lock.number();
    return write(number, lock.fleet(), plugins);
  }

  private PluginsLock write(long number, String fleet, List<LockedPlugin> plugins)
      throws CommandException {
    Instant now = command.terminal().clock().instant().truncatedTo(ChronoUnit.SECONDS);
    List<LockedPlugin> sorted =
        plugins.stream().sorted(Comparator.comparing(LockedPlugin::id)).toList();
    try {
      PluginsLock lock = new PluginsLock(fleet, number, now, sorted);
      write(SignedLock.draft(lock));
      return lock;
    } catch (IllegalArgumentException e) {
      throw CommandException.input("No list can say that: " + e.getMessage() + ".");
    }
  }

  void write(SignedLock lock) throws CommandException {
    NewFiles.write(path(), () -> AtomicFile.replace(path(), lock.toBytes()));
  }
}
