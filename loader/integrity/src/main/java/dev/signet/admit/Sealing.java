package dev.signet.admit;

import dev.signet.bundle.BundleKind;
import dev.signet.bundle.EntryPath;
import dev.signet.bundle.Layout;
import dev.signet.bundle.SourceState;
import dev.signet.policy.Decision;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Printable;
import dev.signet.verdict.Verdict;
import dev.signet.verify.BundleVerifier;
import dev.signet.verify.Expectation;
import dev.signet.verify.KeptVerdict;
import dev.signet.verify.StagedBundle;
import dev.signet.verify.Staging;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From a source to its sealed copy: to the one that was made earlier, whose files are judged and
 * not hashed again, or to a new one.
 */
record Sealing(BundleVerifier verifier, SealedStore store, Layout layout) {
  private static final Logger log = LoggerFactory.getLogger(Sealing.class);

  /**
   * Verifies a source, decides, and seals what is admitted.
   *
   * @throws IOException when the state directory fails
   */
  Admission.Result admit(Path source, Expectation expectation, Function<Verdict, Decision> deciding)
      throws IOException {
    Optional<Found> known = recall(source, expectation);
    if (known.isPresent()) {
      Found found = known.get();
      Decision decision = deciding.apply(found.verdict());
      return decision.isAdmitted()
          ? new Admission.Admitted(
              new SealedBundle(source, found.path(), decision, found.dependencies()))
          : new Admission.Refused(decision);
    }
    Optional<SourceState> state = SourceState.of(source, verifier.limits());
    try (Staging staging = store.newStaging()) {
      StagedBundle staged = verifier.stage(source, expectation, staging);
      Decision decision = deciding.apply(staged.verdict());
      if (!decision.isAdmitted()) {
        return new Admission.Refused(decision);
      }
      boolean whole = state.isPresent() && isWhole(staged, state.get());
      Path sealed = store.seal(source, whole ? state : Optional.empty(), staged);
      return new Admission.Admitted(
          new SealedBundle(source, sealed, decision, staged.dependencies()));
    }
  }

  /**
   * What was found of a copy.
   *
   * @param path what to hand to PF4J
   */
  record Found(Path path, Verdict verdict, String dependencies) {}

  /** Judges a copy as of now, or finds that this would come to what is remembered. */
  private Found judge(SealedCopy copy, Expectation expectation) throws IOException {
    Path folder = store.folder(copy);
    Path path = SealedPlaces.pathFor(folder, copy.kind());
    Optional<KeptVerdict> kept =
        copy.kept().filter(known -> verifier.stillHolds(folder, known, expectation));
    if (kept.isPresent()) {
      return new Found(path, kept.get().verdict(), kept.get().dependencies());
    }
    StagedBundle staged = verifier.recall(folder, copy.kind(), copy.recollection(), expectation);
    store.records().keep(copy, staged.kept());
    return new Found(path, staged.verdict(), staged.dependencies());
  }

  /**
   * Judges the copy of a source that has not changed since it was sealed.
   *
   * @return empty when there is none, or when the source has to be read anew
   */
  private Optional<Found> recall(Path source, Expectation expectation) {
    return store
        .records()
        .recall(source, verifier.limits())
        .flatMap(copy -> judged(copy, source, () -> recalled(copy, expectation)));
  }

  /** Judges what a sealed path leads to; empty when that has changed since it was sealed. */
  Optional<Found> reassess(Path sealed, Expectation expectation) {
    return store
        .copyOf(sealed)
        .flatMap(copy -> judged(copy, sealed, () -> Optional.of(judge(copy, expectation))));
  }

  private interface Judging {
    Optional<Found> run() throws IOException;
  }

  /** Empty when the record of the copy is damaged. */
  private Optional<Found> judged(SealedCopy copy, Path instead, Judging judging) {
    try {
      return judging.run();
    } catch (IOException e) {
      log.warn(
          "The sealed copy {} is left aside and {} is read anew: {}",
          store.folder(copy),
          Printable.of(instead.toString()),
          Printable.of(e.toString()));
      return Optional.empty();
    }
  }

  private Optional<Found> recalled(SealedCopy copy, Expectation expectation) throws IOException {
    return holdsWhatIsLeftOut(copy) ? Optional.empty() : Optional.of(judge(copy, expectation));
  }

  /**
   * Returns whether the copy has all that the source has, and nothing is wrong with it. Only such a
   * copy stands for the source later on: what was left out would not be seen any more.
   */
  private boolean isWhole(StagedBundle staged, SourceState source) throws IOException {
    Verdict verdict = staged.verdict();
    boolean nothingExcluded =
        staged.files().digest().hex().equals(verdict.subject().contentDigest());
    if (!nothingExcluded || verdict.findings().stream().anyMatch(Finding::isProblem)) {
      return false;
    }
    if (layout == Layout.PLUGIN) {
      return true;
    }
    Set<String> paths =
        staged.files().files().keySet().stream().map(EntryPath::value).collect(Collectors.toSet());
    return staged.kind() == BundleKind.FOLDER && source.files().equals(paths);
  }

  /** Returns whether the copy, made under other settings, has a file that these leave out. */
  private boolean holdsWhatIsLeftOut(SealedCopy copy) throws IOException {
    if (layout == Layout.PLUGIN) {
      return false;
    }
    return copy.recollection().files().files().keySet().stream()
        .anyMatch(path -> layout.ignores(copy.kind(), path));
  }
}
