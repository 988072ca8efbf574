package dev.signet.postgres;

import dev.signet.admit.FileSigningLedger;
import dev.signet.policy.LedgerEntry;
import dev.signet.policy.LedgerException;
import dev.signet.policy.SignedRelease;
import dev.signet.policy.SigningLedger;
import dev.signet.policy.VersionOrder;
import java.io.Closeable;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A node's ledger: the one that its fleet shares, and one of the node's own that bridges the time
 * in which the shared one does not answer. Meanwhile what this node has admitted goes on, release
 * by release: the same files, signed with a key that counted. Everything else is refused on a
 * channel that enforces, unless the host has chosen {@link #admittingNewWhileAway}; what was
 * admitted then is recorded in the shared ledger once it answers. What people decide ({@link
 * #confirm}, {@link #forget}, {@link #forgetInstant}, {@link #reset}) needs the shared one.
 *
 * <p>After a failure the shared ledger is left alone for ten seconds, so that a start with many
 * plugins waits once, and not for each. Safe for use by several threads.
 */
public final class FleetLedger implements SigningLedger, Closeable {
  private final SigningLedger shared;
  private final SigningLedger own;
  private final boolean admitsNew;
  private final Clock clock;
  private final Availability availability;
  private volatile boolean isBehind = true;

  private FleetLedger(SigningLedger shared, SigningLedger own, boolean admitsNew, Clock clock) {
    this.shared = shared;
    this.own = own;
    this.admitsNew = admitsNew;
    this.clock = clock;
    this.availability =
        new Availability(
            clock,
            "The fleet's ledger",
            admitsNew
                ? "Until it answers, this node admits by what it knows itself."
                : "Until it answers, only what this node has admitted before is admitted.");
  }

  /**
   * Opens a node's ledger, which admits nothing new while the shared one does not answer.
   *
   * @param shared the fleet's, such as a {@link PostgresLedger}; nothing is asked of it yet
   * @param folder for the node's own ledger: kept from one start to the next, and used by nothing
   *     else, so not the state directory
   * @param pluginsRoots the folders plugins are found in, none of which may hold the folder or lie
   *     in it
   * @throws IllegalStateException when another process holds the folder, others can write to it, it
   *     lies inside a plugins root, or the disk fails; the message says what to do
   */
  public static FleetLedger open(SigningLedger shared, Path folder, List<Path> pluginsRoots) {
    Objects.requireNonNull(shared, "shared");
    return of(shared, FileSigningLedger.open(folder, pluginsRoots), Clock.systemUTC());
  }

  static FleetLedger of(SigningLedger shared, SigningLedger own, Clock clock) {
    return new FleetLedger(shared, own, false, clock);
  }

  /**
   * Returns this ledger when it also admits what is new while the shared one does not answer, by
   * what this node alone knows. Then a version that another node has had for the highest, or a key
   * that only others know of, is not noticed until it answers again.
   */
  public FleetLedger admittingNewWhileAway() {
    return new FleetLedger(shared, own, true, clock);
  }

  /** Returns since when the shared ledger has not answered; empty as long as it does. */
  public Optional<Instant> awaySince() {
    return availability.awaySince();
  }

  private interface Use<T> {
    T of(SigningLedger ledger) throws LedgerException;
  }

  /** Returns what the shared ledger says, or else what is done without it. */
  private <T> T ask(Use<T> use, Use<T> meanwhile) throws LedgerException {
    if (availability.isResting()) {
      return meanwhile.of(own);
    }
    T answer;
    try {
      catchUp();
      answer = use.of(shared);
    } catch (LedgerException e) {
      isBehind = true;
      availability.isAway(e);
      return meanwhile.of(own);
    }
    availability.isBack();
    return answer;
  }

  private void catchUp() throws LedgerException {
    if (isBehind && admitsNew) {
      OwnReleases.share(own, shared);
    }
    isBehind = false;
  }

  @Override
  public Optional<LedgerEntry> find(String id) throws LedgerException {
    return ask(
        ledger -> ledger.find(id),
        mine -> {
          Optional<LedgerEntry> known = mine.find(id);
          if (known.isEmpty() && !admitsNew) {
            throw new LedgerException(availability.explanation());
          }
          return known;
        });
  }

  /** Returns all that is remembered; of what this node knows itself while the fleet's is away. */
  @Override
  public List<LedgerEntry> entries() throws LedgerException {
    return ask(SigningLedger::entries, SigningLedger::entries);
  }

  @Override
  public Optional<Instant> latestInstant() throws LedgerException {
    return ask(SigningLedger::latestInstant, SigningLedger::latestInstant);
  }

  @Override
  public void record(List<SignedRelease> releases, Instant at, VersionOrder order)
      throws LedgerException {
    boolean isShared =
        ask(
            ledger -> {
              ledger.record(releases, at, order);
              return true;
            },
            mine -> {
              requireKnown(releases, mine);
              return false;
            });
    own.record(releases, at, order);
    if (isShared) {
      for (SignedRelease release : releases) {
        OwnReleases.takeOver(release, shared, own, order);
      }
    }
  }

  private void requireKnown(List<SignedRelease> releases, SigningLedger mine)
      throws LedgerException {
    for (SignedRelease release : releases) {
      if (!admitsNew && !OwnReleases.isKnown(mine, release)) {
        throw new LedgerException(availability.explanation());
      }
    }
  }

  @Override
  public boolean confirm(SignedRelease release, VersionOrder order) throws LedgerException {
    boolean isKnown = shared.confirm(release, order);
    own.confirm(release, order);
    return isKnown;
  }

  @Override
  public boolean forget(String id) throws LedgerException {
    boolean isKnown = shared.forget(id);
    own.forget(id);
    return isKnown;
  }

  @Override
  public void forgetInstant() throws LedgerException {
    shared.forgetInstant();
    own.forgetInstant();
  }

  @Override
  public void reset() throws LedgerException {
    shared.reset();
    own.reset();
  }

  /** Gives the folder free; the shared ledger is not closed. May be repeated. */
  @Override
  public void close() {
    if (own instanceof FileSigningLedger file) {
      file.close();
    }
  }
}
