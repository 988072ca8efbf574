package dev.signet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.config.ConfigurationException;
import dev.signet.config.HostConfiguration;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.policy.SignatureRequirement;
import dev.signet.sign.key.PemFiles;
import dev.signet.testkit.Jvm;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.Programs;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Thorough;
import dev.signet.trust.live.LiveTrust;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Names that are not ASCII, and JVMs of a locale without UTF-8: it is the locale that is blamed.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere names are no bytes, or always UTF-8")
class LocaleTest {
  private static final String REMEDY = "LC_ALL=C.UTF-8";
  private static final String[] ACCUSATIONS = {
    "modified", "FILE_MISSING", "is not there", "there is no", "Ask the author", "is missing"
  };

  /** Two names of one locale. */
  private static final List<String> LOCALES = Thorough.cases(1, List.of("C", "POSIX")).toList();

  @TempDir private Path temp;
  private TestHost host;

  @BeforeEach
  void setUp() throws IOException {
    host = new TestHost(temp);
    Path trust = Files.createDirectory(temp.resolve("trust"));
    PemFiles.writeCertificates(trust.resolve("root.crt"), List.of(host.authority().certificate()));
  }

  @AfterEach
  void tearDown() throws Exception {
    host.close();
  }

  static Stream<Arguments> bundles() {
    return Thorough.cases(
        2,
        List.of(
            Arguments.of("C", "folder"),
            Arguments.of("POSIX", "zip"),
            Arguments.of("C", "zip"),
            Arguments.of("POSIX", "folder")));
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void bundle_whenNamesInItCannotBeTold_isOfAWrongLocaleAndNotModified(String locale, String kind)
      throws IOException {
    PluginKit kit = host.signed("alpha", "1.0.0").file("täxt/é.txt", "x".getBytes(UTF_8));
    Path bundle = kind.equals("zip") ? kit.zip(temp) : kit.folder(temp);

    Programs.Outcome outcome = check(locale, temp, "--path=" + bundle, "--trust=trust");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out())
        .startsWith("invalid  alpha")
        .contains("to do: Set " + REMEDY)
        .doesNotContain(ACCUSATIONS);
    assertThat(check("C.UTF-8", temp, "--path=" + bundle, "--trust=trust").exitCode()).isZero();
  }

  @Test
  void bundle_whenAFileOfItIsGoneAndCouldNotBeNamed_isRefused() throws IOException {
    PluginKit kit = host.signed("alpha", "1.0.0").file("é.txt", "x".getBytes(UTF_8));
    Path bundle = kit.folder(temp);
    Files.delete(bundle.resolve("é.txt"));

    assertThat(check("C", temp, "--path=" + bundle, "--trust=trust").exitCode()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--path=%s/é", "--path=é", "--path=plugins --trust=%s/é"})
  void option_whenItsPathCannotBeTold_isOfAWrongLocale(String options) throws IOException {
    Files.createDirectory(temp.resolve("é"));
    List<String> words = new ArrayList<>(List.of(String.format(options, temp).split(" ")));
    if (words.size() == 1) {
      words.add("--trust=trust");
    }

    for (String locale : LOCALES) {
      Programs.Outcome outcome = check(locale, temp, words.toArray());

      assertThat(outcome.exitCode()).isEqualTo(2);
      assertThat(outcome.err())
          .contains("in the locale this JVM was started in (set " + REMEDY + ")")
          .doesNotContain(ACCUSATIONS);
    }
  }

  @Test
  void option_whenTheWorkingFolderCannotBeTold_isOfAWrongLocale() throws IOException {
    Path folder = Files.createDirectory(temp.resolve("é"));
    host.signed("alpha", "1.0.0").jar(folder);

    Programs.Outcome outcome =
        check("C", folder, "--path=alpha.jar", "--trust=" + temp.resolve("trust"));

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err())
        .contains("the folder this was started in", "set " + REMEDY)
        .doesNotContain(ACCUSATIONS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--config=é",
        "--config é",
        "--config=/é/host.yaml",
        "--serve --password-file=é",
        "plugin:list --config=é",
        "plugin:list --config é"
      })
  void sampleHost_whenAnOptionsPathCannotBeTold_isOfAWrongLocale(String options) {
    for (String locale : LOCALES) {
      Programs.Outcome outcome =
          run(
              locale,
              temp,
              dev.signet.sample.host.command.Main.class,
              (Object[]) options.split(" "));

      assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isEqualTo(2);
      assertThat(outcome.err().lines().findFirst().orElseThrow())
          .contains("in the locale this JVM was started in (set " + REMEDY + ")")
          .doesNotContain(ACCUSATIONS);
    }
  }

  /** The script only hands on to a program that stands in for Java, and tells what it was given. */
  @ParameterizedTest
  @CsvSource({
    "'',C.UTF-8",
    "LANG=C,C.UTF-8",
    "LANG=POSIX,C.UTF-8",
    "LANG=de_DE.ISO-8859-1,C.UTF-8",
    "LC_CTYPE=C LANG=de_DE.UTF-8,C.UTF-8",
    "LC_ALL=C LANG=de_DE.UTF-8,C.UTF-8",
    "LC_ALL=POSIX LC_CTYPE=C.UTF-8,C.UTF-8",
    "LANG=de_DE.UTF-8,''",
    "LC_CTYPE=C.utf8 LANG=C,''",
    "LC_ALL=en_US.utf8 LANG=C,en_US.utf8",
  })
  void script_whenNoLocaleWithUtf8IsSet_setsOne(String variables, String expected)
      throws IOException {
    Path home = Files.createDirectories(temp.resolve("home/bin"));
    Path java = Files.writeString(home.resolve("java"), "#!/bin/sh\necho \"[$LC_ALL]\"\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    Path script = Files.copy(Path.of("../loader/cli/bin/signet"), temp.resolve("signet"));
    Files.writeString(temp.resolve("signet.jar"), "");
    List<Object> words =
        new ArrayList<>(List.of("env", "-u", "LC_ALL", "-u", "LC_CTYPE", "-u", "LANG"));
    words.add("JAVA_HOME=" + temp.resolve("home"));
    if (!variables.isEmpty()) {
      words.addAll(List.of(variables.split(" ")));
    }
    words.addAll(List.of("sh", script, "--version"));

    assertThat(new Programs(temp).run(words.toArray()).expectSuccess().out())
        .isEqualTo("[" + expected + "]\n");
  }

  @Test
  void settings_whenAPathInThemCannotBeTold_areOfAWrongLocale() throws IOException {
    Files.writeString(temp.resolve("host.yaml"), "plugins: plügins\nrequire: ALL\ntrust: trüst\n");

    String out = run("C", temp, Settings.class, temp.resolve("host.yaml")).expectSuccess().out();

    assertThat(out)
        .contains("host.yaml:1: plugins:", "host.yaml:3: trust:", "(set " + REMEDY + ")")
        .doesNotContain(ACCUSATIONS);
  }

  @Test
  void host_whenItsTrustFolderCannotBeTold_stillRuns() throws IOException {
    host.signed("alpha", "1.0.0").jar(host.plugins());

    assertThat(host(Files.createDirectory(temp.resolve("é")), temp.resolve("state")))
        .contains("loaded [alpha]");
  }

  @Test
  void host_whenItsStateDirectoryCannotBeTold_doesNotStartAndBlamesTheLocale() throws IOException {
    host.signed("alpha", "1.0.0").jar(host.plugins());
    Path own = Files.createDirectory(temp.resolve("é"));

    assertThat(host(own, own.resolve("state")))
        .contains("The state directory", "no name in the locale", "set " + REMEDY)
        .doesNotContain("loaded");
  }

  private String host(Path own, Path state) throws IOException {
    Files.move(temp.resolve("trust"), own.resolve("trust"));
    return run("C", temp, Host.class, host.plugins().toUri(), own.toUri(), state.toUri())
        .expectSuccess()
        .out();
  }

  /** Reads a host's settings. */
  static final class Settings {
    private Settings() {}

    public static void main(String[] arguments) throws Exception {
      try {
        HostConfiguration.read(Path.of(arguments[0]));
      } catch (ConfigurationException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  /** A host whose folders are named by addresses, which can name every byte. */
  static final class Host {
    private Host() {}

    public static void main(String[] arguments) throws Exception {
      Path own = Path.of(URI.create(arguments[1]));
      try (LiveTrust trust =
              LiveTrust.following(own.resolve("trust")).copies(own.resolve("copies")).open();
          VerifyingPluginManager manager =
              VerifyingPluginManager.builder(Path.of(URI.create(arguments[0])))
                  .trust(trust)
                  .require(SignatureRequirement.ALL)
                  .stateDirectory(Path.of(URI.create(arguments[2])))
                  .build()) {
        manager.loadPlugins();
        manager.startPlugins();
        System.out.println("loaded " + TestHost.ids(manager));
      } catch (IllegalStateException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  private Programs.Outcome check(String locale, Path folder, Object... options) {
    return run(
        locale,
        folder,
        Main.class,
        Stream.concat(Stream.of("integrity:check-app"), Stream.of(options)).toArray());
  }

  private static Programs.Outcome run(
      String locale, Path folder, Class<?> program, Object... arguments) {
    return Jvm.of(program).run(new Programs(folder).variable("LC_ALL", locale), arguments);
  }
}
