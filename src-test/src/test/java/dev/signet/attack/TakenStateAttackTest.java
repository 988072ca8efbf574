package dev.signet.attack;

import static dev.signet.admit.ForgedIndex.settled;
import static dev.signet.testkit.TestHost.decision;
import static dev.signet.testkit.TestHost.greetings;
import static dev.signet.testkit.TestHost.reasons;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.signet.admit.ForgedIndex;
import dev.signet.attack.ChangedCopyAttackTest.Shape;
import dev.signet.pf4j.SealingMode;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.policy.HistoryRule;
import dev.signet.policy.SignatureRequirement;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.Tampering;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trees;
import dev.signet.trust.TrustStore;
import dev.signet.verdict.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Somebody with the host's account writes into the state directory while the host does not run, and
 * knows its forms as well as we do. What a host of trusted copies would run shows that each attack
 * is one; where copies are checked as they are read, nothing runs that the source has not.
 */
class TakenStateAttackTest {
  private static final String KIT = "kit/plugin/KitGreeting.class";

  @TempDir private Path folder;
  private TestHost host;

  @BeforeEach
  void setUp() {
    host = new TestHost(folder);
  }

  @AfterEach
  void tearDown() throws Exception {
    host.close();
  }

  @ParameterizedTest
  @CsvSource({
    "FOLDER, true",
    "FOLDER, false",
    "ZIP, true",
    "ZIP, false",
    "JAR, false",
    "LIBRARY, true",
    "LIBRARY, false"
  })
  void copy_whenChangedBeforeTheStartAndTheIndexEdited_neverRuns(Shape shape, boolean digests) {
    settled(shape.write(kit("original").signedBy(host.author("plugin")), host));
    Path copy = startedOnce(SealingMode.ON_READ);
    Tampering.replace(copy, shape.prefix + KIT, kit("evil").classFiles().get(KIT));
    forge(digests);
    try (VerifyingPluginManager trusting = starting(SealingMode.TRUSTED)) {
      assertThat(greetings(trusting)).as("the attack is one").containsExactly("evil");
    }
    forge(digests);

    try (VerifyingPluginManager manager = starting(SealingMode.ON_READ)) {
      Throwable thrown =
          catchThrowable(() -> assertThat(greetings(manager)).doesNotContain("evil"));
      assertThat(thrown).satisfiesAnyOf(none -> assertThat(none).isNull(), ChangedError::require);
    }
    try (VerifyingPluginManager next = starting(SealingMode.ON_READ)) {
      assertThat(greetings(next)).as("sealed anew").containsExactly("original");
    }
  }

  /** The copy was sound for the index, and a class of it is not. */
  private interface ChangedError {
    static void require(Throwable thrown) {
      assertThat(thrown)
          .isInstanceOf(LinkageError.class)
          .hasMessageContaining("was changed after it was checked");
    }
  }

  private void forge(boolean digests) {
    ForgedIndex index = new ForgedIndex(host.state());
    if (digests) {
      index.takeCopiesForSound();
    } else {
      index.takeCopiesForUnchanged();
    }
  }

  @Test
  void copyOfAnUnsignedPlugin_whenChangedBeforeTheStart_neverRuns() {
    settled(kit("original").folder(host.plugins()));
    Path copy = startedOnce(SealingMode.ON_READ);
    Tampering.replace(copy, "classes/" + KIT, kit("evil").classFiles().get(KIT));
    new ForgedIndex(host.state()).takeCopiesForSound();

    try (VerifyingPluginManager manager = starting(SealingMode.ON_READ)) {
      assertThat(greetings(manager)).containsExactly("original");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FOLDER", "ZIP", "JAR"})
  void copyOfAnotherPlugin_whenTheIndexPutsItInPlace_doesNotStandForTheSource(Shape shape) {
    Path source = shape.write(kit("original").signedBy(host.author("plugin")), host);
    Path other = shape.write(host.signed("other", "1.0.0").greeting("other"), host);
    settled(source);
    settled(other);
    startedOnce(SealingMode.ON_READ);
    ForgedIndex forged = new ForgedIndex(host.state());
    forged.exchange(source, other);
    try (VerifyingPluginManager trusting = starting(SealingMode.TRUSTED)) {
      assertThat(greetings(trusting)).as("the attack is one").containsExactly("other");
    }
    forged.exchange(source, other);

    try (VerifyingPluginManager manager = starting(SealingMode.ON_READ)) {
      assertThat(greetings(manager)).containsExactly("original", "other");
    }
  }

  @Test
  void copyOfAnOlderRelease_whenPutBack_doesNotStandForTheNewOne() {
    Path source = kit("old").signedBy(host.author("plugin")).zip(host.plugins());
    startedOnce(SealingMode.ON_READ);
    Path kept = Trees.copy(host.state(), folder.resolve("kept"));
    PluginKit.plugin("plugin", "2.0.0")
        .greeting("new")
        .signedBy(host.author("plugin"))
        .zip(host.plugins());
    putBack(kept);
    new ForgedIndex(host.state()).takeForUnchanged(source);
    try (VerifyingPluginManager trusting = starting(SealingMode.TRUSTED)) {
      assertThat(greetings(trusting)).as("the attack is one").containsExactly("old");
    }
    putBack(kept);
    new ForgedIndex(host.state()).takeForUnchanged(source);

    try (VerifyingPluginManager manager = starting(SealingMode.ON_READ)) {
      assertThat(greetings(manager)).containsExactly("new");
    }
  }

  @Test
  void copyOfARevokedRelease_whenPutBackWithItsVerdict_doesNotRun() {
    Path source = kit("revoked").signedBy(host.author("plugin")).zip(host.plugins());
    settled(source);
    startedOnce(SealingMode.ON_READ);
    TrustStore revoking = revoking("plugin");
    // Any plugin that is admitted by this trust tells what its verdicts are kept under.
    TestHost other =
        host.opened(new TestHost(folder.resolve("more"), folder.resolve("more-state")));
    other.signed("fine", "1.0.0").zip(other.plugins());
    try (VerifyingPluginManager manager = other.builder().trust(revoking).build()) {
      manager.loadPlugins();
    }
    ForgedIndex forged = new ForgedIndex(host.state());
    forged.takeVerdictsFor(new ForgedIndex(other.state()));
    try (VerifyingPluginManager trusting = host.builder().trust(revoking).build()) {
      trusting.loadPlugins();
      assertThat(TestHost.ids(trusting)).as("the attack is one").containsExactly("plugin");
    }

    try (VerifyingPluginManager manager =
        host.builder().trust(revoking).sealing(SealingMode.ON_READ).build()) {
      manager.loadPlugins();
      assertThat(TestHost.ids(manager)).isEmpty();
      assertThat(reasons(decision(manager, source))).contains(Reason.REVOKED);
    }
  }

  /** What the state directory must still be trusted for: which release is too old. */
  @ParameterizedTest
  @EnumSource(SealingMode.class)
  void ledger_whenTakenBack_letsAnOlderSignedReleasePassForANewOne(SealingMode mode)
      throws Exception {
    Path source = kit("old").signedBy(host.author("plugin")).zip(host.plugins());
    byte[] oldRelease = Files.readAllBytes(source);
    startedOnce(mode);
    Path kept = Trees.copy(host.state(), folder.resolve("kept"));
    PluginKit.plugin("plugin", "2.0.0")
        .greeting("new")
        .signedBy(host.author("plugin"))
        .zip(host.plugins());
    startedOnce(mode);
    Files.write(source, oldRelease);
    try (VerifyingPluginManager manager = refusingDowngrades(mode)) {
      assertThat(reasons(decision(manager, source))).contains(Reason.DOWNGRADE);
    }
    putBack(kept);

    try (VerifyingPluginManager manager = refusingDowngrades(mode)) {
      assertThat(greetings(manager)).as("signed bytes, and no others").containsExactly("old");
      assertThat(reasons(decision(manager, source))).doesNotContain(Reason.DOWNGRADE);
    }
  }

  /**
   * What the state directory must still be trusted for: Java reads it, and not the class loader.
   */
  @Test
  void fileOpenedByItsPath_isNotChecked() throws Exception {
    host.signed("plugin", "1.0.0").file("data.txt", new byte[] {1}).folder(host.plugins());
    try (VerifyingPluginManager manager = starting(SealingMode.ON_READ)) {
      Path data = manager.getPlugin("plugin").getPluginPath().resolve("data.txt");
      Tampering.write(data, new byte[] {2});

      assertThat(Files.readAllBytes(data)).containsExactly(2);
    }
  }

  private VerifyingPluginManager refusingDowngrades(SealingMode mode) {
    VerifyingPluginManager manager =
        host.builder().sealing(mode).downgrades(HistoryRule.REFUSE).build();
    manager.loadPlugins();
    manager.startPlugins();
    return manager;
  }

  private void putBack(Path kept) {
    Trees.delete(host.state());
    Trees.copy(kept, host.state());
    new ForgedIndex(host.state()).takeCopiesForUnchanged();
  }

  private VerifyingPluginManager starting(SealingMode mode) {
    VerifyingPluginManager manager =
        host.builder()
            .sealing(mode)
            .require(SignatureRequirement.FEATURED)
            .downgrades(HistoryRule.ALLOW)
            .build();
    manager.loadPlugins();
    manager.startPlugins();
    return manager;
  }

  /** Returns where the copy of the plugin lies when the host has stopped again. */
  private Path startedOnce(SealingMode mode) {
    try (VerifyingPluginManager manager = starting(mode)) {
      return manager.getPlugin("plugin").getPluginPath();
    }
  }

  private TrustStore revoking(String id) {
    Instant now = Instant.now();
    host.authority().revoke(host.author(id).certificate().getSerialNumber(), now);
    return host.trust().toBuilder()
        .revocationList(host.authority().revocationList(now, Duration.ofDays(7)))
        .build();
  }

  private static PluginKit kit(String text) {
    return PluginKit.plugin("plugin", "1.0.0").greeting(text);
  }
}
