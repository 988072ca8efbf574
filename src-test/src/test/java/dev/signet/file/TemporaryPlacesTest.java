package dev.signet.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.policy.SignatureRequirement;
import dev.signet.sign.authority.CertificateAuthority;
import dev.signet.sign.key.Scratch;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.Programs;
import dev.signet.testkit.Trees;
import dev.signet.verify.Staging;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is made in the system's folder for temporary files, which a JVM knows from its start: where
 * others can replace it, nothing is put there.
 */
class TemporaryPlacesTest {
  @TempDir private Path temp;

  /** Makes one of each, and says how that went. */
  static final class User {
    private User() {}

    /** Something that makes a temporary folder, and deletes it. */
    private interface Use {
      void run() throws Exception;
    }

    public static void main(String[] arguments) {
      Path plugins = Path.of(arguments[0]);
      CertificateAuthority authority = PluginAuthor.authority("Root");
      Map<String, Use> uses = new LinkedHashMap<>();
      uses.put(
          "state",
          () ->
              VerifyingPluginManager.builder(plugins)
                  .trust(PluginAuthor.trusting(authority))
                  .require(SignatureRequirement.ALL)
                  .build()
                  .close());
      uses.put("staging", () -> Staging.temporary().close());
      uses.put("signing", () -> Scratch.with(Path::toString));
      uses.put("folder", () -> Files.delete(OwnFiles.createTemporaryFolder("a")));
      uses.forEach(
          (name, use) -> {
            try {
              use.run();
              System.out.println(name + " made");
            } catch (Exception e) {
              System.out.println(name + " refused: " + e.getMessage());
            }
          });
    }
  }

  @ParameterizedTest
  @CsvSource({"0777,refused", "0773,refused", "1777,made", "0755,made", "0700,made"})
  void temporaryFolder_whenOthersCanReplaceIt_isNotMade(String mode, String outcome)
      throws Exception {
    Path open = Files.createDirectory(temp.toRealPath().resolve("tmp"));
    Path plugins = Trees.folder(temp.resolve("plugins"), Trees.files("a.txt", "a"));
    Files.setAttribute(open, "unix:mode", Integer.parseInt(mode, 8));

    String out =
        new Programs(temp)
            .run(
                Programs.ofJdk("java"),
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + open,
                "-cp",
                System.getProperty("java.class.path"),
                User.class.getName(),
                plugins)
            .expectSuccess()
            .out();

    for (String name : new String[] {"state", "staging", "signing", "folder"}) {
      assertThat(out).containsPattern("(?m)^" + name + " " + outcome);
    }
    if (outcome.equals("refused")) {
      assertThat(out.lines().filter(line -> line.contains(" refused: ")))
          .allSatisfy(
              line ->
                  assertThat(line)
                      .contains("every account can replace what lies in " + open)
                      .contains("chmod g-w,o-w " + open, "chmod +t", "-Djava.io.tmpdir"));
    }
    try (Stream<Path> left = Files.list(open)) {
      assertThat(left).isEmpty();
    }
  }
}
