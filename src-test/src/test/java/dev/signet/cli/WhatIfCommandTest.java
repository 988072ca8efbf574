package dev.signet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signet.cli.option.ExitCode;
import dev.signet.config.HostConfiguration;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.sign.key.PemFiles;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An administrator asks before changing the settings of a host. */
class WhatIfCommandTest {
  @TempDir private Path temp;
  private TestHost host;
  private Path settings;
  private final CommandLineKit signet = new CommandLineKit().at(Instant.now());

  @BeforeEach
  void makeHost() {
    host = TestHost.onP384(temp.resolve("plugins"), temp.resolve("state"));
    Trees.write(
        temp.resolve("trust/root.crt"),
        PemFiles.text(host.authority().certificate()).getBytes(UTF_8));
    host.signed("clock", "1.2.0").folder(host.plugins());
    PluginKit.plugin("notes", "1.0.0").folder(host.plugins());
    settings =
        write(
            "host.yaml",
            "plugins: plugins\ntrust: trust\nrequire: ALL\nchannel: beta\nstateDirectory: state\n");
  }

  @AfterEach
  void close() {
    host.close();
  }

  private Path write(String name, String text) {
    return Trees.write(temp.resolve(name), text.getBytes(UTF_8));
  }

  private CommandLineKit.Outcome whatIf(String... options) {
    List<Object> words = new ArrayList<>(List.of("policy:what-if", "--settings=" + settings));
    words.addAll(List.of(options));
    return signet.run(words.toArray());
  }

  private List<String> start() throws Exception {
    try (HostConfiguration configuration = HostConfiguration.read(settings);
        VerifyingPluginManager manager = configuration.managerBuilder().build()) {
      manager.loadPlugins();
      return TestHost.ids(manager);
    }
  }

  @Test
  void administrator_asksBeforeGoingToStable() throws Exception {
    assertThat(start()).containsExactly("clock", "notes");
    Map<String, String> before = snapshot();

    CommandLineKit.Outcome asked = whatIf("--set=channel=stable");
    assertThat(asked.exitCode()).isEqualTo(ExitCode.FINDINGS);
    assertThat(asked.err()).isEmpty();
    assertThat(asked.out())
        .contains(
            "stays   clock 1.2.0  admitted ",
            "stops   notes 1.0.0  admitted with a warning about authenticity: MISSING_SIGNATURE"
                + "  refused by authenticity: MISSING_SIGNATURE",
            "2 plugins: 1 stops, 1 stays.");

    CommandLineKit.Outcome milder =
        whatIf("--set=channel=stable", "--set=enforcement.authenticity=warn");
    assertThat(milder.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(milder.out()).contains("2 plugins: 2 stays.");
    assertThat(snapshot()).isEqualTo(before);

    Files.writeString(settings, Files.readString(settings).replace("channel: beta", "#"));
    assertThat(start()).containsExactly("clock");
  }

  @Test
  void administrator_asksForAnotherDateTrustListAndRule() throws Exception {
    write("new-trust/other.crt", Files.readString(temp.resolve("trust/root.crt")));
    host.authority().revoke(host.author("clock").certificate().getSerialNumber(), Instant.now());
    write(
        "list.crl",
        PemFiles.text(host.authority().revocationList(Instant.now(), Duration.ofDays(300))));

    assertThat(effect("--at=" + Instant.now().plusSeconds(400L * 86_400))).isEqualTo("warns");
    assertThat(effect("--set=trust=new-trust")).isEqualTo("stays");
    assertThat(effect("--set=revocation.lists=list.crl")).isEqualTo("warns");
    assertThat(effect("--set=revocation.lists=list.crl", "--set=enforcement.revocation=enforce"))
        .isEqualTo("stops");
    assertThat(effect("--set=sunset.standard.ecdsa-p384-sha384=2020-01-01")).isEqualTo("warns");
    Path other = write("other.yaml", Files.readString(settings).replace("beta", "stable"));
    assertThat(whatIf("--other=" + other).out()).contains("stops   notes 1.0.0");
    assertThat(temp.resolve("state")).doesNotExist();
  }

  private String effect(String... options) throws IOException {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("--output=json");
    JsonNode json = new ObjectMapper().readTree(whatIf(all.toArray(String[]::new)).out());
    return json.at("/plugins/0/id").asText().equals("clock")
        ? json.at("/plugins/0/effect").asText()
        : json.at("/plugins/1/effect").asText();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--set=channel          | names no setting and value; write it like channel=stable",
        "--set==x               | names no setting and value",
        "--set=chanel=stable    | --set: chanel: is no setting; there are",
        "--set=require=NONE     | --set: require: 'NONE' should be one of ALL, FEATURED",
        "--set=trust=nowhere    | trust",
        "--set=enforcement.integrity=off | enforcement: integrity cannot be off on the channel",
        "--at=tomorrow          | is no instant; write it like",
        "--other=nowhere.yaml   | nowhere.yaml",
        "--output=xml           | --output"
      })
  void question_whenMistyped_saysWhatThereIs(String option, String told) {
    List<String> options = new ArrayList<>(List.of(option));
    if (option.contains("integrity")) {
      options.add("--set=channel=stable");
    }
    CommandLineKit.Outcome outcome = whatIf(options.toArray(String[]::new));
    assertThat(outcome.exitCode()).as(outcome.out()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).contains(told);
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void settings_whenWrong_areAllToldAtOnce() {
    settings = write("bad.yaml", "plugins: plugins\ntrust: trust\nrequire: SOME\nchannels: beta\n");
    CommandLineKit.Outcome outcome = whatIf();
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).contains("bad.yaml:3: require", "bad.yaml:4: channels");
  }

  private Map<String, String> snapshot() throws IOException {
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(temp)) {
      paths.forEach(path -> all.put(path.toString(), stamp(path)));
    }
    return all;
  }

  private static String stamp(Path path) {
    try {
      return Files.getAttribute(path, "unix:ctime") + " " + Files.getLastModifiedTime(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
