package dev.signet.admit;

import dev.signet.admit.read.VerifiedContents;
import dev.signet.policy.Decision;
import dev.signet.policy.SignedRelease;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Permission to load: an admitted bundle's sealed copy. Only this package makes one. */
public final class SealedBundle implements JudgedBundle {
  private final Path source;
  private final Path path;
  private final Decision decision;
  private final String dependencies;
  private final Optional<VerifiedContents> contents;

  SealedBundle(
      Path source,
      Path path,
      Decision decision,
      String dependencies,
      Optional<VerifiedContents> contents) {
    this.source = source;
    this.path = path;
    this.decision = decision;
    this.dependencies = dependencies;
    this.contents = contents;
  }

  /** Returns the same bundle, admitted for another reason. */
  SealedBundle with(Decision another) {
    return new SealedBundle(source, path, another, dependencies, contents);
  }

  /** Returns the same bundle under another path of its sealed copy. */
  SealedBundle at(Path another) {
    return new SealedBundle(source, another, decision, dependencies, contents);
  }

  /** Returns what a ledger remembers of bundles, by their sources. */
  static Map<Path, SignedRelease> releases(List<SealedBundle> bundles) {
    Map<Path, SignedRelease> releases = new LinkedHashMap<>();
    bundles.forEach(
        bundle ->
            SignedRelease.of(bundle.decision.verdict())
                .ifPresent(release -> releases.put(bundle.source, release)));
    return releases;
  }

  @Override
  public Path source() {
    return source;
  }

  /** Returns the sealed copy: a folder, or a jar in a folder of its own. */
  public Path path() {
    return path;
  }

  /** Returns why it was admitted. */
  @Override
  public Decision decision() {
    return decision;
  }

  @Override
  public String dependencies() {
    return dependencies;
  }

  /** Returns what its bytes are held against as they are read; empty when they are trusted. */
  public Optional<VerifiedContents> contents() {
    return contents;
  }
}
