package dev.signet.pf4j.workspace;

import dev.signet.Internal;
import dev.signet.file.FileTree;
import dev.signet.file.FolderChildren;
import dev.signet.pf4j.text.Sentence;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a repair takes out of a plugins root: whatever is not the release's own may be somebody's
 * only copy, and is kept. Each step can be taken again after a kill.
 */
@Internal
public final class SetAside {
  static final String NAME = "aside";

  private static final int LONGEST_BYTES = 240;

  /** Of up to four bytes each. */
  private static final int SHORT_CHARS = 60;

  private final Path workspace;
  private final Path folder;
  private final InstallFiles files;

  /**
   * @param workspace the folder in which it makes one of its own
   */
  SetAside(Path workspace, InstallFiles files) {
    this.workspace = workspace;
    this.folder = workspace.resolve(NAME);
    this.files = files;
  }

  /** Returns whether this is where such things are kept. */
  static boolean isOne(Path child) {
    return child.endsWith(NAME) && Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Moves aside what differs from what is in its place now, and deletes the rest.
   *
   * @param old what was there; may be gone already
   * @param now what is there
   * @return where it is kept; empty when nothing differed
   */
  Optional<Path> keep(Path old, Path now) throws IOException {
    if (!InstallFiles.exists(old) || isEqual(old, now)) {
      return Optional.empty();
    }
    if (!InstallFiles.exists(folder)) {
      files.createFolder(folder);
      files.force(workspace);
    }
    Path kept = unused(shortened(old.getFileName().toString()));
    files.move(old, kept);
    files.force(folder);
    return Optional.of(kept);
  }

  /** Tells where such things are, for the end of a line. */
  public static String told(List<Path> kept) {
    StringBuilder told = new StringBuilder();
    for (Path path : kept) {
      told.append(
          Sentence.of(
              " What was there and is not the release's own is kept in %s; delete it when nobody"
                  + " needs it.",
              path));
    }
    return told.toString();
  }

  /** File systems take 255 bytes, and a number comes after it. */
  private static String shortened(String name) {
    boolean hasRoom = name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_BYTES;
    return hasRoom ? name : name.substring(0, name.offsetByCodePoints(0, SHORT_CHARS));
  }

  private Path unused(String name) {
    int number = 1;
    while (InstallFiles.exists(folder.resolve(name + "-" + number))) {
      number++;
    }
    return folder.resolve(name + "-" + number);
  }

  /** Deletes what is in both, whatever comes of the rest; returns whether that was all. */
  private boolean isEqual(Path old, Path now) throws IOException {
    if (isFile(old) && isFile(now)) {
      boolean same = Files.isReadable(old) && Files.mismatch(old, now) < 0;
      if (same) {
        files.delete(old);
      }
      return same;
    }
    if (!isFolder(old) || !isFolder(now)) {
      return false;
    }
    FileTree.openUp(old);
    boolean same = true;
    for (Path child : FolderChildren.of(old)) {
      same &= isEqual(child, now.resolve(child.getFileName()));
    }
    if (same) {
      files.delete(old);
    }
    return same;
  }

  private static boolean isFile(Path path) {
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean isFolder(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }
}
