package dev.signet.attack;

import static dev.signet.testkit.TestHost.decision;
import static dev.signet.testkit.TestHost.decisionAtStart;
import static dev.signet.testkit.TestHost.ids;
import static dev.signet.testkit.TestHost.reasons;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.pf4j.Confirmations;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.pf4j.install.InstallRequest;
import dev.signet.pf4j.install.SignedPluginInstaller;
import dev.signet.policy.Decision;
import dev.signet.policy.Decision.Action;
import dev.signet.policy.Enforcement;
import dev.signet.policy.HistoryRule;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.TestHost;
import dev.signet.trust.TrustStoreBuilder;
import dev.signet.verdict.Dimension;
import dev.signet.verdict.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A host puts up with certificates that have run out, say. That is no way around what it asks of a
 * release that does not fit the past: an old release has an old certificate.
 */
class PutUpWithAttackTest {
  @TempDir Path folder;
  private TestHost host;
  private PluginAuthor author;
  private PluginAuthor stranger;

  @BeforeEach
  void setUp() throws Exception {
    host = TestHost.onP384(folder.resolve("plugins"), folder.resolve("state"));
    Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
    author = PluginAuthor.until("clock", host.authority(), tomorrow);
    stranger = PluginAuthor.until("clock", host.authority(), tomorrow);
    Path plugin = clock("2.0.0", author).zip(host.plugins());
    assertThat(decisionAtStart(strict(host.builder()), plugin).action()).isEqualTo(Action.WARN);
    Files.delete(plugin);
  }

  @AfterEach
  void tearDown() {
    host.close();
  }

  /** What is wrong with a certificate, and put up with. */
  private enum Weakness {
    OVER(Dimension.EXPIRY, Reason.EXPIRED),
    WITHDRAWN(Dimension.REVOCATION, Reason.REVOKED),
    OLD_LIST(Dimension.FRESHNESS, Reason.REVOCATION_UNAVAILABLE);

    private final Dimension dimension;
    private final Reason reason;

    Weakness(Dimension dimension, Reason reason) {
      this.dimension = dimension;
      this.reason = reason;
    }
  }

  /** What does not fit the past. */
  private enum Misfit {
    NEW_KEY(Reason.KEY_CHANGED),
    LOWER_VERSION(Reason.DOWNGRADE),
    OTHER_FILES(Reason.RELEASE_CHANGED);

    private final Reason reason;

    Misfit(Reason reason) {
      this.reason = reason;
    }
  }

  private static Stream<Arguments> all() {
    return Stream.of(Weakness.values())
        .flatMap(
            weakness -> Stream.of(Misfit.values()).map(misfit -> Arguments.of(weakness, misfit)));
  }

  private static PluginKit clock(String version, PluginAuthor by) {
    return PluginKit.plugin("clock", version).signedBy(by);
  }

  private PluginKit kit(Misfit misfit) {
    return switch (misfit) {
      case NEW_KEY -> clock("2.1.0", stranger);
      case LOWER_VERSION -> clock("1.0.0", author);
      case OTHER_FILES -> clock("2.0.0", author).file("other.txt", new byte[1]);
    };
  }

  private static VerifyingPluginManager.Builder strict(VerifyingPluginManager.Builder builder) {
    return builder
        .newKeys(HistoryRule.REFUSE)
        .downgrades(HistoryRule.REFUSE)
        .changedReleases(HistoryRule.REFUSE);
  }

  private VerifyingPluginManager.Builder puttingUpWith(Weakness weakness, Enforcement rule) {
    Instant now = Instant.now();
    TrustStoreBuilder trust =
        switch (weakness) {
          case OVER -> host.trusting();
          case WITHDRAWN -> host.trustWithout(author, stranger);
          case OLD_LIST -> host.trustOfOldList();
        };
    Instant at = weakness == Weakness.OVER ? now.plus(Duration.ofDays(2)) : now;
    return strict(host.builder())
        .trust(trust.build())
        .clock(Clock.fixed(at, ZoneOffset.UTC))
        .enforcement(weakness.dimension, rule);
  }

  @ParameterizedTest
  @MethodSource("all")
  void release_whenItDoesNotFitThePast_isRefusedAllTheSame(Weakness weakness, Misfit misfit) {
    Path plugin = kit(misfit).zip(host.plugins());

    for (Enforcement rule : new Enforcement[] {Enforcement.WARN, Enforcement.OFF}) {
      Decision decision = decisionAtStart(puttingUpWith(weakness, rule), plugin);
      assertThat(decision.isAdmitted()).as("%s", reasons(decision)).isFalse();
      assertThat(reasons(decision)).contains(misfit.reason, weakness.reason);
    }
  }

  @ParameterizedTest
  @EnumSource
  void release_whenItFits_isPutUpWith(Weakness weakness) {
    Path plugin = clock("2.1.0", author).zip(host.plugins());

    Decision decision = decisionAtStart(puttingUpWith(weakness, Enforcement.WARN), plugin);

    assertThat(decision.action()).isEqualTo(Action.WARN);
    assertThat(reasons(decision)).containsExactly(weakness.reason);
  }

  @ParameterizedTest
  @EnumSource
  void newKey_whenConfirmed_isKnown(Weakness weakness) throws Exception {
    Path plugin = kit(Misfit.NEW_KEY).zip(host.plugins());
    VerifyingPluginManager manager = host.opened(puttingUpWith(weakness, Enforcement.WARN).build());
    manager.loadPlugins();
    assertThat(decision(manager, plugin).isAdmitted()).isFalse();
    Confirmations confirmations = Confirmations.of(manager.admission());

    confirmations.confirm(confirmations.waiting().get(0));
    manager.loadPlugins();

    assertThat(ids(manager)).containsExactly("clock");
  }

  /** Somebody is there to be asked. */
  @ParameterizedTest
  @EnumSource
  void update_whenByANewKey_waitsToBeConfirmedAndThenLasts(Weakness weakness) {
    Path plugin = clock("2.0.0", author).zip(host.plugins());
    VerifyingPluginManager manager = puttingUpWith(weakness, Enforcement.WARN).build();
    manager.loadPlugins();
    SignedPluginInstaller installer = SignedPluginInstaller.of(manager);
    InstallRequest update = InstallRequest.of(kit(Misfit.NEW_KEY).zip(folder.resolve("new")));

    assertThat(installer.update(update).isDone()).isFalse();
    assertThat(installer.update(update.confirmingChanges()).isDone()).isTrue();
    manager.close();

    VerifyingPluginManager next = host.opened(puttingUpWith(weakness, Enforcement.WARN).build());
    next.loadPlugins();
    assertThat(ids(next)).containsExactly("clock");
    assertThat(plugin).doesNotExist();
  }
}
