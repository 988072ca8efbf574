package dev.signet.admit;

import dev.signet.admit.read.VerifiedContents;
import dev.signet.bundle.Limits;
import dev.signet.bundle.SourceState;
import dev.signet.verify.KeptVerdict;
import dev.signet.verify.StagedBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is on record of the sealed copies, as far as it can be relied on: a copy counts only as long
 * as it is as it was recorded, and all of it is on the disk, or the system was not started anew
 * since it was made. Safe for use by several threads.
 */
final class CopyRecords {
  private static final Logger log = LoggerFactory.getLogger(CopyRecords.class);

  private final @Nullable IndexFile file;
  private final Path copies;
  private final String boot;
  private final CopyIndex index;
  private volatile boolean trusted = true;

  private CopyRecords(@Nullable IndexFile file, Path copies, String boot, CopyIndex index) {
    this.file = file;
    this.copies = copies;
    this.boot = boot;
    this.index = index;
  }

  /**
   * Reads what earlier processes recorded.
   *
   * @param file null to record nothing for later ones
   * @param boot tells this start of the operating system from every other; empty for unknown
   * @throws IOException when somebody else could have written the file
   */
  static CopyRecords open(@Nullable IndexFile file, Path copies, String boot) throws IOException {
    if (file == null) {
      return new CopyRecords(null, copies, boot, new CopyIndex());
    }
    file.prepare();
    return new CopyRecords(file, copies, boot, file.read());
  }

  /**
   * Returns whether plugins have been looked for with this state directory before. A ledger in it
   * is older than any of that.
   *
   * @throws IOException when it cannot be looked into
   */
  static boolean wereMadeIn(Path stateDirectory) throws IOException {
    Path sealed = stateDirectory.resolve("sealed");
    if (IndexFile.in(stateDirectory).exists()) {
      return true;
    }
    if (Files.notExists(sealed, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (Stream<Path> copies = Files.list(sealed)) {
      return copies.findAny().isPresent();
    }
  }

  /**
   * Reads what others recorded, and never writes.
   *
   * @param boot tells this start of the operating system from every other; empty for unknown
   */
  static CopyRecords lookAt(IndexFile file, Path copies, String boot) {
    return new CopyRecords(null, copies, boot, file.read());
  }

  /** Has nothing be taken for verified from now on because it is on record here. */
  void distrust() {
    trusted = false;
  }

  /** Returns whether what is on record is taken for what was found. */
  boolean areTrusted() {
    return trusted;
  }

  /** Returns what the bytes of a copy are held against as they are read; empty when trusted. */
  Optional<VerifiedContents> contents(StagedBundle bundle) {
    return trusted
        ? Optional.empty()
        : Optional.of(new VerifiedContents(bundle.kind(), bundle.files()));
  }

  CopyIndex index() {
    return index;
  }

  /** Tells this start of the operating system from every other; empty for unknown. */
  String boot() {
    return boot;
  }

  /**
   * Returns the sealed copy of a source that has not changed since it was sealed, when the copy has
   * not changed either. Decided by metadata alone; no file is read.
   */
  Optional<SealedCopy> recall(Path source, Limits limits) {
    return index
        .find(source, kept -> SourceState.isStill(source, kept, limits))
        .filter(this::isWhole);
  }

  /** Returns the folder of a copy. */
  Path folder(SealedCopy copy) {
    return copies.resolve(copy.name());
  }

  /** Records the latest verdict on a copy, for the next start. */
  void keep(SealedCopy copy, Optional<KeptVerdict> verdict) {
    index.keep(copy.name(), verdict);
  }

  /** Returns what is on record of a copy, when it has not changed since. */
  Optional<SealedCopy> copy(String name) {
    return index.copy(name).filter(this::isWhole);
  }

  private boolean isWhole(SealedCopy copy) {
    return isKnown(copy) && copy.isIntact(copies);
  }

  /**
   * Returns whether its bytes are what was written, as far as any machine's disk can be trusted.
   */
  private boolean isKnown(SealedCopy copy) {
    return copy.isLasting() || copy.boot().equals(boot);
  }

  /** Returns a copy whose name passes, and which has not changed. */
  Optional<SealedCopy> whole(Predicate<String> names) {
    return index.copies(names).stream().filter(this::isWhole).findFirst();
  }

  /** Returns the copies that count now, and may be gone after a power cut. */
  List<SealedCopy> notLasting() {
    return index.notLasting().stream().filter(this::isKnown).toList();
  }

  /** Records copies that are on the disk now. */
  void forced(List<Path> folders) {
    if (!folders.isEmpty()) {
      folders.forEach(folder -> index.lasts(String.valueOf(folder.getFileName())));
      save();
    }
  }

  /** Writes the index when anything has changed. A failure is logged. */
  synchronized void save() {
    if (file == null || !index.takeChanges()) {
      return;
    }
    try {
      file.write(index);
    } catch (IOException e) {
      index.notWritten();
      log.warn(
          "The index {} could not be written; the next start reads every plugin anew: {}",
          file.path(),
          e.toString());
    }
  }
}
