package dev.signet.manifest;

import dev.signet.bundle.EntryPath;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.Collections;
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
    MessageDigest sha512 = Sha512.newDigest();
    write(sha512::update);
    return Digest.of(sha512.digest());
  }

  /** Returns the version 2 form of {@link CanonicalJson}: what a signature is over. */
  public byte[] canonicalBytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(out::write);
    return out.toByteArray();
  }

  /** No path has anything in it that would have to be escaped. */
  private void write(CanonicalJson.Sink out) {
    MemberWriter writer = new MemberWriter(out);
    files.forEach((path, digest) -> writer.add(path.value(), digest));
    writer.end();
  }
}
