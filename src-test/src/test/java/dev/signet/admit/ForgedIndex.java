package dev.signet.admit;

import dev.signet.bundle.BundleKind;
import dev.signet.bundle.EntryPath;
import dev.signet.bundle.Limits;
import dev.signet.bundle.SourceState;
import dev.signet.file.Packed;
import dev.signet.file.Stamps;
import dev.signet.manifest.Digest;
import dev.signet.manifest.Manifest;
import dev.signet.verify.KeptVerdict;
import dev.signet.verify.KnownContents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What somebody with the host's account and its source code does to the index of a host that is not
 * running: it says whatever makes the next start take a copy for what it is not.
 */
public final class ForgedIndex {
  private final Path state;

  public ForgedIndex(Path state) {
    this.state = state;
  }

  /** Has the index know every copy as it is now: its files, their digests and metadata. */
  public void takeCopiesForSound() {
    rewrite(copy -> as(copy, copy.kind() == BundleKind.JAR ? copy.files() : files(copy)));
  }

  /** Has the index take every copy for one that nobody has changed, with the digests it had. */
  public void takeCopiesForUnchanged() {
    rewrite(copy -> as(copy, copy.files()));
  }

  /** Has every kept verdict count as one that the very trust of another kept one came to. */
  public void takeVerdictsFor(ForgedIndex other) {
    String conditions =
        IndexFile.in(other.state).read().content().copies().values().stream()
            .flatMap(copy -> copy.kept().stream())
            .map(KeptVerdict::conditions)
            .findFirst()
            .orElseThrow();
    rewrite(
        copy ->
            copy.with(
                copy.kept()
                    .map(
                        kept ->
                            new KeptVerdict(
                                conditions,
                                kept.from(),
                                Instant.now().plus(Duration.ofDays(30)),
                                kept.verdict(),
                                kept.dependencies()))));
  }

  /** Has a source count as the one that its copy was made of. */
  public void takeForUnchanged(Path source) {
    CopyIndex index = IndexFile.in(state).read();
    String copy = record(index, source).copy();
    Packed now = settled(source).packed();
    index.restore(
        new CopyIndex.Content(Map.of(), Map.of(source, new CopyIndex.SourceRecord(now, copy))));
    write(index);
  }

  /** Waits until the metadata of a source would tell of further changes, and returns them. */
  public static SourceState settled(Path source) {
    try {
      Optional<SourceState> state = SourceState.of(source, Limits.DEFAULT);
      while (state.isEmpty()) {
        Thread.sleep(50);
        state = SourceState.of(source, Limits.DEFAULT);
      }
      return state.get();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private SealedCopy as(SealedCopy copy, Packed files) {
    try {
      Packed stamps =
          Stamps.of(folder(copy), (path, stamp) -> stamp).orElseThrow().below().packed();
      return new SealedCopy(copy.name(), copy.kind(), copy.boot(), stamps, files, copy.verdict());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CopyIndex.SourceRecord record(CopyIndex index, Path source) {
    return Objects.requireNonNull(index.content().sources().get(source), source.toString());
  }

  private Path folder(SealedCopy copy) {
    return state.resolve("sealed").resolve(copy.name());
  }

  private Packed files(SealedCopy copy) {
    Map<EntryPath, Digest> files = new LinkedHashMap<>();
    try (Stream<Path> tree = Files.walk(folder(copy))) {
      for (Path file : tree.filter(Files::isRegularFile).toList()) {
        files.put(
            new EntryPath(folder(copy).relativize(file).toString()),
            Digest.over(Files.readAllBytes(file)));
      }
      return SealedCopy.pack(
          new KnownContents(Manifest.of(files), copy.recollection().executables()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Has a source stand for the copy that was made of another one. */
  public void exchange(Path source, Path other) {
    CopyIndex index = IndexFile.in(state).read();
    CopyIndex.SourceRecord was = record(index, source);
    String copy = record(index, other).copy();
    index.restore(
        new CopyIndex.Content(
            Map.of(), Map.of(source, new CopyIndex.SourceRecord(was.state(), copy))));
    write(index);
  }

  private void rewrite(UnaryOperator<SealedCopy> forging) {
    CopyIndex index = IndexFile.in(state).read();
    Map<String, SealedCopy> forged = new LinkedHashMap<>();
    index.content().copies().forEach((name, copy) -> forged.put(name, forging.apply(copy)));
    index.restore(new CopyIndex.Content(forged, Map.of()));
    write(index);
  }

  private void write(CopyIndex index) {
    try {
      IndexFile.in(state).write(index);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
