package dev.signet.maven;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.testkit.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds that sign their own jar, two at a time, once and again. */
class BuildInPlaceTest {
  private static final List<String> MODULES = List.of("one", "two", "three");

  @TempDir private Path temp;

  /** One story, for its builds take long: each step goes on from the one before. */
  @Test
  void sign_whenBoundToPackage_signsWhatIsInstalledAndLeavesItNextTime() throws Exception {
    MavenAuthor author = MavenAuthor.in(temp.resolve("keys"));
    MavenKit maven = new MavenKit(temp);
    Path project = maven.parent("project", MODULES);
    for (String module : MODULES) {
      author.add(module);
      jarModule(project, module, author);
    }

    MavenKit.Log first = maven.run(project, "-T2", "install");
    assertThat(first.exitCode()).as(first.text()).isZero();
    Map<Path, byte[]> jars = new LinkedHashMap<>();
    for (String module : MODULES) {
      Path jar = project.resolve(module + "/target/" + module + "-1.0.jar");
      jars.put(jar, Files.readAllBytes(jar));
      assertThat(first.text()).contains("Signed " + jar + " as '" + module + "'");
      assertThat(author.verdict(jar).isVerified()).isTrue();
      assertThat(
              MavenKit.repository()
                  .resolve("org/example/" + module + "/1.0/" + module + "-1.0.jar"))
          .hasBinaryContent(jars.get(jar));
    }

    MavenKit.Log second = maven.run(project, "-T2", "verify");
    assertThat(second.exitCode()).as(second.text()).isZero();
    jars.forEach(
        (jar, before) -> {
          assertThat(second.text())
              .contains("Nothing to do: " + jar + " is rightly signed already");
          assertThat(jar).hasBinaryContent(before);
        });

    Trees.write(project.resolve("two/src/main/resources/a.txt"), "changed".getBytes(UTF_8));
    MavenKit.Log third = maven.run(project, "verify");
    assertThat(third.exitCode()).as(third.text()).isZero();
    assertThat(third.of("one")).contains("Nothing to do");
    assertThat(third.of("two")).contains("Signed ", "verified  two");

    Trees.folder(project.resolve("one/extra"), Cases.files());
    MavenKit.Log direct =
        maven.run(
            project.resolve("one"), "signet:check", "-Dsignet.bundles=target/one-1.0.jar,extra");
    assertThat(direct.of("one")).contains("verified  one", "unsigned  hello");
    assertThat(direct.failure("one")).contains("one/extra: ");
  }

  private static void jarModule(Path project, String id, MavenAuthor author) {
    String describe =
        "<plugin><artifactId>maven-jar-plugin</artifactId><configuration><archive>"
            + "<manifestEntries><Plugin-Id>"
            + id
            + "</Plugin-Id><Plugin-Version>1.0</Plugin-Version></manifestEntries></archive>"
            + "</configuration></plugin>";
    Path module =
        MavenKit.module(
            project,
            id,
            "jar",
            describe + MavenKit.signet(List.of("sign", "check"), author.key(id) + author.trust()));
    Trees.write(module.resolve("src/main/resources/a.txt"), id.getBytes(UTF_8));
  }
}
