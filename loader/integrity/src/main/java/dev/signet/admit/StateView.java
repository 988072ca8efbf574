package dev.signet.admit;

import dev.signet.Internal;
import dev.signet.policy.LedgerEntry;
import dev.signet.policy.LedgerException;
import dev.signet.policy.SignedRelease;
import dev.signet.policy.SigningLedger;
import dev.signet.policy.VersionOrder;
import dev.signet.verify.BundleVerifier;
import dev.signet.verify.Examination;
import dev.signet.verify.Expectation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A state directory that is only looked at: what is there is read, and nothing is made, changed,
 * deleted or locked, so that the host it belongs to may run meanwhile. What that host has not
 * written yet is not seen.
 */
@Internal
public final class StateView {
  private final Optional<CopyRecords> records;
  private final SigningLedger ledger;

  private StateView(Optional<CopyRecords> records, SigningLedger ledger) {
    this.records = records;
    this.ledger = ledger;
  }

  /**
   * Looks at a folder; one that is not there is that of a host that never started.
   *
   * @param stateDirectory of which it was never checked whether others can write to it: nothing is
   *     loaded for the sake of what is seen
   * @throws IllegalStateException when it cannot be looked at
   */
  public static StateView of(Path stateDirectory) {
    try {
      Path root = Files.exists(stateDirectory) ? stateDirectory.toRealPath() : stateDirectory;
      CopyRecords records =
          CopyRecords.lookAt(IndexFile.in(root), root.resolve("sealed"), Disk.REAL.boot());
      return new StateView(Optional.of(records), LedgerView.of(root));
    } catch (IOException e) {
      throw StateDirectory.unusable(stateDirectory, e);
    }
  }

  /** Returns a view of a host that keeps nothing. */
  public static StateView none() {
    return new StateView(Optional.empty(), SigningLedger.inMemory());
  }

  /** Returns this view with the ledger that a host keeps itself. */
  public StateView with(SigningLedger other) {
    return new StateView(records, Objects.requireNonNull(other, "other"));
  }

  /** Returns what is remembered of the plugins. */
  public SigningLedger ledger() {
    return ledger;
  }

  /**
   * Judges a bundle as a start would: by its sealed copy where the source has not changed since,
   * else by what is read of the source.
   */
  public Examination examine(BundleVerifier verifier, Path source, Expectation expectation) {
    return records
        .flatMap(known -> new Recall(verifier, known, expectation.layout()).of(source, expectation))
        .map(found -> new Examination(found.verdict(), found.dependencies()))
        .orElseGet(() -> verifier.inspect(source, expectation));
  }

  /** What a ledger in a folder says, which is not changed. One that cannot be read throws so. */
  private static final class LedgerView implements SigningLedger {
    private final LedgerDocument document;
    private final String problem;

    private LedgerView(LedgerDocument document, String problem) {
      this.document = document;
      this.problem = problem;
    }

    static LedgerView of(Path folder) {
      LedgerFiles files = new LedgerFiles(folder);
      LedgerDocument none = LedgerDocument.empty("");
      try {
        return new LedgerView(files.look().orElse(none), "");
      } catch (IOException e) {
        return new LedgerView(none, files.unreadable(e));
      }
    }

    @Override
    public Optional<LedgerEntry> find(String id) throws LedgerException {
      return Optional.ofNullable(readable().entries().get(id));
    }

    @Override
    public List<LedgerEntry> entries() throws LedgerException {
      return List.copyOf(readable().entries().values());
    }

    @Override
    public Optional<Instant> latestInstant() throws LedgerException {
      return readable().latest();
    }

    private LedgerDocument readable() throws LedgerException {
      if (!problem.isEmpty()) {
        throw new LedgerException(problem);
      }
      return document;
    }

    @Override
    public void record(List<SignedRelease> releases, Instant at, VersionOrder order)
        throws LedgerException {
      throw onlyLookedAt();
    }

    @Override
    public boolean confirm(SignedRelease release, VersionOrder order) throws LedgerException {
      throw onlyLookedAt();
    }

    @Override
    public boolean forget(String id) throws LedgerException {
      throw onlyLookedAt();
    }

    @Override
    public void forgetInstant() throws LedgerException {
      throw onlyLookedAt();
    }

    @Override
    public void reset() throws LedgerException {
      throw onlyLookedAt();
    }

    private static LedgerException onlyLookedAt() {
      return new LedgerException("The ledger is only looked at here, and is not changed.");
    }
  }
}
