package dev.signet.pf4j.install;

import dev.signet.pf4j.install.RepairedFile.Change;
import dev.signet.pf4j.workspace.InstallFiles;
import dev.signet.pf4j.workspace.InstallWorkspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Compares what lies in a plugins root with the release's own files. No link is followed. */
final class FolderComparison {
  private final List<RepairedFile> files = new ArrayList<>();

  private FolderComparison() {}

  /**
   * Returns what would have to change.
   *
   * @param name of the bundle, for all of it
   * @throws IOException when the release cannot be read
   */
  static List<RepairedFile> of(Path there, Path release, String name) throws IOException {
    FolderComparison comparison = new FolderComparison();
    if (isFolder(there) && isFolder(release)) {
      comparison.compareFolders(there, release, "");
    } else {
      comparison.compare(there, release, name);
    }
    return List.copyOf(comparison.files);
  }

  private void compare(Path there, Path release, String path) throws IOException {
    if (isFolder(there) && isFolder(release)) {
      compareFolders(there, release, path + "/");
    } else if (!InstallFiles.exists(release)) {
      add(path + (isFolder(there) ? "/" : ""), Change.MOVED_ASIDE);
    } else if (!InstallFiles.exists(there)) {
      add(path + (isFolder(release) ? "/" : ""), Change.PUT_BACK);
    } else if (!isFile(there) || !isFile(release) || differ(there, release)) {
      add(path, Change.REPLACED);
    }
  }

  private void compareFolders(Path there, Path release, String prefix) throws IOException {
    List<Path> present;
    try {
      present = InstallWorkspace.children(there);
    } catch (IOException e) {
      // Nobody can tell what is in it.
      add(prefix, Change.REPLACED);
      return;
    }
    Set<String> names = new TreeSet<>();
    present.forEach(child -> names.add(child.getFileName().toString()));
    InstallWorkspace.children(release).forEach(child -> names.add(child.getFileName().toString()));
    for (String name : names) {
      compare(there.resolve(name), release.resolve(name), prefix + name);
    }
  }

  private void add(String path, Change change) {
    files.add(new RepairedFile(path, change));
  }

  private static boolean differ(Path there, Path release) throws IOException {
    return !Files.isReadable(there) || Files.mismatch(there, release) >= 0;
  }

  private static boolean isFile(Path path) {
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean isFolder(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }
}
