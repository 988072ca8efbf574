package dev.signet.verify;

import dev.signet.bundle.BundleException;
import dev.signet.bundle.BundleKind;
import dev.signet.bundle.Limits;
import dev.signet.bundle.read.ReadingThreads;
import dev.signet.bundle.read.SourceLook;
import dev.signet.library.HostLibraries;
import dev.signet.trust.TrustSource;
import dev.signet.trust.path.ChainValidator;
import dev.signet.verdict.Guard;
import dev.signet.verdict.Subject;
import dev.signet.verdict.Verdict;
import dev.signet.verify.BundleContents.Extent;
import dev.signet.verify.UnchangedSources.Examined;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The one pipeline from a path to a verdict. Every way in (loading, checking, rescanning,
 * installing) calls it, so that no two of them can disagree.
 *
 * <p>A bundle is <em>verified</em> if and only if all of these hold at one instant:
 *
 * <ol>
 *   <li>it is a folder, zip or jar of regular files with safe paths, within the limits;
 *   <li>its descriptors agree on one id, which is the one the caller asked for;
 *   <li>no jar of it reaches for code outside the bundle;
 *   <li>its {@code signature.json} has exactly one reading;
 *   <li>the certificate leads to a trust anchor and may sign, and nothing of the path is revoked;
 *   <li>the certificate's one common name is the id, byte for byte;
 *   <li>the signature over the hashes is right under the certificate's key;
 *   <li>the files that are there are exactly the signed ones, by path and digest.
 * </ol>
 *
 * <p>Safe for use by several threads. Never throws for any bundle, certificate or list: what is
 * wrong is a finding.
 */
public final class BundleVerifier {
  private final Clock clock;
  private final Judge judge;
  private final DigestCache digests;
  private final UnchangedSources unchanged;
  private final Opening opening;
  private final Conditions conditions;

  /**
   * Creates a verifier.
   *
   * @param trust anchors and revocation lists, asked for once for each check; a {@code TrustStore}
   *     is a source that never changes
   * @param limits bounds on what a bundle may be
   * @param clock asked once for each check
   * @throws IllegalStateException when a library that the host brings is too old
   */
  public BundleVerifier(TrustSource trust, Limits limits, Clock clock) {
    HostLibraries.check();
    Objects.requireNonNull(limits, "limits");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.judge = new Judge(Objects.requireNonNull(trust, "trust"));
    this.digests = new DigestCache();
    this.unchanged = new UnchangedSources(limits);
    this.opening = new Opening(limits, ReadingThreads.ofAllCores());
    this.conditions = new Conditions(limits);
  }

  private BundleVerifier(BundleVerifier other, Clock clock, ReadingThreads threads) {
    this.clock = clock;
    this.judge = other.judge;
    this.digests = other.digests;
    this.unchanged = other.unchanged;
    this.opening = new Opening(other.limits(), threads);
    this.conditions = other.conditions;
  }

  /**
   * Returns this verifier for checks that are all of one instant. The two share what they remember.
   */
  public BundleVerifier at(Instant instant) {
    return new BundleVerifier(this, Clock.fixed(instant, ZoneOffset.UTC), threads());
  }

  /**
   * Returns this verifier with other threads to read by; without, all cores are used. The two share
   * what they remember.
   */
  public BundleVerifier with(ReadingThreads threads) {
    return new BundleVerifier(this, clock, Objects.requireNonNull(threads, "threads"));
  }

  /** Returns the threads that read. */
  public ReadingThreads threads() {
    return opening.threads();
  }

  /** Returns the bounds on what a bundle may be. */
  public Limits limits() {
    return opening.limits();
  }

  /** Returns the clock all checks go by. */
  public Clock clock() {
    return clock;
  }

  /**
   * Checks a bundle and leaves nothing behind. Files that have not changed since an earlier check
   * are not read again, and of a verified bundle without any change only metadata is.
   */
  public Verdict verify(Path source, Expectation expectation) {
    return inspect(source, expectation).verdict();
  }

  /** Checks a bundle as {@link #verify} does, and also tells what it needs. */
  public Examination inspect(Path source, Expectation expectation) {
    return Guard.run(
            () -> remembered(at(clock.instant()), source, expectation),
            failure -> Examined.unfinished(unavailable(source, failure)))
        .examination();
  }

  private Examined remembered(BundleVerifier now, Path source, Expectation expectation) {
    return unchanged.get(
        source,
        expectation,
        kept -> now.stillHolds(source, kept, expectation),
        () -> now.check(source, expectation, new Way(digests, false, contents -> contents)));
  }

  /**
   * Checks a bundle and leaves nothing behind; every byte is read anew. Of a verified one, notices
   * also tell what may keep it from running.
   */
  public Examination examine(Path source, Expectation expectation) {
    return check(source, expectation, new Way(new DigestCache(), true, contents -> contents))
        .examination();
  }

  /**
   * Checks a bundle as if this were its {@code signature.json}, and leaves nothing behind; every
   * byte is read anew. For signers, before they write it.
   */
  public Verdict verifyWith(byte[] signatureFile, Path source, Expectation expectation) {
    return check(
            source,
            expectation,
            new Way(
                new DigestCache(),
                false,
                contents -> contents.signedBy(expectation.layout(), signatureFile, limits())))
        .examination()
        .verdict();
  }

  private Examined check(Path source, Expectation expectation, Way way) {
    VerificationEvent event = VerificationEvent.started();
    Examined found =
        Guard.run(
            () -> look(source, expectation, way, event),
            failure -> Examined.unfinished(unavailable(source, failure)));
    event.found(source, found.examination().verdict());
    return found;
  }

  private Examined look(Path source, Expectation expectation, Way way, VerificationEvent event) {
    try (Staging staging = Staging.temporary()) {
      BundleReader reader =
          BundleReader.forChecking(
              expectation.form(), opening.files(expectation), staging, way.known());
      BundleContents contents =
          way.seen().apply(reader.read(opening.of(source, expectation, staging, event)));
      ChainValidator chains = judge.chains();
      VerdictCache.Dated dated = judge.judge(contents, expectation, chains, clock.instant());
      Verdict told = TextChanges.named(dated.verdict(), source, opening.rules(expectation));
      return new Examined(
          new Examination(
              way.runnable() ? RunnableNotices.added(told, contents, staging) : told,
              contents.descriptors().dependencies()),
          kept(contents, expectation, chains, dated.as(told)));
    } catch (IOException e) {
      return Examined.unfinished(unavailable(source, e));
    }
  }

  /**
   * Checks a bundle and leaves in the staging folder a copy of exactly the bytes the verdict is
   * about; every byte is read anew. Excluded files are not in the copy.
   *
   * @throws IOException when excluded files cannot be deleted from the copy, or judging ended in an
   *     error; {@link #unavailable} says what to make of it
   */
  public StagedBundle stage(Path source, Expectation expectation, Staging staging)
      throws IOException {
    return Guard.run(
        () -> stageUnguarded(source, expectation, staging),
        failure -> {
          throw new BundleException(Unjudged.finding(source, failure), failure);
        });
  }

  private StagedBundle stageUnguarded(Path source, Expectation expectation, Staging staging)
      throws IOException {
    VerificationEvent event = VerificationEvent.started();
    BundleReader reader =
        BundleReader.forStaging(expectation.form(), opening.files(expectation), staging);
    SourceLook look = SourceLook.at(source);
    BundleContents contents =
        reader.read(
            files -> opening.of(source, expectation, staging, event).apply(look.and(files)));
    Path content = contents.kind() == BundleKind.JAR ? staging.archive() : staging.content();
    StagedBundle staged =
        staged(contents, content, expectation)
            .lookingLike(contents.extent() == Extent.WHOLE ? look.state() : Optional.empty())
            .with(verdict -> TextChanges.named(verdict, source, opening.rules(expectation)));
    event.found(source, staged.verdict());
    staged.dropExcluded(contents);
    return staged;
  }

  /**
   * Checks again a copy that {@link #stage} made earlier and that has not changed since: its files
   * are not hashed again, but path, lists, scope and signature are judged as of now.
   *
   * @param content the folder that holds the copy
   * @param files what the copy consists of
   * @throws IOException when the copy cannot be read, or is not what was said
   */
  public StagedBundle recall(
      Path content, BundleKind kind, KnownContents files, Expectation expectation)
      throws IOException {
    return Guard.run(
        () -> recallUnguarded(content, kind, files, expectation),
        failure -> {
          throw new IOException(Guard.cause(failure), failure);
        });
  }

  private StagedBundle recallUnguarded(
      Path content, BundleKind kind, KnownContents files, Expectation expectation)
      throws IOException {
    VerificationEvent event = VerificationEvent.started();
    SealedReader reader = new SealedReader(expectation.form(), limits());
    StagedBundle staged = staged(reader.read(content, kind, files), content, expectation);
    event.found(content, staged.verdict());
    return staged;
  }

  /**
   * Returns whether a check of now of the same bytes would come to the verdict that an earlier one
   * came to: all it was judged by is the same, and time alone has not changed it.
   *
   * @param content the folder that holds the copy
   */
  public boolean stillHolds(Path content, KeptVerdict kept, Expectation expectation) {
    VerificationEvent event = VerificationEvent.started();
    boolean holds =
        kept.covers(clock.instant())
            && kept.conditions().equals(conditions.digest(judge.chains().trust(), expectation));
    if (holds) {
      event.found(content, kept.verdict());
    }
    return holds;
  }

  /**
   * Returns the verdict on a bundle that could not be judged: for want of disk or permissions, or
   * because judging it ended in an error.
   */
  public static Verdict unavailable(Path source, Throwable cause) {
    return Verdict.of(Subject.UNKNOWN, List.of(Unjudged.finding(source, cause)), Optional.empty());
  }

  private StagedBundle staged(BundleContents contents, Path content, Expectation expectation) {
    ChainValidator chains = judge.chains();
    VerdictCache.Dated dated = judge.judge(contents, expectation, chains, clock.instant());
    return StagedBundle.of(contents, expectation, dated.verdict(), content)
        .keeping(kept(contents, expectation, chains, dated));
  }

  private Optional<KeptVerdict> kept(
      BundleContents contents,
      Expectation expectation,
      ChainValidator chains,
      VerdictCache.Dated dated) {
    return expectation.form().isLasting()
        ? KeptVerdict.of(
            conditions.digest(chains.trust(), expectation),
            dated,
            contents.descriptors().dependencies())
        : Optional.empty();
  }
}
