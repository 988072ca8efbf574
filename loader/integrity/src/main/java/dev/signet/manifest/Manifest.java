package dev.signet.manifest;

import dev.signet.bundle.EntryPath;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The files that are there: path to digest. Immutable; equal when the files are. */
public final class Manifest {
  private final NavigableMap<EntryPath, Digest> files;
  private volatile @Nullable Digest digest;

  private Manifest(NavigableMap<EntryPath, Digest> files) {
    this.files = Collections.unmodifiableNavigableMap(files);
  }

  /** Returns a manifest of these files. */
  public static Manifest of(Map<EntryPath, Digest> files) {
    return new Manifest(new TreeMap<>(files));
  }

  /** Returns a manifest of these files, of which nobody else may change the map from now on. */
  static Manifest owning(NavigableMap<EntryPath, Digest> files) {
    return new Manifest(files);
  }

  /** Returns these files and one more, or one in another's place. */
  public Manifest with(EntryPath path, Digest fileDigest) {
    NavigableMap<EntryPath, Digest> more = new TreeMap<>(files);
    more.put(path, fileDigest);
    return new Manifest(more);
  }

  /** Returns these files without some; the same manifest when there are none of those. */
  public Manifest without(Predicate<EntryPath> left) {
    if (files.keySet().stream().noneMatch(left)) {
      return this;
    }
    NavigableMap<EntryPath, Digest> fewer = new TreeMap<>(files);
    fewer.keySet().removeIf(left);
    return new Manifest(fewer);
  }

  /** Returns them in unsigned byte order of the paths' UTF-8; unmodifiable. */
  public NavigableMap<EntryPath, Digest> files() {
    return files;
  }

  /** Returns SHA-512 over {@link #canonicalBytes}: one value for the whole content. */
  public Digest digest() {
    Digest known = digest;
    if (known == null) {
      MessageDigest sha512 = Sha512.newDigest();
      write(sha512::update);
      known = Digest.of(sha512.digest());
      digest = known;
    }
    return known;
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

  @Override
  public boolean equals(Object other) {
    return other instanceof Manifest that && files.equals(that.files);
  }

  @Override
  public int hashCode() {
    return files.hashCode();
  }

  @Override
  public String toString() {
    return files.toString();
  }
}
