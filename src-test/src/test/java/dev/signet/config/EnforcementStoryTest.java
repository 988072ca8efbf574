package dev.signet.config;

import static dev.signet.testkit.TestHost.decision;
import static dev.signet.testkit.TestHost.ids;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import dev.signet.pf4j.PluginAdmission;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.policy.Decision.Action;
import dev.signet.policy.Enforcement;
import dev.signet.report.IntegrityReport;
import dev.signet.report.IntegrityState;
import dev.signet.report.ReportHtml;
import dev.signet.report.ReportJson;
import dev.signet.report.ReportText;
import dev.signet.report.Standing;
import dev.signet.sign.key.PemFiles;
import dev.signet.testkit.LoggedEvents;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.Schemas;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trees;
import dev.signet.verdict.Dimension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An administrator takes a host from beta, where authors begin to sign, to stable. */
class EnforcementStoryTest {
  @TempDir private Path temp;
  private TestHost host;
  private Path unsigned;
  private Path changed;

  @BeforeEach
  void makeHost() {
    host = new TestHost(temp);
    Trees.write(
        temp.resolve("trust/root.crt"),
        PemFiles.text(host.authority().certificate()).getBytes(UTF_8));
    host.signed("good", "1.0.0").folder(host.plugins());
    unsigned = PluginKit.plugin("unsigned", "1.0.0").folder(host.plugins());
    changed = host.signed("changed", "1.0.0").folder(host.plugins());
    Trees.write(changed.resolve("more.txt"), new byte[1]);
  }

  @AfterEach
  void close() {
    host.close();
  }

  private HostConfiguration read(String more) throws Exception {
    String least = "plugins: plugins\ntrust: trust\nrequire: ALL\nstateDirectory: state\n";
    return HostConfiguration.read(
        Trees.write(temp.resolve("host.yaml"), (least + more).getBytes(UTF_8)));
  }

  private VerifyingPluginManager start(String more) throws Exception {
    VerifyingPluginManager manager = host.opened(host.opened(read(more)).managerBuilder().build());
    manager.loadPlugins();
    return manager;
  }

  @Test
  void administrator_movesFromBetaToStable() throws Exception {
    try (LoggedEvents log = new LoggedEvents(PluginAdmission.class, Level.WARN)) {
      // Unsigned plugins may run on beta, modified ones never.
      VerifyingPluginManager beta = start("channel: beta\nenforcement:\n  integrity: enforce\n");
      assertThat(ids(beta)).containsExactly("good", "unsigned");
      assertThat(decision(beta, changed).dimensions())
          .isEqualTo(Map.of(Dimension.INTEGRITY, Enforcement.ENFORCE));
      assertThat(log.messages()).noneMatch(line -> line.contains("puts up with"));
      assertThat(ReportText.of(beta.report()))
          .contains("Beside that:      integrity enforce")
          .contains("\t- Refused by: integrity\n")
          .contains("\t- Would be refused by: authenticity\n");
      beta.close();

      // On stable, authors get some weeks to sign.
      VerifyingPluginManager warning = start("enforcement: {authenticity: warn}\n");
      assertThat(ids(warning)).containsExactly("good", "unsigned");
      assertThat(log.messages())
          .contains(
              "This host puts up with more than its channel 'stable' does (authenticity warn).");
      IntegrityReport report = warning.report();
      assertThat(ReportHtml.atLevel(2).of(report))
          .contains("<p class=\"signet-alarm\">This host puts up with more than its channel")
          .contains("<p class=\"signet-dimensions\">Refused by: integrity</p>")
          .contains("<p class=\"signet-dimensions\">Would be refused by: authenticity</p>");
      assertThat(Standing.of(state(report, unsigned)).consequence())
          .isEqualTo("It may run. It would be refused if this host enforced authenticity.");
      String json = ReportJson.text(report);
      assertThat(json.replaceAll("\\s", ""))
          .contains("\"DIMENSIONS\":{\"integrity\":\"enforce\"}")
          .contains("\"DIMENSIONS\":{\"authenticity\":\"warn\"}");
      Schemas.REPORT.assertDescribes(json);
      warning.close();
      Schemas.RESULTS.assertDescribes(Files.readString(results()));

      // Then nothing is left open, and what is kept from before is judged anew.
      VerifyingPluginManager stable = start("");
      assertThat(ids(stable)).containsExactly("good");
      assertThat(decision(stable, unsigned).action()).isEqualTo(Action.REFUSE);
    }
  }

  @Test
  void dimensions_whenKeptOverARestart_areStillTold() throws Exception {
    start("channel: beta\nenforcement: {integrity: enforce, authenticity: off}\n").close();
    VerifyingPluginManager again = host.opened(host.opened(read("")).managerBuilder().build());
    assertThat(ReportText.of(again.report()))
        .contains("\t- Refused by: integrity\n", "\t- Switched off: authenticity\n");
  }

  @Test
  void unsigned_whenAuthenticityIsOff_isOnlyANotice() throws Exception {
    VerifyingPluginManager manager = start("channel: beta\nenforcement: {authenticity: off}\n");
    IntegrityState state = state(manager.report(), unsigned);
    assertThat(ids(manager)).contains("unsigned");
    assertThat(Standing.of(state).grade()).isEqualTo(Standing.Grade.NOTICE);
    assertThat(Standing.of(state).label()).isEqualTo("unsigned");
    assertThat(ReportText.of(manager.report()))
        .contains("\t- MISSING_SIGNATURE (notice)\n", "\t- Switched off: authenticity\n");
    assertThat(state.result().orElseThrow().decision().explanation())
        .contains("This host has switched authenticity off: it is only noted.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"off", "'off'", "OFF", "false"})
  void off_whenOnStable_isRefusedForIntegrityWithLineAndRemedy(String off) {
    List<String> problems = problems("enforcement:\n  integrity: " + off + "\n");
    assertThat(problems).hasSize(1);
    assertThat(problems.get(0))
        .containsAnyOf(
            "host.yaml:5: enforcement: integrity cannot be off on the channel stable; choose warn,"
                + " or name another channel.",
            "'OFF' should be one of enforce, false, off, warn");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "enforcement: {integrity: refuse} | enforcement.integrity: 'refuse' should be one of",
        "enforcement: {trust: enforce} | enforcement.trust: is no setting; there are integrity, auth",
        "enforcement: warn | enforcement: should hold keys and values of its own",
        "enforcement: {expiry: } | enforcement.expiry: is empty"
      })
  void enforcement_whenMistyped_isToldWithItsPlace(String text, String problem) {
    assertThat(problems(text + "\n")).singleElement().asString().contains(problem);
  }

  @Test
  void off_whenCheckingIsOffAnyway_isTaken() throws Exception {
    assertThat(ids(start("checking: off\nenforcement: {integrity: off}\n")))
        .containsExactly("changed", "good", "unsigned");
  }

  private List<String> problems(String more) {
    return catchThrowableOfType(ConfigurationException.class, () -> read(more).close()).problems();
  }

  private Path results() throws Exception {
    try (Stream<Path> files = Files.walk(host.state())) {
      return files.filter(file -> file.endsWith("results.json")).findFirst().orElseThrow();
    }
  }

  private static IntegrityState state(IntegrityReport report, Path source) {
    return report.states().stream()
        .filter(state -> state.target().path().equals(source))
        .findFirst()
        .orElseThrow();
  }
}
