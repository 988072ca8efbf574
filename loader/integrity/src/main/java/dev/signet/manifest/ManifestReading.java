package dev.signet.manifest;

import dev.signet.bundle.EntryPath;
import dev.signet.verdict.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
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
   * Puts together in the order of the entries what was read in any.
   *
   * @param slots in that order
   * @param stop the entry at which reading came to its end; null when it was not stopped
   * @param captured what is kept of the files besides their digests
   */
  static ManifestReading of(
      List<EntrySlot> slots,
      @Nullable EntryPath stop,
      @Nullable EntryPath signaturePath,
      Predicate<EntryPath> captured) {
    NavigableMap<EntryPath, Digest> files = new TreeMap<>();
    Map<EntryPath, byte[]> held = new LinkedHashMap<>();
    List<Finding> findings = new ArrayList<>();
    EntryOutcome signatureFile = null;
    for (EntrySlot slot : slots) {
      EntryPath path = slot.path();
      EntryOutcome outcome = slot.outcome();
      if (outcome == null || (stop != null && path.compareTo(stop) > 0)) {
        break;
      }
      Finding finding = outcome.finding();
      Digest digest = outcome.digest();
      byte[] bytes = outcome.held();
      if (finding != null) {
        findings.add(finding);
      } else if (path.equals(signaturePath)) {
        signatureFile = outcome;
      } else if (digest != null) {
        files.put(path, digest);
        if (bytes != null && captured.test(path)) {
          held.put(path, bytes);
        }
      }
    }
    return new ManifestReading(Manifest.owning(files), held, signatureFile, findings, stop == null);
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
