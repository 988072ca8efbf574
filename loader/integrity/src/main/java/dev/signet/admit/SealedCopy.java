package dev.signet.admit;

import dev.signet.bundle.BundleKind;
import dev.signet.bundle.EntryPath;
import dev.signet.file.Packed;
import dev.signet.file.PackedReader;
import dev.signet.manifest.Digest;
import dev.signet.manifest.Manifest;
import dev.signet.verify.KeptVerdict;
import dev.signet.verify.KnownContents;
import dev.signet.verify.StagedBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is on record of a sealed copy. What a later start may not need is taken apart only when it
 * is asked for.
 *
 * @param name of its folder
 * @param kind of the bundle
 * @param boot of the system in which it was made; empty once all of it is known to be on the disk
 * @param stamps of its files and folders, taken when it had been made read-only
 * @param files what it consists of
 * @param verdict the latest one that may be kept, or nothing
 */
record SealedCopy(
    String name, BundleKind kind, String boot, Packed stamps, Packed files, Packed verdict) {

  /** Records a copy that was just made. */
  static SealedCopy of(Path folder, StagedBundle bundle, String boot, Packed stamps) {
    return new SealedCopy(
        folder.getFileName().toString(),
        bundle.kind(),
        boot,
        stamps,
        pack(new KnownContents(bundle.files(), bundle.executables())),
        pack(bundle.kept()));
  }

  SealedCopy named(String another) {
    return new SealedCopy(another, kind, boot, stamps, files, verdict);
  }

  /** Returns whether every file and folder, and nothing else, is there as it was recorded. */
  boolean isIntact(Path sealedFolder) {
    return SealedFiles.matches(sealedFolder.resolve(name), stamps);
  }

  /** Returns whether all of it is on the disk, whatever becomes of this machine. */
  boolean isLasting() {
    return boot.isEmpty();
  }

  SealedCopy lasting() {
    return new SealedCopy(name, kind, "", stamps, files, verdict);
  }

  SealedCopy with(Optional<KeptVerdict> latest) {
    return new SealedCopy(name, kind, boot, stamps, files, pack(latest));
  }

  /** Returns the verdict; empty when there is none, or it cannot be read. */
  Optional<KeptVerdict> kept() {
    return verdict.isEmpty() ? Optional.empty() : VerdictForm.read(verdict);
  }

  /**
   * Returns what the copy consists of.
   *
   * @throws IOException when the record is damaged
   */
  KnownContents recollection() throws IOException {
    Map<EntryPath, Digest> digests = new HashMap<>();
    Set<EntryPath> executables = new HashSet<>();
    PackedReader in = files.reader();
    try {
      while (!in.isAtEnd()) {
        EntryPath path = new EntryPath(in.text());
        digests.put(path, Digest.of(in.bytes()));
        if (in.number() != 0) {
          executables.add(path);
        }
      }
    } catch (IllegalArgumentException e) {
      throw new IOException("the record of " + name + " is damaged", e);
    }
    return new KnownContents(Manifest.of(digests), executables);
  }

  private static Packed pack(Optional<KeptVerdict> kept) {
    return kept.map(VerdictForm::pack).orElse(Packed.EMPTY);
  }

  static Packed pack(KnownContents known) {
    Packed.Writer out = new Packed.Writer();
    known
        .files()
        .files()
        .forEach(
            (path, digest) ->
                out.text(path.value())
                    .block(digest.bytes())
                    .number(known.executables().contains(path) ? 1 : 0));
    return out.packed();
  }
}
