package dev.signet.pf4j.install;

import dev.signet.admit.SafeName;
import dev.signet.file.OwnFiles;
import dev.signet.file.RealPaths;
import dev.signet.pf4j.install.InstallResult.Done;
import dev.signet.pf4j.load.BundleDiscovery;
import dev.signet.pf4j.workspace.ChangeFailure;
import dev.signet.pf4j.workspace.InstallFiles;
import dev.signet.pf4j.workspace.InstallWorkspace;
import dev.signet.verdict.Printable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One folder for each plugin's data, outside every bundle. */
final class DataFolders {
  private static final Logger LOG = LoggerFactory.getLogger(DataFolders.class);
  private static final String GONE = ".removed-";

  private final Optional<Path> parent;
  private final InstallFiles files;

  /**
   * Deletes what could not be deleted the last time.
   *
   * @param parent holds them; empty when the host named none
   * @param state the host's state directory
   * @throws IllegalArgumentException when it lies in a plugins root, where it would be a bundle, or
   *     holds one or the state, which would be the data of a plugin with the right id; be it by
   *     links
   */
  DataFolders(Optional<Path> parent, List<Path> roots, Optional<Path> state, InstallFiles files) {
    this.files = files;
    parent.ifPresent(folder -> requireApart(folder, roots, state));
    // What was looked at is what is used: a link may lead elsewhere later.
    this.parent = parent.map(DataFolders::real);
    this.parent.ifPresent(this::sweep);
  }

  private static void requireApart(Path folder, List<Path> roots, Optional<Path> state) {
    Path real = real(folder);
    for (Path root : roots) {
      if (real.startsWith(real(root))) {
        throw unusable("%s lies inside the plugins root %s", folder, root);
      }
    }
    Stream.concat(roots.stream(), state.stream())
        .filter(other -> real(other).startsWith(real))
        .findFirst()
        .ifPresent(
            other -> {
              throw unusable("%s holds %s; name a folder of its own", folder, other);
            });
  }

  private static Path real(Path folder) {
    try {
      return RealPaths.of(BundleDiscovery.normalise(folder));
    } catch (IOException e) {
      throw unusable("where %s lies is unknown: %s", folder, e);
    }
  }

  private static IllegalArgumentException unusable(String pattern, Object... words) {
    return new IllegalArgumentException(
        String.format(Locale.ROOT, "dataDirectory: " + pattern, words));
  }

  /** What is called so can be nobody's data: no plugin's folder begins with a dot. */
  private void sweep(Path folder) {
    try {
      InstallWorkspace.children(folder).stream()
          .filter(child -> isGone(child.getFileName().toString()))
          .forEach(this::discard);
    } catch (IOException e) {
      LOG.warn("{} cannot be looked into: {}", Printable.of("" + folder), e.toString());
    }
  }

  private static boolean isGone(String name) {
    return name.startsWith(GONE) && SafeName.isOne(name.substring(GONE.length()));
  }

  private void discard(Path gone) {
    try {
      files.delete(gone);
    } catch (IOException e) {
      LOG.warn("{}", left(gone, e));
    }
  }

  boolean hasPlace() {
    return parent.isPresent();
  }

  /** Returns the folder of a plugin, made owner-only when it is not there. */
  Path folder(String id) {
    Path folder = place(id);
    try {
      if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        OwnFiles.createParents(folder);
        OwnFiles.createFolder(folder);
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The data folder " + folder + " cannot be made; check the disk and its permissions.", e);
    }
  }

  /** Deletes the data of a plugin that was removed, and returns what is to be told. */
  Done deletedAfter(Done done) {
    try {
      delete(done.id());
      return done;
    } catch (UncheckedIOException e) {
      return done.leavingData(String.valueOf(e.getMessage()));
    }
  }

  /** Returns whether there is data of a plugin, or something left of it. */
  boolean isThere(String id) {
    Path folder = place(id);
    return InstallFiles.exists(folder) || InstallFiles.exists(gone(folder));
  }

  private static Path gone(Path folder) {
    return folder.resolveSibling(GONE + folder.getFileName());
  }

  /**
   * Deletes the folder of a plugin with all that is in it, and what is left of an attempt before.
   *
   * @return whether there was anything
   * @throws UncheckedIOException when something is left; the message names it, and says why
   */
  boolean delete(String id) {
    Path folder = place(id);
    Path gone = gone(folder);
    boolean there = isThere(id);
    try {
      files.delete(gone);
      if (InstallFiles.exists(folder)) {
        // All of it or nothing: half of its data would mislead the plugin if it ever came back.
        files.move(folder, gone);
        files.delete(gone);
      }
      return there;
    } catch (IOException e) {
      throw new UncheckedIOException(left(InstallFiles.exists(gone) ? gone : folder, e), e);
    }
  }

  private static String left(Path folder, IOException cause) {
    return String.format(
        Locale.ROOT,
        "Data of a plugin cannot be deleted: %s Delete %s by hand.",
        ChangeFailure.sentence(cause),
        Printable.of("" + folder));
  }

  private Path place(String id) {
    return parent().resolve(SafeName.of(id));
  }

  private Path parent() {
    return parent.orElseThrow(
        () ->
            new IllegalStateException(
                "There is no place for plugins' data: configure a state directory, or name a"
                    + " dataDirectory(...)"));
  }
}
