package dev.signet.verify;

import dev.signet.bundle.BundleEntry;
import dev.signet.bundle.EntryPath;
import dev.signet.bundle.descriptor.ClassPathRule;
import dev.signet.file.FileStamp;
import dev.signet.manifest.Digest;
import dev.signet.manifest.KnownDigests;
import dev.signet.verdict.Finding;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known of files that have not changed since they were read, by file identity. Serves
 * checks only: what is loaded is always copied and hashed anew.
 */
final class DigestCache {
  private static final int FILES = 100_000;

  private final Remembered<FileStamp, Digest> digests = new Remembered<>(FILES);
  private final Remembered<JarKey, List<Finding>> jars = new Remembered<>(FILES);

  private record JarKey(EntryPath path, Digest digest) {}

  /**
   * Returns a view for one check.
   *
   * @param listedAt when the entries' stamps were taken; a file changed just then is not remembered
   */
  KnownDigests asOf(Instant listedAt) {
    return new KnownDigests() {
      @Override
      public Optional<Digest> digest(BundleEntry entry) {
        return entry
            .stamp()
            .flatMap(digests::get)
            .filter(digest -> !isUnknownJar(entry.path(), digest));
      }

      @Override
      public void hashed(BundleEntry entry, Digest digest) {
        entry
            .stamp()
            .filter(stamp -> !stamp.isRacy(listedAt))
            .ifPresent(stamp -> digests.put(stamp, digest));
      }
    };
  }

  private boolean isUnknownJar(EntryPath path, Digest digest) {
    return ClassPathRule.appliesTo(path) && jarFindings(path, digest).isEmpty();
  }

  /** Returns what the class path rule found in a jar of these bytes at this path. */
  Optional<List<Finding>> jarFindings(EntryPath path, Digest digest) {
    return jars.get(new JarKey(path, digest));
  }

  /** Remembers what the class path rule found. */
  void putJarFindings(EntryPath path, Digest digest, List<Finding> findings) {
    jars.put(new JarKey(path, digest), List.copyOf(findings));
  }
}
