package dev.signet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signet.testkit.Certificates;
import dev.signet.testkit.Programs;
import dev.signet.testkit.ReaderJar;
import dev.signet.testkit.Schemas;
import dev.signet.testkit.Trees;
import java.io.File;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as it is shipped. */
class PackagingTest {
  @TempDir private Path temp;

  @Test
  void jar_whenMerged_carriesLicencesAndNoForeignSignatures() throws Exception {
    try (JarFile jar = new JarFile(Programs.jar().toFile())) {
      assertThat(jar.stream().map(ZipEntry::getName))
          .contains("META-INF/NOTICE", "META-INF/LICENSE", "META-INF/LICENSE.md")
          .noneMatch(name -> name.matches("META-INF/[^/]*\\.(SF|RSA|DSA|EC)"))
          .noneMatch(name -> name.startsWith("META-INF/versions/"));
      try (InputStream notice = jar.getInputStream(jar.getEntry("META-INF/NOTICE"))) {
        assertThat(new String(notice.readAllBytes(), UTF_8))
            .contains(
                "Bouncy Castle",
                "code signatures",
                "picocli",
                "Jackson",
                "SLF4J",
                "PF4J",
                "Java SemVer");
      }
    }
  }

  @Test
  void notice_namesEveryLibraryInTheJarAndNoOther() throws Exception {
    Map<String, String> names =
        Map.of(
            "com/github/zafarkhaja/semver/", "Java SemVer, copyright Zafar Khaja, MIT licence",
            "org/pf4j/", "PF4J, Apache License 2.0",
            "com/fasterxml/jackson/",
                "Jackson core, databind, annotations and YAML, Apache License 2.0",
            "org/bouncycastle/",
                "Bouncy Castle bcprov, bcpkix and bcutil, the Bouncy Castle licence",
            "org/jspecify/", "JSpecify, Apache License 2.0",
            "org/slf4j/", "SLF4J, MIT licence",
            "org/yaml/snakeyaml/", "SnakeYAML, Apache License 2.0",
            "picocli/", "picocli, Apache License 2.0");
    Set<String> found = new TreeSet<>();
    try (JarFile jar = new JarFile(Programs.jar().toFile())) {
      for (ZipEntry entry : Collections.list(jar.entries())) {
        String name = entry.getName();
        if (name.endsWith(".class") && !name.startsWith("dev/signet/")) {
          found.add(names.keySet().stream().filter(name::startsWith).findFirst().orElse(name));
        }
      }
      try (InputStream notice = jar.getInputStream(jar.getEntry("META-INF/NOTICE"))) {
        assertThat(new String(notice.readAllBytes(), UTF_8).lines())
            .filteredOn(line -> line.startsWith("- "))
            .allMatch(line -> names.values().stream().anyMatch(line.substring(2)::startsWith))
            .hasSameSizeAs(names.keySet());
      }
    }
    assertThat(found).isEqualTo(new TreeSet<>(names.keySet()));
  }

  @Test
  void schemas_areInTheJars() throws Exception {
    try (JarFile jar = new JarFile(Programs.jar().toFile())) {
      for (Schemas schema : Schemas.values()) {
        if (!Set.of(Schemas.SETTINGS, Schemas.FLEET).contains(schema)) {
          ZipEntry entry = jar.getEntry("META-INF/signet/" + schema.fileName());
          assertThat(entry).as(schema.fileName()).isNotNull();
          assertThat(jar.getInputStream(entry).readAllBytes()).isEqualTo(schema.bytes());
        }
      }
    }
    Path config = Path.of("../loader/config/target/classes/META-INF/signet/settings.schema.json");
    assertThat(config).hasBinaryContent(Schemas.SETTINGS.bytes());
    Path fleet = Path.of("../loader/postgres/target/classes/META-INF/signet/fleet.schema.json");
    assertThat(fleet).hasBinaryContent(Schemas.FLEET.bytes());
  }

  @Test
  void signet_whenRunAsAProgram_signsChecksAndEndsWithItsExitCode() {
    Author author = new Author(temp);
    Instant now = Instant.now();
    author.credentials(
        "now",
        Certificates.leaf("hello", Author.ROOT)
            .valid(now.minus(Duration.ofHours(1)), now.plus(Duration.ofDays(100)))
            .make());
    Path plugin = author.plugin("hello.zip");
    Programs programs = new Programs(temp);

    Programs.Outcome unsigned =
        programs.signet("integrity:check-app", "--path=" + plugin, author.trust());
    Programs.Outcome signed =
        programs.signet(
            "integrity:sign-app", "--path=" + plugin, author.key("now"), author.certificate("now"));
    Programs.Outcome checked =
        programs.signet("integrity:check-app", "--path=" + plugin, author.trust(), "--output=json");
    Programs.Outcome refused =
        programs.signet(
            "integrity:sign-app",
            "--path=" + plugin,
            author.key("hello"),
            author.certificate("now"));
    Programs.Outcome wrong = programs.signet("integrity:check-app");

    assertThat(unsigned.exitCode()).isEqualTo(1);
    assertThat(signed.exitCode()).as(signed.err()).isZero();
    assertThat(checked.exitCode()).as(checked.out()).isZero();
    assertThat(refused.exitCode()).isEqualTo(3);
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(unsigned.out()).contains("unsigned").doesNotContain("\u001b");
    assertThat(signed.err() + checked.err()).isEmpty();
  }

  @Test
  void signet_whenAReaderOfDescriptorsIsBesideIt_signsAndChecksByIt() {
    Author author = new Author(temp);
    author.credentials("now", Certificates.leaf("hello", Author.ROOT).make());
    Path plugin = Trees.archive(temp.resolve("a.zip"), Trees.files("who.txt", "hello 1.3.0"));
    String beside = Programs.jar() + File.pathSeparator + ReaderJar.at(temp.resolve("reader.jar"));
    Object[] sign = {
      "integrity:sign-app", "--path=" + plugin, author.key("now"), author.certificate("now")
    };
    Object[] check = {"integrity:check-app", "--path=" + plugin, author.trust()};

    Programs.Outcome alone = described(Programs.jar().toString(), sign);
    Programs.Outcome signed = described(beside, sign);
    Programs.Outcome checked = described(beside, check);

    assertThat(alone.exitCode()).isEqualTo(2);
    assertThat(alone.err()).contains(ReaderJar.READER, "META-INF/services/");
    assertThat(signed.expectSuccess().out()).contains("signed  hello");
    assertThat(checked.expectSuccess().out()).contains("verified  hello 1.3.0");
  }

  private Programs.Outcome described(String classPath, Object... words) {
    List<Object> all = new ArrayList<>(List.of("-cp", classPath, Main.class.getName()));
    all.addAll(List.of(words));
    all.add("--descriptor=" + ReaderJar.READER);
    return new Programs(temp).java(all.toArray());
  }

  @Test
  void signet_whenLocaleIsAscii_stillWritesJsonAsUtf8() {
    Author author = new Author(temp);
    Path plugin = author.plugin("hello.zip");
    Programs programs = new Programs(temp).variable("LC_ALL", "C");

    Programs.Outcome unsigned =
        programs.signet(
            "integrity:check-app", "é", "--path=" + plugin, author.trust(), "--output=sarif");

    assertThat(unsigned.exitCode()).isEqualTo(1);
    assertThat(unsigned.out()).contains("UNSAFE_PATH", "LC_ALL=C.UTF-8", "lib/%C3%A9.txt");
  }

  @Test
  void wrapper_whenThereIsAnArchive_usesItAndMindsNoneThatDoesNotFit() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "there is no shell for the wrapper");
    Path jar = Programs.jar();
    Path script = jar.resolveSibling("../bin/signet").normalize();
    Path folder = Files.createDirectory(temp.resolve("in stalled"));
    Files.copy(jar, folder.resolve("signet.jar"));
    Path installed =
        Files.copy(script, folder.resolve("signet"), StandardCopyOption.COPY_ATTRIBUTES);
    Programs programs = new Programs(folder).variable("JAVA_HOME", System.getProperty("java.home"));

    assertThat(programs.run("/bin/sh", installed, "--version").expectSuccess().out())
        .startsWith("signet ");
    programs
        .run(
            Programs.ofJdk("java"),
            "-XX:ArchiveClassesAtExit=signet.jsa",
            "-jar",
            "signet.jar",
            "--help")
        .expectSuccess();
    assertThat(folder.resolve("signet.jsa")).exists();
    assertThat(programs.run("/bin/sh", installed, "--version").expectSuccess().err()).isEmpty();
    Files.delete(folder.resolve("signet.jsa"));
    Files.writeString(folder.resolve("signet.jsa"), "no archive");
    Programs.Outcome unfit = programs.run("/bin/sh", installed, "--version").expectSuccess();
    assertThat(unfit.out()).startsWith("signet ").hasLineCount(1);
    assertThat(unfit.err()).isEmpty();
    Files.delete(folder.resolve("signet.jsa"));
    Path plugin = Files.createDirectory(temp.resolve("unsigned"));
    Object[] check = {
      "/bin/sh", installed, "integrity:check-app", "hello", "--path=" + plugin, "--trust=none.crt"
    };
    assertThat(programs.run(check).exitCode()).isEqualTo(2);
    assertThat(folder).isDirectoryNotContaining("glob:**/.signet.*");
    assertThat(Files.getPosixFilePermissions(folder.resolve("signet.jsa")))
        .doesNotContain(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
    Files.delete(folder.resolve("signet.jar"));
    Programs.Outcome missing = programs.run("/bin/sh", installed, "--version");
    assertThat(missing.exitCode()).isEqualTo(2);
  }
}
