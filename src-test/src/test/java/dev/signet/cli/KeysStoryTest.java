package dev.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signet.testkit.PluginKit;
import dev.signet.testkit.Programs;
import dev.signet.testkit.Trees;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Authors and an administrator, told by a script that uses nothing but two programs. */
@Tag("slow")
class KeysStoryTest {
  private static final Path BASH = Path.of("/bin/bash");

  @TempDir private Path temp;

  @Test
  void story_whenTold_goesAsTheReferenceSays() throws Exception {
    assumeTrue(Files.isExecutable(BASH), "there is no bash to tell the story in");
    for (String version : List.of("1.0.0", "2.0.0", "3.0.0", "4.0.0")) {
      Trees.folder(
          temp.resolve("clock-" + version), PluginKit.plugin("clock", version).folderFiles());
    }
    Trees.folder(temp.resolve("disk-1.0.0"), PluginKit.plugin("disk", "1.0.0").folderFiles());
    Path script = temp.resolve("story.sh");
    try (InputStream in =
        Objects.requireNonNull(KeysStoryTest.class.getResourceAsStream("/keys-story.sh"))) {
      Files.copy(in, script);
    }

    Programs.Outcome outcome = new Programs(temp).classVariables().run(BASH, script, temp);

    assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
    Map<String, String> steps = steps(outcome.out());
    assertThat(steps.get("The author has a new key, and the old one vouches for it"))
        .contains("rotated  clock", "Updated 'clock' from 1.0.0 to 2.0.0");
    assertThat(steps.get("The host runs it without a word"))
        .containsPattern("clock +2\\.0\\.0 +clock +verified +admitted")
        .doesNotContain("KEY_CHANGED");
    assertThat(steps.get("The next new key comes without the word of an old one"))
        .contains("KEY_CHANGED", "--confirm-changes");
    assertThat(steps.get("Somebody puts it there all the same: the host reports it"))
        .containsPattern("clock +3\\.0\\.0 +clock +verified +warned")
        .contains("KEY_CHANGED");
    assertThat(steps.get("The administrator has asked the author, and confirms the key"))
        .contains("Confirmed 'clock' 3.0.0 by the key");
    assertThat(steps.get("The host runs that, too, without a word"))
        .containsPattern("clock +3\\.0\\.0 +clock +verified +admitted")
        .doesNotContain("KEY_CHANGED");
    assertThat(steps.get("The host wants a store's signature beside the author's"))
        .contains("SIGNER_MISSING", "Missing is the signature of 'store'");
    assertThat(steps.get("The store signs beside the author; the host takes it"))
        .contains("signed beside  clock", "Updated 'clock' from 3.0.0 to 4.0.0")
        .containsPattern("clock +4\\.0\\.0 +clock +verified +admitted");
    assertThat(steps.get("Somebody leaves out the store's signature: the host does not run it"))
        .containsPattern("clock +4\\.0\\.0 +clock +verified +refused")
        .contains("SIGNER_MISSING");
    assertThat(steps.get("With the store's signature again it runs"))
        .containsPattern("clock +4\\.0\\.0 +clock +verified +admitted");
    assertThat(steps.get("Another author tries the real check from the first minute"))
        .contains("made  disk", "signed  disk", "verified  disk 1.0.0", "DEVELOPMENT_CERTIFICATE");
    assertThat(
            steps.get(
                "On a host of the author's own, on another channel, it runs and the host says what"
                    + " it is"))
        .containsPattern("disk +1\\.0\\.0 +disk +verified +warned")
        .contains("DEVELOPMENT_CERTIFICATE");
    assertThat(
            steps.get("On a stable host it does not, even with the authority in the trust folder"))
        .containsPattern("disk +1\\.0\\.0 +disk +verified +refused")
        .containsPattern("clock +4\\.0\\.0 +clock +verified +admitted")
        .contains("DEVELOPMENT_CERTIFICATE");
    assertThat(steps).containsKey("The end");
    assertThat(outcome.out() + outcome.err()).doesNotContain("Exception");
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
