package dev.signet.verify;

import dev.signet.bundle.BundleKind;
import dev.signet.bundle.EntryPath;
import dev.signet.manifest.Manifest;
import dev.signet.verdict.Verdict;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

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
 */
public record StagedBundle(
    Verdict verdict,
    BundleKind kind,
    Path content,
    Manifest files,
    Set<EntryPath> executables,
    String dependencies,
    Optional<KeptVerdict> kept) {

  /** Checks that nothing is null and copies the set. */
  public StagedBundle {
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(content, "content");
    Objects.requireNonNull(files, "files");
    Objects.requireNonNull(dependencies, "dependencies");
    Objects.requireNonNull(kept, "kept");
    executables = Set.copyOf(executables);
  }

  /** Returns this one with other words for the same fact. */
  StagedBundle with(UnaryOperator<Verdict> words) {
    return new StagedBundle(
        words.apply(verdict), kind, content, files, executables, dependencies, kept);
  }
}
