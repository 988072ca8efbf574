package dev.signet.pf4j;

import static dev.signet.testkit.TestHost.ids;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.pf4j.install.InstallRequest;
import dev.signet.pf4j.install.SignedPluginInstaller;
import dev.signet.pf4j.workspace.InstallJournal;
import dev.signet.policy.SignatureRequirement;
import dev.signet.report.IntegrityResult;
import dev.signet.report.IntegrityState;
import dev.signet.sign.key.PemFiles;
import dev.signet.testkit.Jvm;
import dev.signet.testkit.Programs;
import dev.signet.testkit.TestHost;
import dev.signet.trust.TrustStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names that the host's JVM cannot tell, each in a process of a locale of its own. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere names are no bytes, or always UTF-8")
class UntoldNameTest {
  @TempDir Path folder;
  private TestHost host;

  @BeforeEach
  void setUp() throws IOException {
    host = new TestHost(folder);
    Path trust = Files.createDirectory(folder.resolve("trust"));
    PemFiles.writeCertificates(trust.resolve("root.crt"), List.of(host.authority().certificate()));
    host.signed("other", "1.0.0").zip(host.plugins());
  }

  @AfterEach
  void tearDown() throws Exception {
    host.close();
  }

  @ParameterizedTest
  @CsvSource({"C, cl%C3%B6ck", "C, cl%F6ck", "C.UTF-8, cl%F6ck"})
  void bundle_whenItsNameCannotBeTold_isRefusedAndStopsNoOther(String locale, String name)
      throws IOException {
    named(host.signed("clock", "1.0.0").jar(folder.resolve("kit")), name + ".jar");
    named(host.signed("clock", "1.1.0").zip(folder.resolve("kit")), name + ".zip");
    named(host.signed("clock", "1.2.0").folder(folder.resolve("kit")), name);

    String out = start(locale);

    assertThat(out)
        .contains("loaded [other]")
        .contains("other ADMIT []")
        .contains(name + ".jar REFUSE [UNSAFE_PATH]")
        .contains(name + ".zip REFUSE [UNSAFE_PATH]")
        .contains(name + " REFUSE [UNSAFE_PATH]")
        .contains(
            name + ".jar: The name cannot be read: it is not UTF-8, or this JVM was started in")
        .contains("rename it if the locale is right")
        .contains("'clock' is left as it is: it is not there.")
        .contains("Updated 'other' from 1.0.0 to 1.1.0.")
        .doesNotContain("failed unexpectedly");
  }

  @Test
  void bundle_whenItsNameIsToldInOneLocaleOnly_isReportedOnceInEach() throws IOException {
    named(host.signed("clock", "1.0.0").zip(folder.resolve("kit")), "cl%C3%B6ck.zip");

    assertThat(start("C.UTF-8")).contains("loaded [clock, other]", "clock ADMIT []");
    named(host.signed("clock", "1.0.0").zip(folder.resolve("kit")), "cl%C3%B6ck.zip");
    assertThat(start("C")).contains("loaded [other]", "cl%C3%B6ck.zip REFUSE [UNSAFE_PATH]");
    assertThat(start("C.UTF-8"))
        .contains("loaded [clock, other]", "clock ADMIT []")
        .doesNotContain("UNSAFE_PATH");
  }

  @Test
  void name_whenNoFileCanHaveIt_isNoneOfAJournalEither() {
    assertThat(InstallJournal.isName("clock")).isTrue();
    assertThat(InstallJournal.isName("cl\ud800ck")).isFalse();
  }

  /** Only an address names every byte, whatever the locale of this test. */
  private void named(Path bundle, String name) throws IOException {
    Files.move(bundle, Path.of(URI.create(host.plugins().toUri() + name)));
  }

  private String start(String locale) {
    Path newer = host.signed("other", "1.1.0").zip(folder.resolve("kit"));
    return Jvm.of(Host.class)
        .run(new Programs(folder).variable("LC_ALL", locale), folder, newer)
        .expectSuccess()
        .out();
  }

  /** A host that looks at everything, and changes something. */
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
        System.out.println("loaded " + ids(manager));
        manager.rescan().await(Duration.ofMinutes(1));
        manager.report().states().forEach(Host::print);
        manager.refusals().forEach(refusal -> System.out.println(refusal.explanation()));
        SignedPluginInstaller installer = SignedPluginInstaller.of(manager);
        System.out.println(installer.uninstall("clock").explanation());
        InstallRequest newer = InstallRequest.of(Path.of(arguments[1]));
        System.out.println(installer.installOrUpdate(newer).explanation());
      }
    }

    private static void print(IntegrityState state) {
      IntegrityResult result = state.result().orElseThrow();
      System.out.println(state.name() + " " + result.action() + " " + result.reasons());
      state.failure().ifPresent(failure -> System.out.println(failure.cause()));
    }
  }
}
