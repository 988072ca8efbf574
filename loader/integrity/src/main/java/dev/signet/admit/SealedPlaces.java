package dev.signet.admit;

import dev.signet.bundle.BundleKind;
import dev.signet.bundle.SourceState;
import dev.signet.file.Packed;
import dev.signet.verify.StagedBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder {@code sealed/} of a state directory: a folder for each copy. Gives copies their
 * names, one at a time, so that one that is handed out keeps its own. Safe for use by several
 * threads.
 */
final class SealedPlaces {
  private static final Logger log = LoggerFactory.getLogger(SealedPlaces.class);

  private final Path path;
  private final CopyRecords records;
  private final LoadedNames loaded;

  /**
   * @param path absolute, of the folder
   */
  SealedPlaces(Path path, CopyRecords records, LoadedNames loaded) {
    this.path = path;
    this.records = records;
    this.loaded = loaded;
  }

  /** A copy that is ready but for its place. */
  record NewCopy(StagedBundle bundle, Optional<Packed> stamps) {}

  /**
   * Moves a copy among the sealed ones, or finds it there already. What is on record of its source
   * stays until then: the index may be written meanwhile, and the process be killed.
   *
   * @return the path to hand to PF4J
   */
  synchronized Path place(Path source, Optional<SourceState> state, NewCopy made)
      throws IOException {
    StagedBundle bundle = made.bundle();
    String name = SealedName.of(bundle);
    Optional<SealedCopy> present =
        records.areTrusted()
            ? records.whole(copy -> LoadedNames.baseOf(copy).equals(name))
            : Optional.empty();
    Path folder = present.isPresent() ? of(present.get()) : unused(name);
    if (present.isPresent()) {
      SealedFiles.unprotect(bundle.content());
    } else {
      moveIn(bundle.content(), folder);
    }
    Optional<SealedCopy> copy =
        present.isPresent()
            ? present
            : made.stamps().map(stamps -> SealedCopy.of(folder, bundle, records.boot(), stamps));
    copy.map(known -> known.with(bundle.kept()))
        .ifPresentOrElse(
            recorded -> records.index().put(recorded, source, state),
            () -> records.index().forget(source));
    return pathFor(folder, bundle.kind());
  }

  /** See {@link SealedStore#load}. */
  synchronized void load(Path sealed) {
    loaded.add(nameOf(sealed));
  }

  /** See {@link SealedStore#wasLoaded}. */
  boolean wasLoaded(Path sealed) {
    return loaded.contains(nameOf(sealed));
  }

  /** See {@link SealedStore#renew}. */
  synchronized Path renew(Path sealed) {
    Path folder = folderOf(sealed);
    String name = folder.getFileName().toString();
    Path renewed = next(name);
    CachedJars.close(Set.of(folder));
    try {
      Files.move(folder, renewed, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      log.warn("The sealed copy {} keeps its path: {}", folder, e.toString());
      return sealed;
    }
    records.index().rename(name, renewed.getFileName().toString());
    return renewed.resolve(folder.relativize(sealed.toAbsolutePath().normalize()));
  }

  /** Returns what PF4J is handed of a sealed folder: the folder, or the one jar in it. */
  static Path pathFor(Path folder, BundleKind kind) throws IOException {
    return kind == BundleKind.JAR ? SealedFiles.singleFile(folder) : folder;
  }

  /** Returns what PF4J is handed of a copy; empty when it is not there. */
  Optional<Path> pathOf(SealedCopy copy) {
    Path folder = of(copy);
    try {
      return Files.exists(folder, LinkOption.NOFOLLOW_LINKS)
          ? Optional.of(pathFor(folder, copy.kind()))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Corrects the names on record of copies that were {@link #renew renewed} by a process that was
   * killed before it could write them down.
   */
  void recordRenewed() {
    Set<String> there = new HashSet<>();
    list().forEach(folder -> there.add(nameOf(folder)));
    for (SealedCopy copy : records.index().copies(name -> !there.contains(name))) {
      String base = LoadedNames.baseOf(copy.name());
      there.stream()
          .filter(name -> LoadedNames.baseOf(name).equals(base))
          .filter(name -> records.index().copy(name).isEmpty())
          .max(Comparator.comparing(name -> copy.named(name).isIntact(path)))
          .ifPresent(name -> records.index().rename(copy.name(), name));
    }
  }

  /** Returns whether a path lies in it. */
  boolean holds(Path place) {
    return place.toAbsolutePath().normalize().startsWith(path);
  }

  /** Returns the name of the copy that a path leads into. */
  String nameOf(Path sealed) {
    return folderOf(sealed).getFileName().toString();
  }

  /**
   * Returns the folder of the copy that a path leads into.
   *
   * @throws IllegalArgumentException when it leads into none
   */
  Path folderOf(Path sealed) {
    Path normalized = sealed.toAbsolutePath().normalize();
    if (!normalized.startsWith(path) || normalized.equals(path)) {
      throw new IllegalArgumentException("sealed: " + sealed + " is no sealed copy");
    }
    return path.resolve(path.relativize(normalized).getName(0));
  }

  /** Moves a staged copy to its place, and makes that read-only. */
  private static void moveIn(Path content, Path folder) throws IOException {
    try {
      Files.move(content, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      SealedFiles.unprotect(content);
      throw e;
    }
    SealedFiles.protectFolder(folder);
  }

  /** Returns a place for a copy of this name, which is still told from the place's. */
  private Path unused(String name) {
    Path folder = path.resolve(name);
    return Files.exists(folder, LinkOption.NOFOLLOW_LINKS) ? next(name) : folder;
  }

  /** Returns a place for a copy that nothing was loaded from, and where nothing lies. */
  private Path next(String name) {
    Path folder;
    do {
      folder = path.resolve(loaded.next(name));
    } while (Files.exists(folder, LinkOption.NOFOLLOW_LINKS));
    return folder;
  }

  /** Returns the folders of all copies; none, which is logged, when they cannot be listed. */
  List<Path> list() {
    try (Stream<Path> children = Files.list(path)) {
      return children.toList();
    } catch (IOException e) {
      log.warn("The sealed copies in {} could not be listed: {}", path, e.toString());
      return List.of();
    }
  }

  /** Returns the place of a copy. */
  Path of(SealedCopy copy) {
    return path.resolve(copy.name());
  }
}
