package dev.signet.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signet.bundle.Limits;
import dev.signet.config.HostConfiguration;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.policy.SignatureRequirement;
import dev.signet.sign.BundleSigner;
import dev.signet.sign.SigningIdentity;
import dev.signet.sign.authority.Validity;
import dev.signet.sign.key.KeyType;
import dev.signet.sign.key.PemFiles;
import dev.signet.sign.key.SigningKey;
import dev.signet.sign.key.SigningKeys;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Jvm;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.Programs;
import dev.signet.testkit.TestHost;
import dev.signet.trust.TrustStore;
import dev.signet.verify.BundleVerifier;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Hosts with libraries older than ours, each in a process of its own. */
@SuppressWarnings("try") // closing a host may be interrupted
class HostLibrariesTest {
  private static final List<Class<?>> PROGRAMS =
      List.of(Host.class, ConfiguredHost.class, Verifier.class, Signer.class);

  /** The oldest versions that docs/hosts.md names, which the build fetches. */
  private static final Map<String, String> OLDEST =
      Map.ofEntries(
          Map.entry("jackson-core", "2.18.0"),
          Map.entry("jackson-databind", "2.18.0"),
          Map.entry("jackson-annotations", "2.18.0"),
          Map.entry("jackson-dataformat-yaml", "2.18.0"),
          Map.entry("snakeyaml", "2.3"),
          Map.entry("slf4j-api", "1.7.36"),
          Map.entry("slf4j-simple", "1.7.36"),
          Map.entry("bcprov-jdk18on", "1.78.1"),
          Map.entry("bcpkix-jdk18on", "1.78.1"),
          Map.entry("bcutil-jdk18on", "1.78.1"));

  private enum Age {
    OLDEST,
    NEWEST
  }

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

  /** An author and a host in one: keys, certificates, lists, signatures, settings, plugins. */
  static final class AuthorAndHost {
    private AuthorAndHost() {}

    public static void main(String[] arguments) throws Exception {
      Path folder = Path.of(arguments[0]);
      try (TestHost host = new TestHost(folder)) {
        X509CRL list = host.authority().revocationList(Instant.now(), Duration.ofDays(30));
        PemFiles.writeRevocationList(folder.resolve("trust/root.crl"), list);
        PemFiles.writeCertificates(
            folder.resolve("trust/root.crt"), List.of(host.authority().certificate()));
        sign(host, "elliptic", KeyType.P384);
        sign(host, "rsa", KeyType.RSA_2048);
        host.signed("in-a-jar", "1.0.0").jar(host.plugins());
        Path changed = host.signed("changed", "1.0.0").folder(host.plugins());
        Files.writeString(changed.resolve("added.txt"), "x");
      }
      try (HostConfiguration configuration = HostConfiguration.read(folder.resolve("host.yaml"));
          VerifyingPluginManager manager = configuration.managerBuilder().build()) {
        manager.loadPlugins();
        manager.startPlugins();
        System.out.println("runs " + TestHost.ids(manager));
        manager.refusals().forEach(refusal -> System.out.println("refused " + refusal.reasons()));
        System.out.println("trust in order: " + manager.report().lists().inOrder());
      }
    }

    /** With a key that was stored encrypted. */
    private static void sign(TestHost host, String id, KeyType type) throws Exception {
      Path file = host.state().resolveSibling(id + ".key");
      KeyPair keys = type.generate();
      PemFiles.writePrivateKey(file, keys.getPrivate(), "correct horse".toCharArray());
      SigningKey key =
          SigningKeys.load(file, Optional.empty(), what -> "correct horse".toCharArray());
      Validity validity =
          Validity.starting(Instant.now().minus(Duration.ofDays(1)), Duration.ofDays(30));
      X509Certificate certificate = host.authority().issue(id, keys.getPublic(), validity);
      BundleSigner.builder(SigningIdentity.of(key.privateKey(), certificate, List.of()))
          .build()
          .sign(PluginKit.plugin(id, "1.0.0").zip(host.plugins()));
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
    Path old = old(library, version);

    for (Class<?> program : PROGRAMS) {
      assertThat(run(program, without(library) + File.pathSeparator + old).expectSuccess().out())
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
      assertThat(run(program, without(library)).expectSuccess().out())
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
                without("slf4j-api", "logback-classic", "logback-core"),
                old("slf4j-api", "1.7.36").toString(),
                old("slf4j-simple", "1.7.36").toString())
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

  /** The oldest of each at once, and the newest. */
  @ParameterizedTest
  @EnumSource(Age.class)
  void authorAndHost_whenLibrariesAreOfAStatedVersion_signAndRunAndRefuse(Age age)
      throws Exception {
    String classes = System.getProperty("java.class.path");
    if (age == Age.OLDEST) {
      List<String> jars = new ArrayList<>(List.of(without(OLDEST.keySet().toArray(String[]::new))));
      OLDEST.forEach((library, version) -> jars.add(old(library, version).toString()));
      classes = String.join(File.pathSeparator, jars);
    }

    assertThat(run(AuthorAndHost.class, classes).expectSuccess().out().lines())
        .containsExactly(
            "runs [elliptic, in-a-jar, rsa]", "refused [EXTRA_FILE]", "trust in order: true");
  }

  @Test
  void page_namesTheVersionsThatAreTested() throws Exception {
    String page = Files.readString(Path.of("../docs/hosts.md"));
    String newest = Files.readString(Path.of("../pom.xml"));
    Map<String, String> rows =
        Map.of(
            "Jackson 2", "jackson-databind",
            "SLF4J", "slf4j-api",
            "Bouncy Castle", "bcprov-jdk18on",
            "SnakeYAML", "snakeyaml");
    Map<String, String> names =
        Map.of(
            "PF4J", "pf4j",
            "Jackson 2", "jackson",
            "SLF4J", "slf4j",
            "Bouncy Castle", "bouncycastle",
            "Spring Boot", "spring-boot");

    rows.forEach(
        (row, library) ->
            assertThat(page).contains("| " + row + " | " + OLDEST.get(library) + " | "));
    names.forEach(
        (row, property) -> {
          Matcher version =
              Pattern.compile("<" + property + ".version>([^<]+)<").matcher(newest);
          assertThat(version.find()).as(property).isTrue();
          assertThat(page)
              .containsPattern("\\| " + row + " \\| [0-9.]+ \\| " + version.group(1) + " \\|");
        });
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

  /** Returns the class path of the tests without some libraries. */
  private static String without(String... libraries) {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(
            entry ->
                Stream.of(libraries)
                    .noneMatch(
                        library ->
                            Path.of(entry).getFileName().toString().matches(library + "-[0-9].*")))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Returns a jar that the build has fetched; skips the test where it has not. */
  private static Path old(String library, String version) {
    Path jar =
        Path.of(System.getProperty("signet.old.libraries", "target/old-libraries"))
            .resolve(library + "-" + version + ".jar")
            .toAbsolutePath();
    assumeTrue(
        Files.exists(jar), "there is no " + jar + "; hosts with older libraries are not tested");
    return jar;
  }
}
