package dev.signet.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.config.HostConfiguration;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.sign.BundleSigner;
import dev.signet.sign.SigningIdentity;
import dev.signet.sign.authority.Validity;
import dev.signet.sign.key.KeyType;
import dev.signet.sign.key.PemFiles;
import dev.signet.sign.key.SigningKey;
import dev.signet.sign.key.SigningKeys;
import dev.signet.testkit.Jvm;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.Programs;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Thorough;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The versions of libraries that docs/hosts.md promises a host may bring. */
class LibraryVersionsTest {
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

  /** An author and a host in one: keys, certificates, lists, signatures, settings, plugins. */
  static final class AuthorAndHost {
    private AuthorAndHost() {}

    public static void main(String[] arguments) throws Exception {
      Path folder = Path.of(arguments[0]);
      try (TestHost host = TestHost.onP384(folder.resolve("plugins"), folder.resolve("state"))) {
        Files.createDirectories(folder.resolve("trust"));
        Files.writeString(
            folder.resolve("host.yaml"),
            "plugins: plugins\ntrust: trust\nrequire: ALL\nstateDirectory: state\n");
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

  /** The newest are those of all other tests. */
  static Stream<Age> ages() {
    return Thorough.cases(1, List.of(Age.OLDEST, Age.NEWEST));
  }

  /** The oldest of each at once, and the newest. */
  @ParameterizedTest
  @MethodSource("ages")
  void authorAndHost_whenLibrariesAreOfAStatedVersion_signAndRunAndRefuse(Age age)
      throws Exception {
    String classes = System.getProperty("java.class.path");
    if (age == Age.OLDEST) {
      List<String> jars =
          new ArrayList<>(List.of(Libraries.without(OLDEST.keySet().toArray(String[]::new))));
      OLDEST.forEach((library, version) -> jars.add(Libraries.old(library, version).toString()));
      classes = String.join(File.pathSeparator, jars);
    }

    assertThat(
            Jvm.of(AuthorAndHost.class)
                .classPath(classes)
                .run(new Programs(temp), temp)
                .expectSuccess()
                .out()
                .lines())
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
          Matcher version = Pattern.compile("<" + property + ".version>([^<]+)<").matcher(newest);
          assertThat(version.find()).as(property).isTrue();
          assertThat(page)
              .containsPattern("\\| " + row + " \\| [0-9.]+ \\| " + version.group(1) + " \\|");
        });
  }
}
