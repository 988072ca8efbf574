package dev.signet.admit;

import dev.signet.admit.read.SourceSignature;
import dev.signet.admit.read.VerifiedContents;
import dev.signet.bundle.Layout;
import dev.signet.verdict.Printable;
import dev.signet.verdict.Verdict;
import dev.signet.verify.BundleVerifier;
import dev.signet.verify.Expectation;
import dev.signet.verify.KeptVerdict;
import dev.signet.verify.StagedBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges sealed copies that were made earlier: their files are not hashed again. Where copies are
 * checked as they are read, what the index says of one counts only as far as its signature says the
 * same.
 */
record Recall(BundleVerifier verifier, CopyRecords records, Layout layout) {
  private static final Logger log = LoggerFactory.getLogger(Recall.class);

  /**
   * What was found of a copy.
   *
   * @param path what to hand to PF4J
   * @param contents what its bytes are held against as they are read; empty when they are trusted
   */
  record Found(
      Path path, Verdict verdict, String dependencies, Optional<VerifiedContents> contents) {}

  /**
   * Judges the copy of a source that has not changed since it was sealed.
   *
   * @return empty when there is none, or when the source has to be read anew
   */
  Optional<Found> of(Path source, Expectation expectation) {
    return records
        .recall(source, verifier.limits())
        .flatMap(copy -> judged(copy, source, () -> recalled(copy, expectation)))
        .filter(found -> found.contents().isEmpty() || isProven(found, source));
  }

  /**
   * Judges a copy itself.
   *
   * @param sealed the path that leads to it
   * @return empty when its record is damaged
   */
  Optional<Found> of(SealedCopy copy, Path sealed, Expectation expectation) {
    return judged(copy, sealed, () -> Optional.of(judge(copy, expectation)));
  }

  /** Returns whether a copy is signed, and by the very signature that its source has. */
  private boolean isProven(Found found, Path source) {
    return found.verdict().isVerified()
        && SourceSignature.isOf(
            found.contents().get(),
            source,
            layout.signaturePath(found.contents().get().kind()),
            verifier.limits().signatureFileBytes());
  }

  /** Judges a copy as of now, or finds that this would come to what is remembered. */
  private Found judge(SealedCopy copy, Expectation expectation) throws IOException {
    Path folder = records.folder(copy);
    Path path = SealedPlaces.pathFor(folder, copy.kind());
    Optional<KeptVerdict> kept =
        records.areTrusted()
            ? copy.kept().filter(known -> verifier.stillHolds(folder, known, expectation))
            : Optional.empty();
    if (kept.isPresent()) {
      return new Found(path, kept.get().verdict(), kept.get().dependencies(), Optional.empty());
    }
    StagedBundle staged = verifier.recall(folder, copy.kind(), copy.recollection(), expectation);
    records.keep(copy, staged.kept());
    return new Found(path, staged.verdict(), staged.dependencies(), records.contents(staged));
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
          records.folder(copy),
          Printable.of(instead.toString()),
          Printable.of(e.toString()));
      return Optional.empty();
    }
  }

  private Optional<Found> recalled(SealedCopy copy, Expectation expectation) throws IOException {
    return holdsWhatIsLeftOut(copy) ? Optional.empty() : Optional.of(judge(copy, expectation));
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
