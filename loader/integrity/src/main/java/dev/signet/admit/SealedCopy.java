package dev.signet.admit;

import dev.signet.bundle.BundleKind;
import dev.signet.file.FileStamp;
import dev.signet.verify.Recollection;
import dev.signet.verify.StagedBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * What is on record of a sealed copy.
 *
 * @param name of its folder
 * @param kind of the bundle
 * @param stamps of its files, taken when it had been made read-only
 * @param recollection what it consists of
 */
record SealedCopy(
    String name,
    BundleKind kind,
    NavigableMap<String, FileStamp> stamps,
    Recollection recollection) {

  /** Records a copy that was just made; empty where the file system cannot tell changes. */
  static Optional<SealedCopy> of(Path folder, StagedBundle bundle) throws IOException {
    return SealedFiles.stamps(folder)
        .map(
            stamps ->
                new SealedCopy(
                    folder.getFileName().toString(),
                    bundle.kind(),
                    stamps,
                    new Recollection(bundle.files(), bundle.executables())));
  }

  SealedCopy named(String another) {
    return new SealedCopy(another, kind, stamps, recollection);
  }

  /** Returns whether every file, and no other, is there as it was recorded. */
  boolean isIntact(Path sealedFolder) {
    return SealedFiles.matches(sealedFolder.resolve(name), stamps);
  }
}
