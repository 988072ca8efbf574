package dev.signet.trust.live;

import dev.signet.trust.TrustStore;
import dev.signet.trust.TrustStoreBuilder;
import dev.signet.trust.TrustStoreException;

/** What trust is based on, before any list of the web is added. */
sealed interface BaseTrust permits BaseTrust.Fixed, WatchedFolder {

  /** What a host sets beside a folder, each time the folder is read. */
  interface Additions {
    void apply(TrustStoreBuilder store) throws TrustStoreException;
  }

  /** Returns where it is, for people. */
  String place();

  /** Returns whether reading it again may give something else. */
  boolean mayHaveChanged();

  /**
   * Reads it.
   *
   * @throws TrustStoreException when that fails
   */
  TrustStore read() throws TrustStoreException;

  /** A store that never changes. */
  record Fixed(TrustStore read) implements BaseTrust {
    @Override
    public String place() {
      return "the host's trust store";
    }

    @Override
    public boolean mayHaveChanged() {
      return false;
    }
  }
}
