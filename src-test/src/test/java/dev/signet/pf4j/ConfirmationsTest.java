package dev.signet.pf4j;

import static dev.signet.testkit.TestHost.decision;
import static dev.signet.testkit.TestHost.ids;
import static dev.signet.testkit.TestHost.reasons;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.signet.pf4j.Confirmations.Unconfirmed;
import dev.signet.policy.Decision;
import dev.signet.policy.HistoryRule;
import dev.signet.policy.LedgerException;
import dev.signet.report.IntegrityListener;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.TestHost;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfirmationsTest {
  @TempDir Path folder;
  private final List<Decision> told = new ArrayList<>();
  private TestHost host;
  private PluginAuthor second;

  @BeforeEach
  void setUp() {
    host = new TestHost(folder);
    second = PluginAuthor.of("clock", host.authority());
    host.signed("clock", "1.0.0").zip(host.plugins());
    host.signed("disk", "1.0.0").zip(host.plugins());
    loaded(builder -> builder).close();
  }

  @AfterEach
  void tearDown() {
    host.close();
  }

  private VerifyingPluginManager loaded(UnaryOperator<VerifyingPluginManager.Builder> options) {
    IntegrityListener listener =
        new IntegrityListener() {
          @Override
          public void decisionChanged(String id, Decision before, Decision now) {
            told.add(now);
          }
        };
    VerifyingPluginManager manager =
        host.opened(options.apply(host.builder().listener(listener)).build());
    manager.loadPlugins();
    return manager;
  }

  private Path put(PluginKit plugin) {
    try {
      Files.delete(host.plugins().resolve("clock.zip"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return plugin.zip(host.plugins());
  }

  private PluginKit changed() {
    return host.signed("clock", "1.0.0").signedBy(second).file("more.txt", new byte[1]);
  }

  @Test
  void nothing_waitsWhileAllIsAsItWas() {
    assertThat(Confirmations.of(loaded(builder -> builder).admission()).waiting()).isEmpty();
  }

  @Test
  void change_whenAdmitted_waitsUntilItIsConfirmedAndListenersAreTold() throws LedgerException {
    Path clock = put(changed());
    VerifyingPluginManager manager = loaded(builder -> builder);
    Confirmations confirmations = Confirmations.of(manager.admission());

    Unconfirmed change = only(confirmations);

    assertThat(change.source()).isEqualTo(clock);
    assertThat(change.isAdmitted()).isTrue();
    assertThat(change.changes())
        .extracting(Finding::reason)
        .containsExactlyInAnyOrder(Reason.KEY_CHANGED, Reason.RELEASE_CHANGED);
    assertThat(change.signer().keyId()).isEqualTo(change.release().keyId());
    assertThat(Confirmations.canConfirm(decision(manager, clock))).isTrue();
    confirmations.confirm(change);
    assertThat(confirmations.waiting()).isEmpty();
    assertThat(reasons(decision(manager, clock))).isEmpty();
    assertThat(Confirmations.canConfirm(decision(manager, clock))).isFalse();
    assertThat(told).singleElement().returns(Decision.Action.ADMIT, Decision::action);
  }

  @Test
  void change_whenRefused_isLoadedOnceItIsConfirmed() throws LedgerException {
    put(changed());
    VerifyingPluginManager manager =
        loaded(builder -> builder.newKeys(HistoryRule.REFUSE).changedReleases(HistoryRule.REFUSE));
    Confirmations confirmations = Confirmations.of(manager.admission());
    assertThat(ids(manager)).containsExactly("disk");
    Unconfirmed change = only(confirmations);
    assertThat(change.isAdmitted()).isFalse();

    confirmations.confirm(change);

    assertThat(manager.loadPlugin(change.source())).isEqualTo("clock");
    assertThat(confirmations.waiting()).isEmpty();
  }

  @Test
  void change_whenConfirmedTwiceOrByNowAnother_isNotTaken() throws LedgerException {
    put(changed());
    VerifyingPluginManager manager = loaded(builder -> builder);
    Confirmations confirmations = Confirmations.of(manager.admission());
    Unconfirmed change = only(confirmations);
    confirmations.confirm(change);

    assertThatIllegalStateException()
        .isThrownBy(() -> confirmations.confirm(change))
        .withMessageContaining("look again");
    manager.close();
    put(changed().file("other.txt", new byte[2]));
    VerifyingPluginManager next = loaded(builder -> builder);
    Confirmations later = Confirmations.of(next.admission());
    assertThat(later.waiting()).hasSize(1);
    assertThatIllegalStateException().isThrownBy(() -> later.confirm(change));
    assertThat(later.waiting()).hasSize(1);
  }

  private static Unconfirmed only(Confirmations confirmations) {
    assertThat(confirmations.waiting()).hasSize(1);
    return confirmations.waiting().get(0);
  }
}
