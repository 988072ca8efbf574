package dev.signet.trust;

import dev.signet.trust.live.LiveTrust;

/**
 * Where the trust of the moment comes from. A {@link TrustStore} is a source that never changes;
 * {@link LiveTrust} follows a folder and revocation lists on the web. Safe for use by several
 * threads.
 */
public interface TrustSource {

  /**
   * Returns what is to be believed now. Never waits, and never throws: what could be had last
   * counts until there is something newer.
   */
  TrustStore current();

  /**
   * Has a listener called after each change of {@link #current}, on a thread of the source. Several
   * changes in a row may be told by one call.
   *
   * @param listener what it throws is logged, and kept from everybody else
   */
  Subscription onChange(Runnable listener);

  /** Returns how up to date it is; without any source unless this trust comes from somewhere. */
  default TrustStatus status() {
    return TrustStatus.NONE;
  }

  /** What ends the calls of a listener. */
  @FunctionalInterface
  interface Subscription extends AutoCloseable {
    /** Ends the calls, but does not wait for one that is running. May be repeated. */
    @Override
    void close();
  }
}
