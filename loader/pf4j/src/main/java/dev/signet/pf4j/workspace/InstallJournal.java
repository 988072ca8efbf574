package dev.signet.pf4j.workspace;

import dev.signet.Internal;
import dev.signet.bundle.BundleFolder;
import dev.signet.json.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a change to a plugins root is about to do, or has done: JSON for people to read. Whoever can
 * write to the root can write this file, so it only ever names what lies in the root itself.
 *
 * @param version of the file's form
 * @param action what is done
 * @param plugin the plugin's id
 * @param phase how far it is
 * @param installed the name in the root that is new; null when a plugin is uninstalled
 * @param replaced the names in the root that make way
 */
@Internal
public record InstallJournal(
    int version,
    InstallAction action,
    String plugin,
    Phase phase,
    @Nullable String installed,
    List<String> replaced) {
  static final int VERSION = 1;
  private static final int MAX_BYTES = 1 << 20;

  /** How far a change is. */
  enum Phase {
    /** Names are being changed; until it is committed, all of it is undone. */
    SWAPPING,
    /** It is done; what made way can be deleted. */
    COMMITTED
  }

  public InstallJournal {
    if (version != VERSION) {
      throw new IllegalArgumentException("it has version " + version + ", not " + VERSION);
    }
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(plugin, "plugin");
    Objects.requireNonNull(phase, "phase");
    replaced = List.copyOf(replaced);
    if (new HashSet<>(replaced).size() != replaced.size()) {
      throw new IllegalArgumentException("a name is replaced twice");
    }
    replaced.forEach(InstallJournal::requireName);
    if (installed != null) {
      requireName(installed);
    }
  }

  /** Starts the journal of a change. */
  public static InstallJournal swapping(
      InstallAction action, String plugin, Optional<String> installed, List<String> replaced) {
    return new InstallJournal(
        VERSION, action, plugin, Phase.SWAPPING, installed.orElse(null), replaced);
  }

  /** Returns it when it has come to this phase. */
  InstallJournal in(Phase newPhase) {
    return new InstallJournal(version, action, plugin, newPhase, installed, replaced);
  }

  public byte[] toBytes() {
    return StrictJson.lines(this);
  }

  /**
   * Reads a journal.
   *
   * @return empty when there is none
   * @throws IOException when it cannot be read, or is not one
   */
  static Optional<InstallJournal> read(Path file) throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      // To open a pipe would wait for somebody who writes to it.
      throw damaged(file, "it is no regular file", null);
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      bytes = in.readNBytes(MAX_BYTES);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    try {
      return Optional.of(StrictJson.read(bytes, InstallJournal.class));
    } catch (IOException e) {
      throw damaged(file, String.valueOf(e.getMessage()), e);
    }
  }

  private static WorkspaceDamagedException damaged(
      Path file, String why, @Nullable Throwable cause) {
    return new WorkspaceDamagedException(
        String.format(
            Locale.ROOT,
            "%s is damaged (%s); put back by hand what is wanted of 'old' beside it, then delete %s.",
            file,
            why,
            file.getParent()),
        cause);
  }

  private static void requireName(String name) {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "it names something that is not directly in the root, or that has no name in the locale of"
              + " this JVM");
    }
  }

  /**
   * Returns whether a name is of something directly in the root, and not of the workspace. What
   * this system, or this locale, has no name for is not.
   */
  public static boolean isName(String name) {
    boolean plain =
        !name.isEmpty()
            && !name.equals(".")
            && !name.equals("..")
            && !name.equals(BundleFolder.WORKSPACE)
            && name.indexOf('/') < 0
            && name.indexOf('\\') < 0
            && name.indexOf('\0') < 0;
    try {
      return plain && Path.of(name).getNameCount() == 1 && !Path.of(name).isAbsolute();
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
