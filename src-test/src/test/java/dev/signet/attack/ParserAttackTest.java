package dev.signet.attack;

import static dev.signet.testkit.TestHost.ids;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.bundle.Layout;
import dev.signet.bundle.Limits;
import dev.signet.envelope.SignatureFileReader;
import dev.signet.pem.Der;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.pf4j.install.InstallRequest;
import dev.signet.pf4j.install.SignedPluginInstaller;
import dev.signet.policy.Decision;
import dev.signet.policy.SignatureRequirement;
import dev.signet.report.IntegrityResult;
import dev.signet.report.IntegrityState;
import dev.signet.sign.key.Passphrase;
import dev.signet.sign.key.PemFiles;
import dev.signet.sign.key.SigningKeys;
import dev.signet.sign.problem.SigningException;
import dev.signet.testkit.Jvm;
import dev.signet.testkit.Nesting;
import dev.signet.testkit.Programs;
import dev.signet.testkit.SmallStack;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Thorough;
import dev.signet.testkit.Trees;
import dev.signet.trust.TrustStore;
import dev.signet.trust.TrustStoreException;
import dev.signet.trust.live.LiveTrust;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Verdict;
import dev.signet.verify.BundleVerifier;
import dev.signet.verify.Expectation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One file on which a parser breaks never keeps anything else from being judged. */
class ParserAttackTest {
  @TempDir Path folder;
  private TestHost host;

  @BeforeEach
  void setUp() {
    host = new TestHost(folder);
  }

  @AfterEach
  void tearDown() throws Exception {
    host.close();
  }

  @ParameterizedTest
  @EnumSource(Nesting.class)
  void host_whenACertificateIsNestedWithoutEnd_refusesThatBundleAlone(Nesting nesting)
      throws Exception {
    host.signed("other", "1.0.0").zip(host.plugins());
    Path hostile = hostile("hostile", nesting.bytes(2_000));

    VerifyingPluginManager manager = host.started();
    manager.rescan().await(Duration.ofMinutes(1));

    assertThat(ids(manager)).containsExactly("other");
    assertThat(manager.refusals())
        .singleElement()
        .satisfies(
            refusal ->
                assertThat(refusal.explanation()).contains("certificate's DER cannot be read"));
    assertThat(manager.report().states()).hasSize(2);
    assertThat(
            SignedPluginInstaller.of(manager)
                .installOrUpdate(InstallRequest.of(hostile))
                .explanation())
        .contains("certificate's DER cannot be read");
  }

  private Path hostile(String id, byte[] der) throws IOException {
    Path bundle = Files.createDirectory(host.plugins().resolve(id));
    Files.writeString(
        bundle.resolve("plugin.properties"), "plugin.id=" + id + "\nplugin.version=1.0.0\n");
    Files.writeString(
        bundle.resolve("signature.json"), signatureFile(Nesting.pem("CERTIFICATE", der)));
    return bundle;
  }

  private static String signatureFile(String certificate) {
    return "{\"hashes\":{\"a\":\""
        + "0".repeat(128)
        + "\"},\"signature\":\"AAAA\",\"certificate\":\""
        + certificate.replace("\n", "\\n")
        + "\"}";
  }

  @ParameterizedTest
  @EnumSource(Nesting.class)
  void core_whenItsCertificateIsNestedWithoutEnd_isReportedAndPluginsRun(Nesting nesting)
      throws Exception {
    host.signed("other", "1.0.0").zip(host.plugins());
    Path core = folder.resolve("core-folder");
    Trees.write(core.resolve("lib/host.bin"), new byte[1]);
    Trees.write(
        core.resolve("core/signature.json"),
        signatureFile(Nesting.pem("CERTIFICATE", nesting.bytes(2_000))).getBytes(UTF_8));

    VerifyingPluginManager manager = host.opened(host.builder().core(core).build());
    manager.loadPlugins();
    manager.startPlugins();

    assertThat(ids(manager)).containsExactly("other");
    for (Decision decision :
        List.of(
            manager.admission().coreDecision().orElseThrow(), manager.admission().verifyCore())) {
      assertThat(decision.verdict().findings())
          .extracting(Finding::reason)
          .contains(Reason.INVALID_CERTIFICATE);
    }
  }

  @ParameterizedTest
  @EnumSource(Nesting.class)
  void parsers_whenNestedWithoutEnd_eachSayThatItCannotBeRead(Nesting nesting) throws Exception {
    byte[] der = nesting.bytes(100_000 / (nesting == Nesting.INDEFINITE ? 1 : 20));
    SmallStack.run(
        () -> {
          assertThatThrownBy(() -> Der.parse(der, bytes -> 1)).isInstanceOf(IOException.class);
          assertThatThrownBy(() -> Der.parseBer(der, bytes -> 1)).isInstanceOf(IOException.class);
          Path key = Files.write(folder.resolve("key"), der);
          assertThatThrownBy(() -> SigningKeys.load(key, Optional.empty(), Passphrase.none()))
              .isInstanceOf(SigningException.class)
              .hasMessageContaining(key.toString());
          for (String label : List.of("PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY")) {
            Files.writeString(key, Nesting.pem(label, der));
            assertThatThrownBy(() -> SigningKeys.load(key, Optional.empty(), Passphrase.none()))
                .isInstanceOf(SigningException.class)
                .hasMessageContaining(key.toString());
          }
        });
  }

  @ParameterizedTest
  @EnumSource(Nesting.class)
  void trustFolder_whenAFileIsNestedWithoutEnd_namesIt(Nesting nesting) throws Exception {
    byte[] der = nesting.bytes(5_000);
    Path trust = Files.createDirectory(folder.resolve("trust"));
    PemFiles.writeCertificates(trust.resolve("root.crt"), List.of(host.authority().certificate()));
    try (LiveTrust live = LiveTrust.following(trust).open()) {
      TrustStore before = live.current();
      for (Map.Entry<String, byte[]> file :
          Map.of(
                  "a.crt",
                  Nesting.pem("CERTIFICATE", der).getBytes(US_ASCII),
                  "a.cer",
                  der,
                  "a.crl",
                  Nesting.pem("X509 CRL", der).getBytes(US_ASCII),
                  "b.crl",
                  der)
              .entrySet()) {
        Path path = Files.write(trust.resolve(file.getKey()), file.getValue());
        SmallStack.run(
            () -> {
              assertThatThrownBy(() -> TrustStore.load(trust))
                  .isInstanceOf(TrustStoreException.class)
                  .hasMessageContaining(file.getKey());
              assertThat(live.refresh().isInOrder()).isFalse();
            });
        assertThat(live.current()).isSameAs(before);
        assertThat(live.status().sources().get(0).lastFailure().orElseThrow().cause())
            .contains(file.getKey());
        Files.delete(path);
      }
      assertThat(live.refresh().isInOrder()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE a [\u0001",
        "<!DOCTYPE a [",
        "<?xml version=\"1.0\"?><!-- c --> <!DOCTYPE info [<!ENTITY a \"b\">]><info><id>a</id></info>",
        "<!ENTITY",
        "<info><id>\u0001</id></info>",
        "<?x",
        "<!--",
        "\uFEFF<!DOCTYPE",
        "<info xmlns:a=''><a:id/></info>",
        "<info>&#xD800;</info>",
        "<info>&lol;</info>",
        "<"
      })
  void appInfo_whenItIsNone_isAFinding(String xml) throws IOException {
    Path bundle = Files.createDirectories(folder.resolve("app/appinfo")).getParent();
    Files.writeString(bundle.resolve("appinfo/info.xml"), xml);

    Verdict verdict =
        new BundleVerifier(host.trust(), Limits.DEFAULT, Clock.systemUTC())
            .verify(bundle, new Expectation(Optional.empty(), Layout.NEXTCLOUD_APP, false));

    assertThat(verdict.findings())
        .filteredOn(Finding::isProblem)
        .extracting(Finding::reason)
        .contains(Reason.DESCRIPTOR_MISMATCH)
        .doesNotContain(Reason.UNREADABLE);
  }

  @Test
  void appInfo_whenDeeplyNestedOrFullOfComments_isReadOrRefused() throws Exception {
    Path bundle = Files.createDirectories(folder.resolve("app/appinfo")).getParent();
    for (String xml :
        List.of(
            "<!-- x -->".repeat(20_000) + "<info><id>a</id><version>1</version></info>",
            "<info>" + "<a>".repeat(50_000))) {
      Files.writeString(bundle.resolve("appinfo/info.xml"), xml);
      SmallStack.run(
          () ->
              assertThat(
                      new BundleVerifier(host.trust(), Limits.DEFAULT, Clock.systemUTC())
                          .verify(
                              bundle,
                              new Expectation(Optional.empty(), Layout.NEXTCLOUD_APP, false))
                          .isVerified())
                  .isFalse());
    }
  }

  /** What a parser nobody has thought of may throw. */
  @SuppressWarnings("ImmutableEnumChecker") // nobody changes what is thrown
  enum Mishap {
    STACK(new StackOverflowError(), Reason.UNREADABLE),
    UNCHECKED(new IllegalArgumentException("x"), Reason.UNREADABLE),
    ASSERTION(new AssertionError("x"), Reason.UNREADABLE),
    MEMORY(new OutOfMemoryError("Java heap space"), Reason.STATE_UNAVAILABLE),
    LINKAGE(new NoSuchMethodError("x"), Reason.STATE_UNAVAILABLE);

    private final Throwable failure;
    private final Reason reason;

    Mishap(Throwable failure, Reason reason) {
      this.failure = failure;
      this.reason = reason;
    }

    /** The clock is asked in the midst of judging. */
    Instants clock() {
      return new Instants(failure);
    }
  }

  /** A clock that breaks when it is asked from within the verifier a second time. */
  static final class Instants extends Clock {
    private final Throwable failure;

    Instants(Throwable failure) {
      this.failure = failure;
    }

    @Override
    public java.time.ZoneId getZone() {
      return java.time.ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      if (failure instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) failure;
    }
  }

  @ParameterizedTest
  @EnumSource(Mishap.class)
  void verifier_whenAnythingIsThrownWithin_returnsAFindingThatNamesTheBundle(Mishap mishap) {
    Path bundle = host.signed("other", "1.0.0").zip(folder);

    Verdict verdict =
        new BundleVerifier(host.trust(), Limits.DEFAULT, mishap.clock())
            .verify(bundle, Expectation.PLUGIN);

    assertThat(verdict.isVerified()).isFalse();
    assertThat(verdict.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.reason()).isEqualTo(mishap.reason);
              assertThat(finding.path()).isEqualTo(bundle.toString());
              assertThat(finding.detail()).startsWith("The bundle could not be judged: ");
            });
  }

  static Stream<Arguments> foreignNames() {
    return Thorough.cases(
        1,
        List.of(
            Arguments.of("POSIX", "x/\u00e9.txt"),
            Arguments.of("POSIX", "\u00dcbersicht.txt"),
            Arguments.of("C", "\u65e5\u672c/\u8a9e.txt")));
  }

  @ParameterizedTest
  @MethodSource("foreignNames")
  @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere every name can be had")
  void host_whenItsLocaleCannotNameAFile_refusesThatBundleAlone(String locale, String name)
      throws IOException {
    Path trust = Files.createDirectory(folder.resolve("trust"));
    PemFiles.writeCertificates(trust.resolve("root.crt"), List.of(host.authority().certificate()));
    host.signed("other", "1.0.0").zip(host.plugins());
    host.signed("foreign", "1.0.0").resource(name, new byte[] {1}).zip(host.plugins());
    host.signed("single", "1.0.0").resource(name, new byte[] {1}).jar(host.plugins());
    Path newer =
        host.signed("foreign", "1.1.0").resource(name, new byte[] {1}).zip(folder.resolve("kit"));

    assertThat(start("C.UTF-8")).contains("loaded [foreign, other, single]");
    assertThat(start(locale, newer))
        .contains("loaded [other, single]", "foreign.zip REFUSE [UNSAFE_PATH]")
        .containsPattern("installed: .*No file can have this name here.*LC_ALL=C.UTF-8")
        .doesNotContain("could not be judged");
    assertThat(start("C.UTF-8")).contains("loaded [foreign, other, single]");
  }

  private String start(String locale, Path... candidates) {
    return Jvm.of(Host.class)
        .run(
            new Programs(folder).variable("LC_ALL", locale),
            folder,
            candidates.length == 0 ? "" : candidates[0])
        .expectSuccess()
        .out();
  }

  /** A host that looks at everything, and installs something. */
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
        if (!arguments[1].isEmpty()) {
          InstallRequest request = InstallRequest.of(Path.of(arguments[1]));
          SignedPluginInstaller installer = SignedPluginInstaller.of(manager);
          System.out.println("installed: " + installer.installOrUpdate(request).explanation());
        }
      }
    }

    private static void print(IntegrityState state) {
      IntegrityResult result = state.result().orElseThrow();
      System.out.println(
          state.target().fileName() + " " + result.action() + " " + result.reasons());
    }
  }

  @Test
  void readers_whenGivenMutationsOfWhatIsRight_neverThrowAnythingUnchecked() throws Exception {
    byte[] certificate = host.authority().certificate().getEncoded();
    byte[] list = host.authority().revocationList(Instant.now(), Duration.ofDays(1)).getEncoded();
    Random random = new Random(12);
    Path trust = Files.createDirectory(folder.resolve("trust"));
    SmallStack.run(
        () -> {
          for (int round = 0; round < Thorough.times(1_500, 150); round++) {
            byte[] mutated = mutated(round % 2 == 0 ? certificate : list, random);
            String text =
                "{\"hashes\":{},\"signature\":\"AAAA\",\"certificate\":"
                    + "\""
                    + Base64.getEncoder().encodeToString(mutated)
                    + "\"}";
            assertThat(SignatureFileReader.read(text.getBytes(UTF_8), Limits.DEFAULT)).isNotNull();
            Path file =
                Files.write(trust.resolve(round % 2 == 0 ? "mutated.crt" : "mutated.crl"), mutated);
            try {
              assertThat(TrustStore.load(trust)).isNotNull();
            } catch (TrustStoreException e) {
              assertThat(e).hasMessageContaining(trust.toString());
            }
            Files.delete(file);
            try {
              Path key = Files.write(folder.resolve("mutated.key"), mutated);
              assertThat(SigningKeys.load(key, Optional.empty(), Passphrase.none())).isNotNull();
            } catch (SigningException e) {
              assertThat(e).hasMessageContaining("mutated.key");
            }
          }
        });
  }

  private static byte[] mutated(byte[] original, Random random) {
    byte[] bytes = original.clone();
    for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> bytes[at] = (byte) 0x80;
        default -> bytes = java.util.Arrays.copyOf(bytes, Math.max(2, at));
      }
    }
    return bytes;
  }
}
