package dev.signet.manifest;

import dev.signet.bundle.BundleEntry;
import dev.signet.bundle.BundleKind;
import dev.signet.bundle.EntryPath;
import dev.signet.bundle.EntryReader;
import dev.signet.bundle.Layout;
import dev.signet.bundle.Limits;
import dev.signet.bundle.read.Bundle;
import dev.signet.bundle.read.FoundFiles;
import dev.signet.bundle.read.ReadingThreads;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One reading of one bundle. While a folder is listed, helpers already read the small files that
 * were found; the thread that lists joins them in the end. Nothing that was read early counts until
 * the whole listing is there. What comes out is the same whether anything was read early or not,
 * and on however many threads.
 *
 * <p>For one thread, which closes it in any case.
 */
public final class EarlyReading implements FoundFiles, AutoCloseable {
  private final Layout layout;
  private final Limits limits;
  private final ReadingPlan plan;
  private final List<EntrySlot> slots = new ArrayList<>();
  private final WorkQueue queue = new WorkQueue();
  private final ReadingThreads.Crew crew;
  private final AtomicReference<@Nullable EntryPath> stop = new AtomicReference<>();
  private @Nullable EntryPath signaturePath;
  private @Nullable Supplier<EntryReader> readers;

  EarlyReading(Layout layout, Limits limits, ReadingThreads threads, ReadingPlan plan) {
    this.layout = layout;
    this.limits = limits;
    this.plan = plan;
    this.crew = threads.crew(this::work);
  }

  @Override
  public void opened(Supplier<EntryReader> folderReaders) {
    readers = folderReaders;
    signaturePath = layout.signaturePath(BundleKind.FOLDER);
  }

  @Override
  public void found(BundleEntry entry) {
    add(entry);
    if (queue.smallRuns() > crew.size()) {
      crew.grow();
    }
  }

  private void add(BundleEntry entry) {
    EntrySlot slot = new EntrySlot(entry, heldBytes(entry.path()));
    slots.add(slot);
    if (entry.path().equals(signaturePath)) {
      // It takes the longest to make sense of, which others need not wait for.
      queue.addFirst(slot);
    } else if (!isKnown(slot)) {
      queue.add(slot);
    }
  }

  private long heldBytes(EntryPath path) {
    if (path.equals(signaturePath) || layout.hashesPrefixOnly(path)) {
      return limits.signatureFileBytes();
    }
    return plan.capture().test(path) ? ManifestReader.CAPTURE_BYTES : 0;
  }

  private boolean isKnown(EntrySlot slot) {
    if (slot.heldBytes() > 0) {
      return false;
    }
    Optional<Digest> digest = plan.known().digest(slot.entry());
    digest.ifPresent(value -> slot.found(EntryOutcome.read(value)));
    return digest.isPresent();
  }

  /**
   * Reads what is left to read of a bundle that was listed.
   *
   * @param bundle the one whose files this was told of, or one of which nothing was told
   */
  public ManifestReading finish(Bundle bundle) {
    if (readers == null) {
      readers = bundle::reader;
      signaturePath = layout.signaturePath(bundle.kind());
      bundle.entries().stream()
          .filter(entry -> !layout.ignores(bundle.kind(), entry.path()))
          .forEach(this::add);
    }
    queue.end();
    while (crew.size() + 1 < queue.runs() && crew.grow()) {
      // As many as there are.
    }
    work();
    crew.close();
    slots.sort(Comparator.comparing(EntrySlot::path));
    return ManifestReading.of(slots, stop.get(), signaturePath, plan.capture());
  }

  /** Ends all threads that read; what was not read by then is not read any more. */
  @Override
  public void close() {
    queue.drop();
    crew.close();
  }

  /** Reads what is left to read, on one of several threads. */
  private void work() {
    try (EntryReader reader = reader()) {
      EntryHasher hasher = new EntryHasher(reader, layout, plan.target());
      for (List<EntrySlot> run = queue.take(); !run.isEmpty(); run = queue.take()) {
        for (EntrySlot slot : run) {
          read(slot, hasher);
        }
      }
    }
  }

  private EntryReader reader() {
    Supplier<EntryReader> known = readers;
    if (known == null) {
      throw new IllegalStateException("nothing was opened");
    }
    return known.get();
  }

  private void read(EntrySlot slot, EntryHasher hasher) {
    EntryPath path = slot.path();
    if (isBehindStop(path)) {
      return;
    }
    EntryOutcome outcome = hasher.read(slot.entry(), slot.heldBytes());
    slot.found(isHandedOver(path, outcome) ? outcome.withoutContent() : outcome);
    if (outcome.isLast()) {
      stop.accumulateAndGet(path, (a, b) -> a == null || b.compareTo(a) < 0 ? b : a);
    }
    Digest digest = outcome.digest();
    if (digest != null && !layout.hashesPrefixOnly(path)) {
      plan.known().hashed(slot.entry(), digest);
    }
  }

  /** Hands the signature file to whoever wants it, and returns whether that was it. */
  private boolean isHandedOver(EntryPath path, EntryOutcome outcome) {
    byte[] held = outcome.held();
    if (held == null || !path.equals(signaturePath) || plan.signature().isEmpty()) {
      return false;
    }
    plan.signature().get().accept(held);
    return true;
  }

  private boolean isBehindStop(EntryPath path) {
    EntryPath last = stop.get();
    return last != null && path.compareTo(last) > 0;
  }
}
