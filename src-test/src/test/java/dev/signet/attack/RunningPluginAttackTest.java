package dev.signet.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.pf4j.load.WhenRefusedLater;
import dev.signet.policy.SignatureRequirement;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.SwitchedTrust;
import dev.signet.testkit.TestHost;
import dev.signet.trust.TrustStore;
import dev.signet.verdict.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pf4j.PluginState;

/** What a loaded plugin may try when it is revoked, by the one thing of it that is run: stop(). */
class RunningPluginAttackTest {
  @TempDir private Path temp;
  private TestHost host;
  private SwitchedTrust trust;
  private final List<String> told = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() {
    host = new TestHost(temp);
    trust = new SwitchedTrust(host.trust());
  }

  @AfterEach
  void stop() throws Exception {
    host.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = WhenRefusedLater.class,
      names = {"STOP", "UNLOAD"})
  void plugin_whenItThrowsAsItIsStopped_savesNeitherItselfNorOthers(WhenRefusedLater action) {
    for (String thrown : List.of("AssertionError", "IllegalStateException")) {
      throwing("a-" + thrown, thrown).zip(host.plugins());
    }
    host.signed("victim", "1.0.0").zip(host.plugins());
    host.signed("z", "1.0.0").zip(host.plugins());
    VerifyingPluginManager manager =
        host.opened(
            host.builder()
                .trust(trust)
                .whenRefusedLater(action)
                .listener(
                    (id, before, now) -> {
                      throw new AssertionError("the listener's own fault");
                    })
                .listener((id, before, now) -> told.add(id))
                .build());
    manager.loadPlugins();
    manager.startPlugins();
    assertThat(TestHost.greetings(manager)).hasSize(4);

    Throwable thrown =
        catchThrowable(
            () -> trust.set(revoked("a-AssertionError", "a-IllegalStateException", "victim")));

    assertThat(told)
        .containsExactlyInAnyOrder("a-AssertionError", "a-IllegalStateException", "victim");
    assertThat(manager.getPlugins(PluginState.STARTED))
        .extracting(plugin -> plugin.getPluginId())
        .containsExactly("z");
    assertThat(manager.getStartedPlugins()).hasSize(1);
    assertThat(TestHost.greetings(manager)).as("extensions given out").hasSize(1);
    assertThat(thrown).as("an error is not swallowed").isInstanceOf(AssertionError.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void unsignedPlugin_whenItComesLater_isNotLentToAVerifiedOneUnnoticed(boolean refusing) {
    host.signed("good", "1.0.0").requires("helper?").zip(host.plugins());
    VerifyingPluginManager.Builder builder = host.builder().require(SignatureRequirement.FEATURED);
    VerifyingPluginManager manager =
        host.opened((refusing ? builder.refuseLessTrustedDependencies() : builder).build());
    manager.loadPlugins();
    Path helper = PluginKit.plugin("helper", "1.0.0").zip(host.plugins());

    Throwable thrown = catchThrowable(() -> manager.loadPlugin(helper));

    assertThat(TestHost.reasons(TestHost.decision(manager, helper)))
        .contains(Reason.LESS_TRUSTED_DEPENDENCY);
    assertThat(thrown == null).isEqualTo(!refusing);
    assertThat(manager.getPlugin("helper") == null).isEqualTo(refusing);
    manager.loadPlugins();
    assertThat(manager.getPlugin("helper") == null).as("found by a scan").isEqualTo(refusing);
  }

  private PluginKit throwing(String id, String thrown) {
    PluginKit kit = host.signed(id, "1.0.0");
    String name = kit.pluginClass();
    return kit.source(
        name,
        """
        package %s;
        public class KitPlugin extends org.pf4j.Plugin {
          public KitPlugin(org.pf4j.PluginWrapper wrapper) { super(wrapper); }
          @Override public void stop() { throw new %s("not me"); }
        }
        """
            .formatted(name.substring(0, name.lastIndexOf('.')), thrown));
  }

  private TrustStore revoked(String... ids) {
    Instant now = Instant.now();
    for (String id : ids) {
      host.authority().revoke(host.author(id).certificate().getSerialNumber(), now);
    }
    return host.trust().toBuilder()
        .revocationList(host.authority().revocationList(now, Duration.ofDays(7)))
        .build();
  }
}
