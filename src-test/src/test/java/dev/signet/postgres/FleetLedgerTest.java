package dev.signet.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.signet.policy.LedgerException;
import dev.signet.policy.SignedRelease;
import dev.signet.policy.SigningLedger;
import dev.signet.policy.SigningLedgerContract;
import dev.signet.policy.VersionOrder;
import dev.signet.testkit.TestClock;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node's ledger as long as the fleet's answers: it keeps to what every ledger keeps to. */
class FleetLedgerTest extends SigningLedgerContract {
  private static final VersionOrder ORDER = VersionOrder.semantic();

  private final TestClock clock = new TestClock(TUESDAY);
  private final SigningLedger fleet = SigningLedger.inMemory();
  private final SigningLedger own = SigningLedger.inMemory();
  private boolean away;
  private int questions;
  private final SigningLedger shared =
      (SigningLedger)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {SigningLedger.class},
              (proxy, method, arguments) -> {
                questions++;
                if (away) {
                  throw new LedgerException("The database is away.");
                }
                try {
                  return method.invoke(fleet, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
  private FleetLedger ledger = FleetLedger.of(shared, own, clock);

  @Override
  protected SigningLedger ledger() {
    return ledger;
  }

  /** A restart: nothing is remembered of when it was asked last. */
  private void restart() {
    ledger = FleetLedger.of(shared, own, clock);
  }

  @Test
  void admittedRelease_whenTheFleetsLedgerIsAway_goesOnAlsoAfterARestart() throws Exception {
    record(ledger, "clock", "1.0.0", MONDAY);
    away = true;

    for (int i = 0; i < 2; i++) {
      assertThat(ledger.find("clock").orElseThrow().keys()).containsExactly(KEY);
      record(ledger, "clock", "1.0.0", TUESDAY);
      assertThat(ledger.awaySince()).contains(TUESDAY);
      assertThat(ledger.latestInstant()).isPresent();
      restart();
    }
  }

  @Test
  void newRelease_whenTheFleetsLedgerIsAway_isRefusedWithTheReasonAndTheTime() throws Exception {
    record(ledger, "clock", "1.0.0", MONDAY);
    away = true;

    for (SignedRelease release :
        List.of(
            release("clock", "1.1.0"),
            release("disk", "1.0.0"),
            new SignedRelease("clock", "1.0.0", OTHER_KEY, FILES),
            new SignedRelease("clock", "1.0.0", KEY, OTHER_FILES),
            new SignedRelease("clock", "1.0.0", KEY, ""))) {
      assertThatExceptionOfType(LedgerException.class)
          .as("%s", release)
          .isThrownBy(() -> ledger.record(List.of(release), TUESDAY, ORDER))
          .withMessage(
              "The database is away. It has not answered since 2026-01-06T08:00:00Z. Until it"
                  + " answers, only what this node has admitted before is admitted.");
    }
    assertThatExceptionOfType(LedgerException.class).isThrownBy(() -> ledger.find("disk"));
    assertThat(own.entries()).hasSize(1);

    away = false;
    restart();
    record(ledger, "disk", "1.0.0", TUESDAY);
    assertThat(ledger.awaySince()).isEmpty();
    assertThat(fleet.find("disk")).isPresent();
  }

  @Test
  void newRelease_whenTheHostChoseSo_isAdmittedAndRecordedLater() throws Exception {
    ledger = ledger.admittingNewWhileAway();
    record(ledger, "clock", "1.0.0", MONDAY);
    away = true;
    record(ledger, "clock", "1.1.0", TUESDAY);
    record(ledger, "disk", "2.0.0", TUESDAY);
    assertThat(ledger.find("disk")).isPresent();
    assertThat(fleet.find("disk")).isEmpty();

    away = false;
    FleetLedger restarted = FleetLedger.of(shared, own, clock).admittingNewWhileAway();
    assertThat(restarted.find("disk").orElseThrow().highestVersion()).isEqualTo("2.0.0");
    assertThat(fleet.find("clock").orElseThrow().highestVersion()).isEqualTo("1.1.0");
    assertThat(fleet.find("disk").orElseThrow().keys()).containsExactly(KEY);
  }

  @Test
  void releaseAdmittedMeanwhile_whenTheFleetKnowsAnotherKey_givesNobodyANewKey() throws Exception {
    ledger = ledger.admittingNewWhileAway();
    away = true;
    record(ledger, "clock", "9.0.0", TUESDAY);
    fleet.record(
        List.of(new SignedRelease("clock", "1.0.0", OTHER_KEY, OTHER_FILES)), MONDAY, ORDER);

    away = false;
    FleetLedger restarted = FleetLedger.of(shared, own, clock).admittingNewWhileAway();
    assertThat(restarted.find("clock").orElseThrow())
        .satisfies(
            entry -> {
              assertThat(entry.keys()).containsExactly(OTHER_KEY);
              assertThat(entry.highestVersion()).isEqualTo("1.0.0");
            });
  }

  @Test
  void keyThatAnotherNodeHasConfirmed_whenAdmittedHere_goesOnToo() throws Exception {
    record(ledger, "clock", "1.0.0", MONDAY);
    SignedRelease next = new SignedRelease("clock", "1.1.0", OTHER_KEY, OTHER_FILES);
    fleet.confirm(next, ORDER);
    ledger.record(List.of(next), MONDAY, ORDER);

    away = true;
    ledger.record(List.of(next), TUESDAY, ORDER);
    assertThat(ledger.find("clock").orElseThrow().highestVersion()).isEqualTo("1.1.0");
  }

  @Test
  void fleetsLedger_whenItIsAway_isNotAskedForEachPlugin() throws Exception {
    for (int i = 0; i < 100; i++) {
      record(ledger, "p" + i, "1.0.0", MONDAY);
    }
    away = true;
    restart();
    questions = 0;
    for (int i = 0; i < 100; i++) {
      ledger.find("p" + i);
      record(ledger, "p" + i, "1.0.0", TUESDAY);
    }
    assertThat(questions).isEqualTo(1);
  }

  @Test
  void decisionsOfPeople_whenTheFleetsLedgerIsAway_areNotMadeHereAlone() throws Exception {
    record(ledger, "clock", "1.0.0", MONDAY);
    away = true;

    assertThatExceptionOfType(LedgerException.class).isThrownBy(() -> ledger.forget("clock"));
    assertThatExceptionOfType(LedgerException.class).isThrownBy(ledger::forgetInstant);
    assertThatExceptionOfType(LedgerException.class).isThrownBy(ledger::reset);
    assertThatExceptionOfType(LedgerException.class)
        .isThrownBy(() -> ledger.confirm(release("clock", "2.0.0"), ORDER));
    assertThat(own.find("clock").orElseThrow().highestVersion()).isEqualTo("1.0.0");
  }

  @Test
  void ledgerInAFolder_whenOpenedAgain_stillKnowsWhatItAdmitted(@TempDir Path folder)
      throws Exception {
    List<Path> roots = List.of(folder.resolve("plugins"));
    try (FleetLedger first = FleetLedger.open(shared, folder.resolve("own"), roots)) {
      record(first, "clock", "1.0.0", MONDAY);
      assertThatIllegalStateException()
          .isThrownBy(() -> FleetLedger.open(shared, folder.resolve("own"), roots));
    }
    away = true;
    try (FleetLedger second = FleetLedger.open(shared, folder.resolve("own"), roots)) {
      record(second, "clock", "1.0.0", TUESDAY);
      assertThatExceptionOfType(LedgerException.class)
          .isThrownBy(() -> record(second, "clock", "1.1.0", TUESDAY));
    }
  }
}
