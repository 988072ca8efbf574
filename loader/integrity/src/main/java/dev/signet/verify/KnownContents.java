package dev.signet.verify;

import dev.signet.bundle.EntryPath;
import dev.signet.manifest.Manifest;
import java.util.Objects;
import java.util.Set;

/**
 * What an earlier check found a copy to consist of.
 *
 * @param files every file, {@code signature.json} included, with its digest
 * @param executables those of them their owner may execute
 */
public record KnownContents(Manifest files, Set<EntryPath> executables) {
  /** Checks that nothing is null and copies the set. */
  public KnownContents {
    Objects.requireNonNull(files, "files");
    executables = Set.copyOf(executables);
  }
}
