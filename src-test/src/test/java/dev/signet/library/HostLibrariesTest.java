package dev.signet.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.signet.bundle.Limits;
import dev.signet.config.HostConfiguration;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.policy.SignatureRequirement;
import dev.signet.sign.BundleSigner;
import dev.signet.sign.SigningIdentity;
import dev.signet.sign.key.PemFiles;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Jvm;
import dev.signet.testkit.Programs;
import dev.signet.testkit.TestHost;
import dev.signet.trust.TrustStore;
import dev.signet.verify.BundleVerifier;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hosts with libraries older than ours, each in a process of its own. */
@SuppressWarnings("try") // closing a host may be interrupted
class HostLibrariesTest {
  private static final List<Class<?>> PROGRAMS =
      List.of(Host.class, ConfiguredHost.class, Verifier.class, Signer.class);

  @TempDir private Path temp;

  /** A host of one plugins root, that says what becomes of it. */
  static final class Host {
    private Host() {}

    public static void main(String[] arguments) throws Exception {
      Path folder = Path.of(arguments[0]);
      try (VerifyingPluginManager manager =
          VerifyingPluginManager.builder(folder.resolve("plugins"))
              .trust(TrustStore.load(folder.resolve("trust")))
              .require(SignatureRequirement.ALL)
              .stateDirectory(folder.resolve("state"))
              .build()) {
        manager.loadPlugins();
        manager.startPlugins();
        System.out.println("loaded " + TestHost.ids(manager));
      } catch (IllegalStateException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  /** A host that reads its settings first. */
  static final class ConfiguredHost {
    private ConfiguredHost() {}

    public static void main(String[] arguments) throws Exception {
      try {
        HostConfiguration.read(Path.of(arguments[0]).resolve("host.yaml"));
      } catch (IllegalStateException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  /** A program of its own that verifies, without any host. */
  static final class Verifier {
    private Verifier() {}

    public static void main(String[] arguments) throws Exception {
      TrustStore trust = TrustStore.load(Path.of(arguments[0]).resolve("trust"));
      try {
        new BundleVerifier(trust, Limits.DEFAULT, Clock.systemUTC());
      } catch (IllegalStateException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  /** A program that signs. */
  static final class Signer {
    private Signer() {}

    public static void main(String[] arguments) throws Exception {
      Certificates.Issued root = Certificates.root("root").make();
      Certificates.Issued leaf = Certificates.leaf("alpha", root).make();
      BundleSigner.Builder builder =
          BundleSigner.builder(
              SigningIdentity.of(
                  leaf.keys().getPrivate(), leaf.certificate(), List.of(root.certificate())));
      try {
        builder.build();
      } catch (IllegalStateException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  void check_whenTheLibrariesAreOurs_isSilent() {
    assertThatCode(HostLibraries::check).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({"jackson-core,2.17.2", "jackson-databind,2.17.2"})
  void build_whenJacksonIsTooOld_saysWhichWhereAndHowToRaiseIt(String library, String version)
      throws Exception {
    Path old = Libraries.old(library, version);

    for (Class<?> program : PROGRAMS) {
      assertThat(
              run(program, Libraries.without(library) + File.pathSeparator + old)
                  .expectSuccess()
                  .out())
          .as(program.getSimpleName())
          .startsWith("Signet needs Jackson 2.18 or newer, and here " + library + " is " + version)
          .contains(old.toUri().getPath(), "jackson-bom", "Maven", "Gradle", "Spring Boot")
          .hasLineCount(1);
    }
    assertThat(temp.resolve("state")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"jackson-core", "jackson-databind"})
  void build_whenJacksonIsMissing_saysSo(String library) throws Exception {
    for (Class<?> program : PROGRAMS) {
      assertThat(run(program, Libraries.without(library)).expectSuccess().out())
          .as(program.getSimpleName())
          .startsWith("Signet needs Jackson 2.18 or newer, and it cannot be loaded")
          .hasLineCount(1);
    }
    assertThat(temp.resolve("state")).doesNotExist();
  }

  @Test
  void host_whenItsLoggerKnowsNoFields_runsAndLogsTheSameLines() throws Exception {
    String classes =
        Stream.of(
                Libraries.without("slf4j-api", "logback-classic", "logback-core"),
                Libraries.old("slf4j-api", "1.7.36").toString(),
                Libraries.old("slf4j-simple", "1.7.36").toString())
            .collect(Collectors.joining(File.pathSeparator));
    try (TestHost host = new TestHost(temp)) {
      trust(host);
      host.signed("good", "1.0.0").folder(host.plugins());
      Path bad = host.signed("bad", "1.0.0").folder(host.plugins());
      Files.writeString(bad.resolve("added.txt"), "x");

      Programs.Outcome outcome = run(Host.class, classes).expectSuccess();

      assertThat(outcome.out()).contains("loaded [good]");
      assertThat(outcome.err())
          .contains("WARN dev.signet.pf4j.PluginAdmission - Refused " + bad)
          .contains("[EXTRA_FILE]")
          .doesNotContain("{}", "Error");
    }
  }

  private Programs.Outcome run(Class<?> host, String classes) throws Exception {
    Files.createDirectories(temp.resolve("plugins"));
    if (Files.notExists(temp.resolve("trust"))) {
      try (TestHost other = new TestHost(temp)) {
        trust(other);
      }
    }
    return Jvm.of(host).classPath(classes).run(new Programs(temp), temp);
  }

  private void trust(TestHost host) throws IOException {
    Path trust = Files.createDirectories(temp.resolve("trust"));
    PemFiles.writeCertificates(trust.resolve("root.crt"), List.of(host.authority().certificate()));
    Files.writeString(
        temp.resolve("host.yaml"),
        "plugins: plugins\ntrust: trust\nrequire: ALL\nstateDirectory: state\n");
  }
}
