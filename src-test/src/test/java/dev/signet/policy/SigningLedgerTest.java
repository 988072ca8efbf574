package dev.signet.policy;

class SigningLedgerTest extends SigningLedgerContract {
  private final SigningLedger ledger = SigningLedger.inMemory();

  @Override
  protected SigningLedger ledger() {
    return ledger;
  }
}
