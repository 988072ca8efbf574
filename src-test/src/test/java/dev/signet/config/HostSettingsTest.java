package dev.signet.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.sign.key.PemFiles;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trees;
import dev.signet.trust.TrustSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings that a host has read itself. */
class HostSettingsTest {
  @TempDir private Path temp;
  private TestHost host;
  private final Map<String, Node.Member> members = new LinkedHashMap<>();
  private List<Path> files = List.of();
  private Optional<TrustSource> trust = Optional.empty();

  @BeforeEach
  void makeHost() {
    host = new TestHost(temp);
    Trees.write(
        temp.resolve("trust/root.crt"),
        PemFiles.text(host.authority().certificate()).getBytes(UTF_8));
    set("plugins", "plugins");
    set("trust", "trust");
    set("require", "ALL");
  }

  @AfterEach
  void close() throws Exception {
    host.close();
  }

  @Test
  void settings_whenAllAreInOrder_makeAHostThatRefusesTheUnsigned() throws Exception {
    host.signed("good", "1.0.0").folder(host.plugins());
    PluginKit.plugin("unsigned", "1.0.0").zip(host.plugins());

    assertThat(loaded()).containsExactly("good");
  }

  @ParameterizedTest
  @ValueSource(strings = {"off", "false"})
  void checking_whenAReaderOfYamlMadeABooleanOfIt_isSwitchedOff(String off) throws Exception {
    set("checking", off);
    PluginKit.plugin("unsigned", "1.0.0").zip(host.plugins());

    assertThat(loaded()).containsExactly("unsigned");
  }

  @ParameterizedTest
  @ValueSource(strings = {"on", "true"})
  void checking_whenItIsOn_refusesTheUnsigned(String on) throws Exception {
    set("checking", on);
    PluginKit.plugin("unsigned", "1.0.0").zip(host.plugins());

    assertThat(loaded()).isEmpty();
  }

  @Test
  void problems_nameTheHostsOwnPlacesAndPrefix() {
    members.remove("require");
    set("downgrades", "never");
    set("nosuchsetting", "x");

    assertThat(problems())
        .hasSize(3)
        .anyMatch(problem -> problem.startsWith("host.require: is missing; "))
        .anyMatch(
            problem ->
                problem.startsWith("here:downgrades: host.downgrades: 'never' should be one of "))
        .anyMatch(
            problem -> problem.startsWith("here:nosuchsetting: host.nosuchsetting: is no setting"));
  }

  @Test
  void files_whenOneLiesAmongThePlugins_areRefused() throws Exception {
    Path file = Files.createFile(host.plugins().resolve("application.yaml"));
    files = List.of(Files.createFile(temp.resolve("application.yaml")), file);

    assertThat(problems())
        .containsExactly(
            "here:plugins: host.plugins: hold the settings themselves, "
                + file
                + "; keep it elsewhere.");
  }

  @Test
  void trust_whenTheHostBringsItsOwn_isThat() throws Exception {
    trust = Optional.of(host.trust());
    members.remove("trust");
    host.signed("good", "1.0.0").folder(host.plugins());
    PluginKit.plugin("unsigned", "1.0.0").zip(host.plugins());

    assertThat(loaded()).containsExactly("good");
    HostConfiguration configuration = host.opened(HostConfiguration.of(settings()));
    assertThatThrownBy(configuration::trust)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("trust of its own");
  }

  @ParameterizedTest
  @ValueSource(strings = {"trust", "revocation", "algorithms", "sunset"})
  void settingsOfTrust_whenTheHostBringsItsOwn_areRefused(String key) {
    trust = Optional.of(host.trust());
    members.remove("trust");
    set(key, "trust");

    assertThat(problems())
        .containsExactly(
            "here:"
                + key
                + ": host."
                + key
                + ": is not read, since this host brings trust of its own; take it out.");
  }

  private List<String> loaded() throws Exception {
    HostConfiguration configuration = host.opened(HostConfiguration.of(settings()));
    VerifyingPluginManager manager = host.opened(configuration.managerBuilder().build());
    manager.loadPlugins();
    return TestHost.ids(manager);
  }

  private List<String> problems() {
    ConfigurationException e =
        catchThrowableOfType(
            ConfigurationException.class, () -> HostConfiguration.of(settings()).close());
    assertThat(e).as("%s are accepted", members).isNotNull();
    return e.problems();
  }

  private void set(String key, String value) {
    String place = "here:" + key;
    members.put(key, new Node.Member(place, new Node.Scalar(place, value)));
  }

  private HostSettings settings() {
    return new HostSettings(
        temp, new Node.Mapping("", members), new HostSettings.Origin("host.", files), trust);
  }
}
