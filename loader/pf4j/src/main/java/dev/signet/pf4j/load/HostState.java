package dev.signet.pf4j.load;

import dev.signet.Internal;
import dev.signet.admit.FileSigningLedger;
import dev.signet.admit.SealedStore;
import dev.signet.policy.SigningLedger;
import dev.signet.report.store.IntegrityResults;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sealed copies, ledger and results of one host, opened and closed together. */
@Internal
public final class HostState implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HostState.class);

  private final SealedStore store;
  private final SigningLedger ledger;
  private final @Nullable FileSigningLedger own;
  private final IntegrityResults results;

  private HostState(
      SealedStore store,
      SigningLedger ledger,
      @Nullable FileSigningLedger own,
      IntegrityResults results) {
    this.store = store;
    this.results = results;
    this.ledger = ledger;
    this.own = own;
  }

  /**
   * Opens all in a folder, or what is there of them elsewhere.
   *
   * @param folder null for a temporary one, with ledger and results in memory
   * @param ledger the host's own, which it closes itself; null to open one in the folder
   * @throws IllegalStateException when the folder cannot be used
   */
  public static HostState open(
      @Nullable Path folder, @Nullable SigningLedger ledger, List<Path> pluginsRoots) {
    if (folder == null) {
      SealedStore store = SealedStore.temporary();
      return new HostState(
          store, ledger == null ? forgetful() : ledger, null, IntegrityResults.inMemory());
    }
    SealedStore store = SealedStore.open(folder, pluginsRoots);
    FileSigningLedger own = null;
    try {
      if (ledger == null) {
        own = FileSigningLedger.open(folder, pluginsRoots);
      }
      return new HostState(
          store,
          own == null ? Objects.requireNonNull(ledger) : own,
          own,
          IntegrityResults.in(folder));
    } catch (RuntimeException | Error e) {
      if (own != null) {
        own.close();
      }
      store.close();
      throw e;
    }
  }

  private static SigningLedger forgetful() {
    LOG.warn(
        "No state directory is configured: which plugins were signed, and in which version, is"
            + " forgotten when this host stops");
    return SigningLedger.inMemory();
  }

  public SealedStore store() {
    return store;
  }

  public SigningLedger ledger() {
    return ledger;
  }

  IntegrityResults results() {
    return results;
  }

  @Override
  public void close() {
    try {
      store.close();
    } finally {
      if (own != null) {
        own.close();
      }
    }
  }
}
