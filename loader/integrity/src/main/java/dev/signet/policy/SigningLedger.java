package dev.signet.policy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a host remembers of its plugins from one start to the next: that one was signed, the highest
 * version admitted of a known key, which keys sign it, what its latest versions were made of, and
 * the latest instant at which it looked. Only verified releases are recorded, just before they are
 * admitted; deleting a plugin does not make it forgotten.
 *
 * <p>The library's own are {@code FileSigningLedger} and {@link #inMemory}. A host with a database
 * may bring another; it must keep to this:
 *
 * <ul>
 *   <li><em>Atomic.</em> A call does all of what it says or, when it throws, nothing. Two calls,
 *       also of two processes that share the ledger, act one after the other: neither undoes what
 *       the other has recorded.
 *   <li><em>Durable.</em> When a call returns, what it changed outlasts a crash of the process and
 *       of the machine; {@link LedgerEntry#lastAt} and {@link #latestInstant} may lag behind by an
 *       hour.
 *   <li><em>Fail closed.</em> What cannot be read, or is not surely whole, is a {@link
 *       LedgerException}, never an empty answer. On a channel that enforces, no plugin is admitted
 *       while the ledger throws.
 *   <li><em>Safe for use by several threads,</em> and quick: it is asked once for each bundle.
 * </ul>
 */
public interface SigningLedger {

  /**
   * Returns what is remembered of a plugin.
   *
   * @throws LedgerException when the ledger cannot be read
   */
  Optional<LedgerEntry> find(String id) throws LedgerException;

  /**
   * Returns all that is remembered, sorted by id; an unmodifiable copy.
   *
   * @throws LedgerException when the ledger cannot be read
   */
  List<LedgerEntry> entries() throws LedgerException;

  /**
   * Returns the latest instant of any {@link #record}; empty when there was none.
   *
   * @throws LedgerException when the ledger cannot be read
   */
  Optional<Instant> latestInstant() throws LedgerException;

  /**
   * Records releases that are about to be admitted, in one step: the entry of each becomes what
   * {@link LedgerEntry#after} returns. An instant earlier than the latest one changes nothing of
   * that one.
   *
   * @param releases may be empty; then only the instant is recorded
   * @param at the instant of the check
   * @throws LedgerException when a change could not be made to last; nothing is changed then
   */
  void record(List<SignedRelease> releases, Instant at, VersionOrder order) throws LedgerException;

  /**
   * Takes a release for what its author has published, because an administrator has made sure of
   * that: the entry of its plugin becomes what {@link LedgerEntry#confirmed} returns. Nothing but
   * this and {@link #forget} makes a new key known, or lets a version be made of other files.
   *
   * @return whether the plugin was remembered; of one that is not, nothing need be confirmed
   * @throws LedgerException when the change could not be made to last; nothing is changed then
   */
  boolean confirm(SignedRelease release, VersionOrder order) throws LedgerException;

  /**
   * Forgets a plugin, because an administrator wants its next release taken as the first one ever
   * seen: unsigned, of a lower version, or by whatever key.
   *
   * @return whether it was remembered
   * @throws LedgerException when the change could not be made to last; nothing is changed then
   */
  boolean forget(String id) throws LedgerException;

  /**
   * Forgets the latest instant, for when this machine's clock was ahead and has been put right.
   *
   * @throws LedgerException when the change could not be made to last; nothing is changed then
   */
  void forgetInstant() throws LedgerException;

  /**
   * Forgets everything and starts anew: the way out, on purpose, of a ledger that is damaged or
   * belongs to another host. Where there is something to look at later, it is kept aside.
   *
   * @throws LedgerException when no new ledger could be made; the old state stays
   */
  void reset() throws LedgerException;

  /** Returns a ledger that is forgotten with the process; it never throws. */
  static SigningLedger inMemory() {
    return new InMemoryLedger();
  }
}
