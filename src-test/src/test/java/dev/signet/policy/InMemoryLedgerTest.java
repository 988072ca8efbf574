package dev.signet.policy;

class InMemoryLedgerTest extends SigningLedgerContract {
  private final SigningLedger ledger = SigningLedger.inMemory();

  @Override
  protected SigningLedger ledger() {
    return ledger;
  }
}
