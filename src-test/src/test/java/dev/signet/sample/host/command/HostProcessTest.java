package dev.signet.sample.host.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.testkit.Jvm;
import dev.signet.testkit.Trees;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The host in a process of its own: what it says, and what it leaves behind. */
class HostProcessTest {
  private static final String UPLOADS = "glob:**/uploads-*";

  @TempDir Path folder;
  private CommandedHost host;

  @BeforeEach
  void setUp() throws IOException {
    host = new CommandedHost(folder);
  }

  @AfterEach
  void tearDown() throws Exception {
    host.close();
  }

  @Test
  void stoppedHost_leavesNoUploads() throws Exception {
    Process process = served();
    assertThat(host.state()).isDirectoryContaining(UPLOADS);
    process.destroy();
    process.waitFor();
    assertThat(host.state()).isDirectoryNotContaining(UPLOADS);
  }

  @Test
  void uploadsOfAKilledHost_whenItStartsAgain_areGone() throws Exception {
    served().destroyForcibly().waitFor();
    assertThat(host.state()).isDirectoryContaining(UPLOADS);
    Process process = served();
    process.destroy();
    process.waitFor();
    assertThat(host.state()).isDirectoryNotContaining(UPLOADS);
  }

  @Test
  void change_whenItCannotBePutRight_isToldOnce() throws Exception {
    Trees.write(
        host.plugins().resolve(".signet-install/1/journal.json"), "damaged".getBytes(UTF_8));
    Process process = start(jvm());
    assertThat(new String(process.getInputStream().readAllBytes(), UTF_8))
        .containsOnlyOnce("can neither be finished nor undone");
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void plugin_whenItDoesNotStart_isARowWithItsCauseAndTheExitCode() throws Exception {
    host.throwing("start", "bad", "1.0.0").zip(host.plugins());
    host.signed("good", "1.0.0").zip(host.plugins());

    Process process = start(jvm());

    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(1);
    assertThat(said)
        .containsPattern("bad +1\\.0\\.0 +bad +verified +start failed +START_FAILED: It cannot be")
        .containsPattern("good +1\\.0\\.0 +good +verified +admitted");
  }

  /** What the library makes is tested with each umask, and always: see UmaskTest. */
  @Tag("slow")
  @ParameterizedTest
  @ValueSource(strings = {"000", "002", "077"})
  void host_whenTheUmaskIsAny_startsTwice(String umask) throws Exception {
    host.signed("alpha", "1.0.0").folder(host.plugins());
    for (int start = 0; start < 2; start++) {
      Process process = start(jvm().umask(umask));
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor()).as(said).isZero();
      assertThat(said).contains("alpha");
    }
  }

  /** With the log as it ships. */
  private static Jvm jvm() {
    return Jvm.of(Main.class).options("-Dlogback.configurationFile=logback.xml");
  }

  private Process start(Jvm jvm, String... options) throws IOException {
    List<Object> words = new ArrayList<>(List.of("--config", host.settings()));
    words.addAll(List.of(options));
    return jvm.builder(words.toArray()).redirectErrorStream(true).start();
  }

  /** Starts the host, and returns when it serves. */
  private Process served() throws IOException {
    Process process = start(jvm(), "--serve");
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    StringBuilder said = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith("Serving ")) {
        return process;
      }
      said.append(line).append('\n');
    }
    throw new AssertionError("The host does not serve: " + said);
  }
}
