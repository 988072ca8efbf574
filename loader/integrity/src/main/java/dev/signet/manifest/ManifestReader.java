package dev.signet.manifest;

import dev.signet.bundle.BundleEntry;
import dev.signet.bundle.EntryPath;
import dev.signet.bundle.Layout;
import dev.signet.bundle.Limits;
import dev.signet.bundle.read.Bundle;
import dev.signet.bundle.read.ReadingThreads;
import dev.signet.verdict.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Reads every entry of a bundle exactly once: the same buffer feeds the digest, the copy and the
 * captured bytes. Signer and verifier share it, so that they cannot disagree.
 */
public final class ManifestReader {

  /** Most bytes of a captured file other than {@code signature.json}: 1 MiB. */
  public static final int CAPTURE_BYTES = 1 << 20;

  private final Layout layout;
  private final Limits limits;
  private final ReadingThreads threads;

  /**
   * Creates a reader that uses all cores.
   *
   * @param layout which files count, and how
   * @param limits of which the size of {@code signature.json} matters here
   */
  public ManifestReader(Layout layout, Limits limits) {
    this(layout, limits, ReadingThreads.ofAllCores());
  }

  /** Creates a reader that uses these threads. */
  public ManifestReader(Layout layout, Limits limits, ReadingThreads threads) {
    this.layout = layout;
    this.limits = limits;
    this.threads = threads;
  }

  /**
   * Reads the bundle's entries, several at a time; what is returned does not depend on how many.
   * Never throws for any bundle: an entry that cannot be read is a finding at its path, and the
   * others are read on; one that is gone since it was listed is as one that never was there; when a
   * copy cannot be written, reading stops with {@code STATE_UNAVAILABLE}.
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
    private final List<BundleEntry> entries;
    private final EntryOutcome[] outcomes;
    private final AtomicInteger stop;

    Reading(Bundle bundle, CopyTarget target, Predicate<EntryPath> capture, KnownDigests known) {
      this.bundle = bundle;
      this.target = target;
      this.capture = capture;
      this.known = known;
      this.signaturePath = layout.signaturePath(bundle.kind());
      this.entries =
          bundle.entries().stream()
              .filter(entry -> !layout.ignores(bundle.kind(), entry.path()))
              .toList();
      this.outcomes = new EntryOutcome[entries.size()];
      this.stop = new AtomicInteger(entries.size());
    }

    ManifestReading run() {
      WorkQueue queue = new WorkQueue(entries, unknown());
      threads.run(queue.runs(), () -> work(queue));
      return collect();
    }

    /** Returns the indices of what has to be read; of all else the digest is known. */
    private List<Integer> unknown() {
      List<Integer> unknown = new ArrayList<>();
      for (int i = 0; i < entries.size(); i++) {
        if (!isKnown(i)) {
          unknown.add(i);
        }
      }
      return unknown;
    }

    private boolean isKnown(int index) {
      BundleEntry entry = entries.get(index);
      if (heldBytes(entry.path()) > 0) {
        return false;
      }
      Optional<Digest> digest = known.digest(entry);
      digest.ifPresent(value -> outcomes[index] = EntryOutcome.read(value));
      return digest.isPresent();
    }

    private long heldBytes(EntryPath path) {
      if (path.equals(signaturePath) || layout.hashesPrefixOnly(path)) {
        return limits.signatureFileBytes();
      }
      return capture.test(path) ? CAPTURE_BYTES : 0;
    }

    /** Reads what is left to read, on one of several threads. */
    private void work(WorkQueue queue) {
      try (EntryHasher hasher = new EntryHasher(bundle, layout, target)) {
        for (List<Integer> run = queue.take(); !run.isEmpty(); run = queue.take()) {
          run.forEach(index -> read(index, hasher));
        }
      }
    }

    /** Each index is taken once, so that no two threads write to the same place. */
    private void read(int index, EntryHasher hasher) {
      if (index > stop.get()) {
        return;
      }
      BundleEntry entry = entries.get(index);
      EntryOutcome outcome = hasher.read(entry, heldBytes(entry.path()));
      outcomes[index] = outcome;
      if (outcome.isLast()) {
        stop.accumulateAndGet(index, Math::min);
      }
      Digest digest = outcome.digest();
      if (digest != null && !layout.hashesPrefixOnly(entry.path())) {
        known.hashed(entry, digest);
      }
    }

    /** Puts together in the order of the entries what was read in any. */
    private ManifestReading collect() {
      NavigableMap<EntryPath, Digest> files = new TreeMap<>();
      Map<EntryPath, byte[]> captured = new LinkedHashMap<>();
      List<Finding> findings = new ArrayList<>();
      byte[] signatureFile = null;
      int last = Math.min(stop.get(), entries.size() - 1);
      for (int i = 0; i <= last; i++) {
        EntryPath path = entries.get(i).path();
        EntryOutcome outcome = outcomes[i];
        Finding finding = outcome.finding();
        Digest digest = outcome.digest();
        byte[] held = outcome.held();
        if (finding != null) {
          findings.add(finding);
        } else if (path.equals(signaturePath)) {
          signatureFile = held;
        } else if (digest != null) {
          files.put(path, digest);
          if (held != null && capture.test(path)) {
            captured.put(path, held);
          }
        }
      }
      boolean complete = stop.get() == entries.size();
      return new ManifestReading(Manifest.of(files), captured, signatureFile, findings, complete);
    }
  }
}
