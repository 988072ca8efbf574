package dev.signet.cli;

import dev.signet.file.IoCause;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A folder of bundles, as a host has one. */
final class BundleFolder {
  private BundleFolder() {}

  /**
   * Returns the bundles in it, sorted: folders, zips, jars, and links, which the check then
   * reports. Names that begin with a dot are none, as for a host; other files are none either.
   *
   * @throws CommandException when it cannot be listed
   */
  static List<Path> bundles(Path folder) throws CommandException {
    List<Path> bundles = new ArrayList<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
      for (Path child : children) {
        if (isBundle(child)) {
          bundles.add(child);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw unlisted(folder, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw unlisted(folder, IoCause.of(e));
    }
    bundles.sort(null);
    return bundles;
  }

  private static CommandException unlisted(Path folder, String cause) {
    return CommandException.input(
        folder + " cannot be listed (" + cause + "): --all needs a folder of bundles as --path.");
  }

  private static boolean isBundle(Path child) {
    String name = String.valueOf(child.getFileName()).toLowerCase(Locale.ROOT);
    if (name.startsWith(".")) {
      return false;
    }
    return name.endsWith(".zip")
        || name.endsWith(".jar")
        || Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)
        || Files.isSymbolicLink(child);
  }
}
