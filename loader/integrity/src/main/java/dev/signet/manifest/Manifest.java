package dev.signet.manifest;

import dev.signet.bundle.EntryPath;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The files that are there: path to digest, in unsigned byte order of the paths' UTF-8. */
public record Manifest(NavigableMap<EntryPath, Digest> files) {
  /** Copies the map. */
  public Manifest {
    files = Collections.unmodifiableNavigableMap(new TreeMap<>(files));
  }

  /** Returns a manifest of these files. */
  public static Manifest of(Map<EntryPath, Digest> files) {
    return new Manifest(new TreeMap<>(files));
  }

  /** Returns SHA-512 over the canonical (version 2) bytes of this manifest. */
  public Digest digest() {
    throw new UnsupportedOperationException();
  }
}
