package dev.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signet.testkit.OpenSsl;
import dev.signet.testkit.Programs;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The story of the reference pages, told by a script that uses nothing but openssl and signet. */
class AuthorsStoryTest {
  private static final Path BASH = Path.of("/bin/bash");

  @TempDir private Path temp;
  private Path script;

  @BeforeEach
  void copyScript() throws Exception {
    assumeTrue(Files.isExecutable(BASH), "there is no bash to tell the story in");
    OpenSsl.in(temp);
    script = temp.resolve("story.sh");
    try (InputStream in =
        Objects.requireNonNull(AuthorsStoryTest.class.getResourceAsStream("/authors-story.sh"))) {
      Files.copy(in, script);
    }
  }

  @Test
  void story_whenTold_goesAsTheReferenceSays() throws Exception {
    Programs.Outcome outcome = tell(Programs.jar());

    assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
    Map<String, String> steps = steps(outcome.out());
    assertThat(steps.get("The author writes a plugin")).contains("unsigned", "MISSING_SIGNATURE");
    assertThat(outcome.err())
        .contains("refused: The request is for 'contacts', not for 'calendar'.");
    assertThat(steps.get("The authority issues for no other plugin than it means to"))
        .contains("issued  contacts", "contacts-chain.crt", "contacts.crt: OK");
    assertThat(steps.get("The author signs; a check passes"))
        .contains("signed  contacts", "verified  contacts 1.0.0", "under CN=Acme Root");
    assertThat(steps.get("A byte changes; a check says where"))
        .contains("modified", "INVALID_HASH", "classes/contacts.txt", "expected", "to do:");
    assertThat(steps.get("The file is as it was; a check passes again")).contains("verified");
    assertThat(steps.get("The author has lost the key; the authority revokes its certificate"))
        .contains("revoked  contacts  keyCompromise", "number 2, 1 revoked", "REVOKED");
    assertThat(steps.get("The author gets a new certificate and signs the next release"))
        .contains("verified  contacts 1.1.0");
    assertThat(steps.get("The authority remembers both"))
        .containsPattern("(?m)^revoked +contacts .* keyCompromise$")
        .containsPattern("(?m)^valid +contacts .* -$");
    assertThat(steps).containsKey("The end");
    assertThat(outcome.out() + outcome.err()).doesNotContain("Exception");
  }

  /** A story that cannot fail would show nothing. */
  @Test
  void story_whenAStepGoesWrong_endsThereAndSaysSo() {
    Path noJar = temp.resolve("none.jar");

    Programs.Outcome outcome = tell(noJar);

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).contains("FAILED: exit code 1 instead of 0: signet ca:init");
    assertThat(steps(outcome.out())).hasSize(1);
  }

  private Programs.Outcome tell(Path jar) {
    return new Programs(temp).commandVariables(jar).run(BASH, script, temp);
  }

  private static Map<String, String> steps(String output) {
    Map<String, String> steps = new LinkedHashMap<>();
    for (String step : output.split("\n== ", -1)) {
      int end = step.indexOf('\n');
      if (end > 0) {
        steps.put(step.substring(0, end), step.substring(end));
      }
    }
    return steps;
  }
}
