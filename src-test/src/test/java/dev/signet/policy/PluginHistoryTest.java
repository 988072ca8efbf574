package dev.signet.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PluginHistoryTest {
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
  private static final SignedRelease RELEASE =
      new SignedRelease("clock", "1.0.0", "ab".repeat(32), "");

  @Test
  void history_whenNothingIsRemembered_isNone() {
    assertThat(PluginHistory.of(SigningLedger.inMemory(), "clock", NOW))
        .isEqualTo(PluginHistory.NONE);
  }

  @Test
  void history_whenTheBundleTellsNoId_hasNoEntry() throws LedgerException {
    assertThat(PluginHistory.of(ledger(), "", NOW).entry()).isEmpty();
    assertThat(PluginHistory.of(ledger(), "clock", NOW).entry()).isPresent();
  }

  @Test
  void clock_whenItWentBack_isToldBeyondTheToleranceOnly() throws LedgerException {
    Instant within = NOW.minus(PluginHistory.CLOCK_TOLERANCE);

    assertThat(PluginHistory.of(ledger(), "clock", within).laterInstant()).isEmpty();
    assertThat(PluginHistory.of(ledger(), "clock", within.minusNanos(1)).laterInstant())
        .contains(NOW);
  }

  private static SigningLedger ledger() throws LedgerException {
    SigningLedger ledger = SigningLedger.inMemory();
    ledger.record(List.of(RELEASE), NOW, VersionOrder.semantic());
    return ledger;
  }
}
