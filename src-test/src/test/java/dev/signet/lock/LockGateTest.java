package dev.signet.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.sign.authority.CertificateAuthority;
import dev.signet.testkit.Locks;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.SwitchedTrust;
import dev.signet.trust.TrustSource;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockGateTest {
  private static final CertificateAuthority AUTHORITY = PluginAuthor.authority("Test Root");
  private static final PluginAuthor SIGNER = PluginAuthor.of("plugins-lock", AUTHORITY);

  @TempDir Path folder;

  private LockGate gate(TrustSource trust, Clock clock) {
    return new LockGate(Locks.FLEET, trust, LockMemory.in(folder), clock);
  }

  private LockGate gate() {
    return gate(PluginAuthor.trusting(AUTHORITY), Clock.systemUTC());
  }

  private void assertRefused(LockGate gate, SignedLock lock, String... why) throws Exception {
    assertThatThrownBy(() -> gate.look(lock)).isInstanceOf(LockException.class);
    assertThatThrownBy(() -> gate.accept(lock))
        .isInstanceOf(LockException.class)
        .hasMessageContainingAll(why);
  }

  @Test
  void list_whenRight_isTakenAndRemembered() throws Exception {
    PluginsLock list = Locks.lock(7, Locks.plugin("clock", "1.0", "a"));

    assertThat(gate().look(Locks.signed(list, SIGNER))).isEqualTo(list);
    assertThat(LockMemory.in(folder).number()).isEmpty();
    assertThat(gate().accept(Locks.signed(list, SIGNER))).isEqualTo(list);
    assertThat(LockMemory.in(folder).number()).contains(7L);
  }

  @Test
  void list_whenReplayedAfterARestart_isRefused() throws Exception {
    SignedLock older = Locks.signed(Locks.lock(6), SIGNER);
    gate().accept(older);
    gate().accept(Locks.signed(Locks.lock(7), SIGNER));

    assertRefused(gate(), older, "number 6", "number 7 already");
    assertThat(gate().accept(Locks.signed(Locks.lock(8), SIGNER)).number()).isEqualTo(8);
  }

  @Test
  void list_whenOfAnotherFleet_isRefused() throws Exception {
    assertRefused(gate(), Locks.signed(Locks.lock("south", 7), SIGNER), "fleet 'south'", "'north'");
  }

  @Test
  void list_whenNotTrusted_isRefusedAndChangesNothing() throws Exception {
    assertRefused(
        gate(),
        Locks.signed(Locks.lock(7), PluginAuthor.of("clock", AUTHORITY)),
        "SCOPE_MISMATCH",
        "signet lock:sign");
    assertRefused(gate(), SignedLock.draft(Locks.lock(7)), "MISSING_SIGNATURE");
    assertThat(LockMemory.in(folder).number()).isEmpty();
  }

  @Test
  void list_whenItsCertificateHasRunOut_isRefused() throws Exception {
    Instant end = AUTHORITY.certificate().getNotAfter().toInstant();
    Clock later = Clock.fixed(end.plusSeconds(1), ZoneOffset.UTC);

    assertRefused(
        gate(PluginAuthor.trusting(AUTHORITY), later),
        Locks.signed(Locks.lock(7), SIGNER),
        "EXPIRED");
  }

  @Test
  void trust_whenItChanges_isAskedAnew() throws Exception {
    SwitchedTrust trust = new SwitchedTrust(PluginAuthor.trusting(AUTHORITY));
    LockGate gate = gate(trust, Clock.systemUTC());
    gate.accept(Locks.signed(Locks.lock(7), SIGNER));

    trust.set(PluginAuthor.trusting(PluginAuthor.authority("Other")));

    assertRefused(gate, Locks.signed(Locks.lock(8), SIGNER), "UNTRUSTED_CERTIFICATE");
  }
}
