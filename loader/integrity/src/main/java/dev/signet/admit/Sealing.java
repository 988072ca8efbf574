package dev.signet.admit;

import dev.signet.bundle.BundleKind;
import dev.signet.bundle.EntryPath;
import dev.signet.bundle.Layout;
import dev.signet.bundle.SourceState;
import dev.signet.policy.Decision;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Verdict;
import dev.signet.verify.BundleVerifier;
import dev.signet.verify.Expectation;
import dev.signet.verify.StagedBundle;
import dev.signet.verify.Staging;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * From a source to its sealed copy: to the one that was made earlier, whose files are judged and
 * not hashed again, or to a new one.
 */
record Sealing(BundleVerifier verifier, SealedStore store, Layout layout) {
  /**
   * Verifies a source, decides, and seals what is admitted.
   *
   * @throws IOException when the state directory fails
   */
  Admission.Result admit(Path source, Expectation expectation, Function<Verdict, Decision> deciding)
      throws IOException {
    Optional<Recall.Found> known = recall().of(source, expectation);
    if (known.isPresent()) {
      Recall.Found found = known.get();
      Decision decision = deciding.apply(found.verdict());
      return decision.isAdmitted()
          ? new Admission.Admitted(
              new SealedBundle(
                  source, found.path(), decision, found.dependencies(), found.contents()))
          : new Admission.Refused(decision);
    }
    try (Staging staging = store.newStaging()) {
      StagedBundle staged = verifier.stage(source, expectation, staging);
      Decision decision = deciding.apply(staged.verdict());
      if (!decision.isAdmitted()) {
        return new Admission.Refused(decision);
      }
      boolean whole = staged.source().isPresent() && isWhole(staged, staged.source().get());
      Path sealed = store.seal(source, whole ? staged.source() : Optional.empty(), staged);
      return new Admission.Admitted(
          new SealedBundle(
              source, sealed, decision, staged.dependencies(), store.records().contents(staged)));
    }
  }

  /** Judges what a sealed path leads to; empty when that has changed since it was sealed. */
  Optional<Recall.Found> reassess(Path sealed, Expectation expectation) {
    return store.copyOf(sealed).flatMap(copy -> recall().of(copy, sealed, expectation));
  }

  private Recall recall() {
    return new Recall(verifier, store.records(), layout);
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
}
