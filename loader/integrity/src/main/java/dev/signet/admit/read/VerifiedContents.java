package dev.signet.admit.read;

import dev.signet.bundle.BundleKind;
import dev.signet.bundle.EntryPath;
import dev.signet.manifest.Digest;
import dev.signet.manifest.Manifest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a sealed copy consists of: as this process has hashed it, or as the signature says that it
 * has verified. Never what a file in the state directory says. Immutable.
 */
public final class VerifiedContents {
  private final BundleKind kind;
  private final Map<String, Digest> files;
  private final Set<String> folders;

  public VerifiedContents(BundleKind kind, Manifest manifest) {
    this.kind = kind;
    this.files = new HashMap<>();
    this.folders = new HashSet<>();
    for (Map.Entry<EntryPath, Digest> file : manifest.files().entrySet()) {
      String path = file.getKey().value();
      files.put(path, file.getValue());
      int slash = path.lastIndexOf('/');
      while (slash > 0 && folders.add(path.substring(0, slash))) {
        slash = path.lastIndexOf('/', slash - 1);
      }
    }
  }

  /** Returns how the bundle is shipped. */
  public BundleKind kind() {
    return kind;
  }

  /** Returns every file with its digest. */
  Map<String, Digest> files() {
    return files;
  }

  /** Returns every folder that has a file in it or below it. */
  Set<String> folders() {
    return folders;
  }
}
