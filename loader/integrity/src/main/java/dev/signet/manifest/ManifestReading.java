package dev.signet.manifest;

import dev.signet.bundle.EntryPath;
import dev.signet.verdict.Finding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one reading of a bundle's content found. Immutable. */
public final class ManifestReading {
  /** Nothing was read. */
  public static final ManifestReading EMPTY =
      new ManifestReading(Manifest.of(Map.of()), Map.of(), null, List.of(), false);

  private final Manifest files;
  private final Map<EntryPath, byte[]> captured;
  private final @Nullable EntryOutcome signatureFile;
  private final List<Finding> findings;
  private final boolean complete;

  ManifestReading(
      Manifest files,
      Map<EntryPath, byte[]> captured,
      @Nullable EntryOutcome signatureFile,
      List<Finding> findings,
      boolean complete) {
    this.files = files;
    this.captured = captured;
    this.signatureFile = signatureFile;
    this.findings = List.copyOf(findings);
    this.complete = complete;
  }

  /**
   * Returns the digests of all files that count: without the active signature file, without what
   * the layout ignores, and without files that could not be read (each of which has a finding at
   * its path).
   */
  public Manifest files() {
    return files;
  }

  /** Returns fresh copies of the captured files' bytes, without the active signature file. */
  public Map<EntryPath, byte[]> captured() {
    Map<EntryPath, byte[]> copy = new LinkedHashMap<>();
    captured.forEach((path, bytes) -> copy.put(path, bytes.clone()));
    return copy;
  }

  /**
   * Returns a fresh copy of the active signature file, where it is there and could be read, and the
   * plan did not hand it to somebody.
   */
  public Optional<byte[]> signatureFile() {
    return Optional.ofNullable(signatureFile).map(EntryOutcome::held).map(byte[]::clone);
  }

  /** Returns the digest of the active signature file, where it is there and could be read. */
  public Optional<Digest> signatureDigest() {
    return Optional.ofNullable(signatureFile).map(EntryOutcome::digest);
  }

  /**
   * Returns what went wrong while reading, in the order it came up; without the findings of the
   * bundle itself. At most one for each entry.
   */
  public List<Finding> findings() {
    return findings;
  }

  /**
   * Returns whether reading came to its end, so that each entry is among the files, has a finding
   * or is gone.
   */
  public boolean isComplete() {
    return complete;
  }
}
