package dev.signet.verify;

import dev.signet.bundle.BundleKind;
import dev.signet.bundle.EntryPath;
import dev.signet.bundle.SourceState;
import dev.signet.manifest.Manifest;
import dev.signet.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A verdict together with a private copy of exactly the bytes it is about.
 *
 * @param verdict the fact
 * @param kind how the bundle is shipped
 * @param content the folder that holds the copy: the bundle's files, or the one jar
 * @param files every copied file, {@code signature.json} included, with its digest
 * @param executables those of them their owner may execute
 * @param dependencies the descriptor's dependencies in PF4J's notation; empty when there are none
 * @param kept the verdict with all that it depends on, when it may be kept
 * @param source how the source looked before it was read, when that tells whether it has changed
 */
public record StagedBundle(
    Verdict verdict,
    BundleKind kind,
    Path content,
    Manifest files,
    Set<EntryPath> executables,
    String dependencies,
    Optional<KeptVerdict> kept,
    Optional<SourceState> source) {

  /** Checks that nothing is null and copies the set. */
  public StagedBundle {
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(content, "content");
    Objects.requireNonNull(files, "files");
    Objects.requireNonNull(dependencies, "dependencies");
    Objects.requireNonNull(kept, "kept");
    Objects.requireNonNull(source, "source");
    executables = Set.copyOf(executables);
  }

  /**
   * Returns a copy as it is to be when what the host has excluded has been left out.
   *
   * @param content the folder that holds it
   */
  static StagedBundle of(
      BundleContents contents, Expectation expectation, Verdict verdict, Path content) {
    String id = verdict.subject().id();
    Manifest files = contents.all().without(path -> contents.isExcluded(id, expectation, path));
    return new StagedBundle(
        verdict,
        contents.kind(),
        content,
        files,
        contents.executables().stream()
            .filter(files.files()::containsKey)
            .collect(Collectors.toSet()),
        contents.descriptors().dependencies(),
        Optional.empty(),
        Optional.empty());
  }

  /** Deletes from the copy what the host has excluded. */
  void dropExcluded(BundleContents contents) throws IOException {
    if (files.equals(contents.all())) {
      return;
    }
    for (EntryPath path : contents.files().files().keySet()) {
      if (!files.files().containsKey(path)) {
        Files.deleteIfExists(content.resolve(path.value()));
      }
    }
  }

  /** Returns this one with a verdict that may be kept, or none. */
  StagedBundle keeping(Optional<KeptVerdict> verdictToKeep) {
    return new StagedBundle(
        verdict, kind, content, files, executables, dependencies, verdictToKeep, source);
  }

  /** Returns this one as the copy of a source that looked like this. */
  StagedBundle lookingLike(Optional<SourceState> state) {
    return new StagedBundle(verdict, kind, content, files, executables, dependencies, kept, state);
  }

  /** Returns this one with other words for the same fact. */
  StagedBundle with(UnaryOperator<Verdict> words) {
    return new StagedBundle(
        words.apply(verdict), kind, content, files, executables, dependencies, kept, source);
  }
}
