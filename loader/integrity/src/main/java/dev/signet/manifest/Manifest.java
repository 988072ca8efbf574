package dev.signet.manifest;

import dev.signet.bundle.EntryPath;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The files that are there.
 *
 * @param files path to digest, in unsigned byte order of the paths' UTF-8; unmodifiable
 */
public record Manifest(NavigableMap<EntryPath, Digest> files) {
  /** Copies the map. */
  public Manifest {
    files = Collections.unmodifiableNavigableMap(new TreeMap<>(files));
  }

  /** Returns a manifest of these files. */
  public static Manifest of(Map<EntryPath, Digest> files) {
    return new Manifest(new TreeMap<>(files));
  }

  /** Returns SHA-512 over {@link #canonicalBytes}: one value for the whole content. */
  public Digest digest() {
    return Digest.of(Sha512.newDigest().digest(canonicalBytes()));
  }

  /** Returns the version 2 form of {@link CanonicalJson}: what a signature is over. */
  public byte[] canonicalBytes() {
    Map<String, String> values = new LinkedHashMap<>();
    files.forEach((path, digest) -> values.put(path.value(), digest.hex()));
    return CanonicalJson.version2(values);
  }
}
