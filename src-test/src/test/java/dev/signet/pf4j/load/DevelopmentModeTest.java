package dev.signet.pf4j.load;

import static dev.signet.testkit.TestHost.decision;
import static dev.signet.testkit.TestHost.ids;
import static dev.signet.testkit.TestHost.reasons;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.pf4j.PluginAdmission;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.policy.Decision;
import dev.signet.policy.Decision.Action;
import dev.signet.policy.ReleaseChannel;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trace;
import dev.signet.verdict.Reason;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.AbstractPluginManager;
import org.pf4j.RuntimeMode;

class DevelopmentModeTest {
  private static final ReleaseChannel GIT = new ReleaseChannel("git");

  @TempDir Path folder;
  private TestHost host;

  @BeforeEach
  void setUp() {
    host = new TestHost(folder);
  }

  @AfterEach
  void tearDown() throws Exception {
    host.close();
  }

  @Test
  void stable_refusesEveryPluginAndSaysWhy() {
    Path signed = host.signed("plugin", "1.0.0").folder(host.plugins());
    VerifyingPluginManager manager = host.opened(new Developing(host.builder()));

    manager.loadPlugins();
    manager.startPlugins();

    assertThat(ids(manager)).isEmpty();
    assertThat(reasons(decision(manager, signed))).containsExactly(Reason.DEVELOPMENT_MODE);
    assertThatThrownBy(() -> manager.loadPlugin(signed))
        .isInstanceOf(PluginRejectedException.class)
        .hasMessageContaining("pf4j.mode");
    assertThat(Trace.of("plugin")).isEmpty();
  }

  @Test
  void systemProperty_cannotLowerWhatTheHostSet() {
    Path signed = host.signed("plugin", "1.0.0").folder(host.plugins());
    System.setProperty(AbstractPluginManager.MODE_PROPERTY_NAME, "development");
    try {
      VerifyingPluginManager manager = host.started();

      assertThat(ids(manager)).isEmpty();
      assertThat(reasons(decision(manager, signed))).containsExactly(Reason.DEVELOPMENT_MODE);
    } finally {
      System.clearProperty(AbstractPluginManager.MODE_PROPERTY_NAME);
    }
  }

  @Test
  void otherChannel_loadsInPlaceAndReports() {
    Path unsigned = PluginKit.plugin("unsigned", "1.0.0").folder(host.plugins());
    Path signed = host.signed("signed", "1.0.0").folder(host.plugins());
    VerifyingPluginManager manager = host.opened(new Developing(host.builder().channel(GIT)));

    manager.loadPlugins();

    assertThat(ids(manager)).containsExactly("signed", "unsigned");
    assertThat(manager.getPlugin("signed").getPluginPath()).isEqualTo(signed);
    Decision ofSigned = decision(manager, signed);
    assertThat(ofSigned.action()).isEqualTo(Action.WARN);
    assertThat(ofSigned.verdict().isVerified()).isTrue();
    assertThat(reasons(ofSigned)).containsExactly(Reason.DEVELOPMENT_MODE);
    assertThat(reasons(decision(manager, unsigned)))
        .containsExactlyInAnyOrder(Reason.MISSING_SIGNATURE, Reason.DEVELOPMENT_MODE);
  }

  @Test
  void deleting_isPf4jsOwn() {
    Path unsigned = PluginKit.plugin("unsigned", "1.0.0").folder(host.plugins());
    VerifyingPluginManager manager = host.opened(new Developing(host.builder().channel(GIT)));
    manager.loadPlugins();

    assertThat(PluginAdmission.repository(manager::admission).deletePluginPath(unsigned)).isTrue();

    assertThat(unsigned).doesNotExist();
    assertThat(manager.decisions()).isEmpty();
  }

  private static final class Developing extends VerifyingPluginManager {
    Developing(Builder builder) {
      super(builder);
    }

    @Override
    public RuntimeMode getRuntimeMode() {
      return RuntimeMode.DEVELOPMENT;
    }
  }
}
