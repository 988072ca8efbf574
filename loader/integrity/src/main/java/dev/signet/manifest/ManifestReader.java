package dev.signet.manifest;

import dev.signet.bundle.Bundle;
import dev.signet.bundle.BundleEntry;
import dev.signet.bundle.BundleException;
import dev.signet.bundle.EntryPath;
import dev.signet.bundle.Layout;
import dev.signet.bundle.Limits;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads every entry of a bundle exactly once: the same buffer feeds the digest, the copy and the
 * captured bytes. Signer and verifier share it, so that they cannot disagree.
 */
public final class ManifestReader {

  /** Most bytes of a captured file other than {@code signature.json}: 1 MiB. */
  public static final int CAPTURE_BYTES = 1 << 20;

  private static final int BUFFER_BYTES = 64 << 10;

  private final Layout layout;
  private final Limits limits;

  /**
   * Creates a reader.
   *
   * @param layout which files count, and how
   * @param limits of which the size of {@code signature.json} matters here
   */
  public ManifestReader(Layout layout, Limits limits) {
    this.layout = layout;
    this.limits = limits;
  }

  /**
   * Reads the bundle's entries in their order. Never throws for any bundle: an entry that cannot be
   * read is a finding at its path, and the others are read on; one that is gone since it was listed
   * is as one that never was there; when a copy cannot be written, reading stops with {@code
   * STATE_UNAVAILABLE}.
   *
   * @param target takes the copies, {@link CopyTarget#NONE} for none
   * @param capture files whose bytes are wanted, beside the active signature file, which always is;
   *     one larger than {@link #CAPTURE_BYTES} is a {@code LIMIT_EXCEEDED} finding
   */
  public ManifestReading read(Bundle bundle, CopyTarget target, Predicate<EntryPath> capture) {
    return read(bundle, target, capture, KnownDigests.NONE);
  }

  /**
   * Reads likewise, but skips entries whose digest is known: they are neither copied nor read.
   * Captured files and the signature file are always read.
   */
  public ManifestReading read(
      Bundle bundle, CopyTarget target, Predicate<EntryPath> capture, KnownDigests known) {
    return new Reading(bundle, target, capture, known).run();
  }

  private final class Reading {
    private final Bundle bundle;
    private final CopyTarget target;
    private final Predicate<EntryPath> capture;
    private final KnownDigests known;
    private final EntryPath signaturePath;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final MessageDigest sha512 = Sha512.newDigest();
    private final NavigableMap<EntryPath, Digest> files = new TreeMap<>();
    private final Map<EntryPath, byte[]> captured = new LinkedHashMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private byte @Nullable [] signatureFile;
    private boolean complete = true;

    Reading(Bundle bundle, CopyTarget target, Predicate<EntryPath> capture, KnownDigests known) {
      this.known = known;
      this.bundle = bundle;
      this.target = target;
      this.capture = capture;
      this.signaturePath = layout.signaturePath(bundle.kind());
    }

    ManifestReading run() {
      for (BundleEntry entry : bundle.entries()) {
        if (layout.ignores(bundle.kind(), entry.path())) {
          continue;
        }
        try {
          readEntry(entry);
        } catch (CopyFailedException e) {
          findings.add(e.finding);
          complete = false;
          break;
        } catch (BundleException e) {
          if (!e.isGone()) {
            findings.add(e.finding());
          }
        } catch (IOException e) {
          findings.add(
              Finding.at(
                  Reason.IO_ERROR, entry.path().value(), "The file could not be read: " + e + "."));
        }
      }
      return new ManifestReading(Manifest.of(files), captured, signatureFile, findings, complete);
    }

    private void readEntry(BundleEntry entry) throws IOException {
      EntryPath path = entry.path();
      boolean isSignature = path.equals(signaturePath);
      boolean isCaptured = !isSignature && capture.test(path);
      boolean isPrefixHashed = !isSignature && layout.hashesPrefixOnly(path);
      if (!isSignature && !isCaptured && !isPrefixHashed) {
        Optional<Digest> digest = known.digest(entry);
        if (digest.isPresent()) {
          files.put(path, digest.get());
          return;
        }
      }
      long heldBytes =
          isSignature || isPrefixHashed
              ? limits.signatureFileBytes()
              : isCaptured ? CAPTURE_BYTES : 0;
      byte[] content = pump(entry, heldBytes);
      if (isSignature) {
        signatureFile = content;
        return;
      }
      if (isCaptured) {
        captured.put(path, content);
      }
      if (isPrefixHashed) {
        sha512.reset();
        sha512.update(content, 0, layout.hashedLength(path, content));
      }
      Digest digest = Digest.of(sha512.digest());
      files.put(path, digest);
      if (!isPrefixHashed) {
        known.hashed(entry, digest);
      }
    }

    /**
     * Reads one entry through to its end.
     *
     * @param heldBytes how many bytes may be held in memory; 0 to hold none
     * @return the content when it was to be held, else an empty array
     */
    private byte[] pump(BundleEntry entry, long heldBytes) throws IOException {
      sha512.reset();
      ByteArrayOutputStream held = new ByteArrayOutputStream();
      boolean hold = heldBytes > 0;
      try (InputStream in = bundle.open(entry);
          Copy copy = openCopy(entry)) {
        long total = 0;
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          total += n;
          if (hold && total > heldBytes) {
            throw new BundleException(
                Finding.at(
                    Reason.LIMIT_EXCEEDED,
                    entry.path().value(),
                    "The file has to be held in memory and is larger than the "
                        + heldBytes
                        + " bytes allowed for it."));
          }
          sha512.update(buffer, 0, n);
          copy.write(buffer, n);
          if (hold) {
            held.write(buffer, 0, n);
          }
        }
      }
      return held.toByteArray();
    }

    private Copy openCopy(BundleEntry entry) throws CopyFailedException {
      try {
        return new Copy(entry, target.open(entry));
      } catch (IOException e) {
        throw new CopyFailedException(entry, e);
      }
    }
  }

  /** Tells failures of the copy from failures of the source. */
  private record Copy(BundleEntry entry, Optional<OutputStream> out) implements AutoCloseable {

    void write(byte[] bytes, int length) throws CopyFailedException {
      if (out.isEmpty()) {
        return;
      }
      try {
        out.get().write(bytes, 0, length);
      } catch (IOException e) {
        throw new CopyFailedException(entry, e);
      }
    }

    @Override
    public void close() throws CopyFailedException {
      if (out.isEmpty()) {
        return;
      }
      try {
        out.get().close();
      } catch (IOException e) {
        throw new CopyFailedException(entry, e);
      }
    }
  }

  private static final class CopyFailedException extends IOException {
    private final transient Finding finding;

    CopyFailedException(BundleEntry entry, IOException cause) {
      super(cause);
      this.finding =
          cause instanceof BundleException known
              ? known.finding()
              : Finding.at(
                  Reason.STATE_UNAVAILABLE,
                  entry.path().value(),
                  "The copy of this file could not be written: " + cause + ".");
    }
  }
}
