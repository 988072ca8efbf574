package dev.signet.manifest;

import dev.signet.bundle.BundleEntry;
import java.util.Optional;

/** Digests of files that need not be read again. */
public interface KnownDigests {

  /** Knows nothing and remembers nothing. */
  KnownDigests NONE =
      new KnownDigests() {
        @Override
        public Optional<Digest> digest(BundleEntry entry) {
          return Optional.empty();
        }

        @Override
        public void hashed(BundleEntry entry, Digest digest) {}
      };

  /** Returns the digest of an entry that is certain not to have changed since it was read. */
  Optional<Digest> digest(BundleEntry entry);

  /** Is told the digest of an entry that was just read in full. */
  void hashed(BundleEntry entry, Digest digest);
}
