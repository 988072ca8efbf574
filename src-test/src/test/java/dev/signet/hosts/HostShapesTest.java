package dev.signet.hosts;

import static dev.signet.testkit.TestHost.greetings;
import static dev.signet.testkit.TestHost.ids;
import static dev.signet.testkit.TestHost.reasons;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.bundle.Limits;
import dev.signet.bundle.descriptor.PluginDescriptorReader;
import dev.signet.policy.Decision;
import dev.signet.sign.BundleSigner;
import dev.signet.sign.SigningIdentity;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trace;
import dev.signet.testkit.Trees;
import dev.signet.trust.AnchorProfile;
import dev.signet.trust.TrustAnchor;
import dev.signet.trust.TrustStore;
import dev.signet.verdict.Reason;
import dev.signet.verify.BundleVerifier;
import dev.signet.verify.Expectation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Hosts of many shapes run what is signed, and nothing that was modified. */
@Tag("pf4j")
class HostShapesTest {
  @TempDir private Path temp;
  private TestHost host;

  @BeforeEach
  void setUp() {
    host = new TestHost(temp);
  }

  @AfterEach
  void tearDown() throws Exception {
    host.close();
  }

  static Stream<Named<HostShape>> shapes() {
    return Stream.of(
        Named.of("sets itself up late", new LateHost()),
        Named.of("takes its zip out of a bundle of zips", new ServicesHost()),
        Named.of("unpacks beside the zips", new UnpackingHost()),
        Named.of("checks jars itself", new SelfVerifyingHost()),
        Named.of("sets its finder in Spring", new SpringFinderHost()),
        Named.of("is no default manager", new OwnKindHost()));
  }

  private PluginKit kit(HostShape shape, String id) {
    PluginKit kit = host.signed(id, "1.0.0");
    boolean described =
        shape instanceof LateHost
            || shape instanceof SpringFinderHost
            || shape instanceof OwnKindHost;
    return described ? YamlFinder.describe(kit, id) : kit;
  }

  /** Returns the signed files with another class in the place of one of them. */
  private Map<String, byte[]> modified(HostShape shape, String id) {
    Map<String, byte[]> files = new LinkedHashMap<>(shape.files(kit(shape, id)));
    Map<String, byte[]> others = shape.files(kit(shape, id).greeting("evil"));
    files.replaceAll((path, bytes) -> path.endsWith(".class") ? others.get(path) : bytes);
    return files;
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void host_runsWhatIsSigned(HostShape shape) {
    shape.ship(host, "alpha", shape.files(kit(shape, "alpha").greeting("hello")));

    try (HostShape.Opened opened = shape.open(host)) {
      assertThat(greetings(opened.manager())).containsExactly("hello");
      assertThat(Trace.of("alpha")).containsExactly("alpha initialised", "alpha started");
      assertThat(opened.manager().getPlugin("alpha").getPluginPath()).startsWith(host.sealed());
    }
    assertThat(Trace.of("alpha")).endsWith("alpha stopped");
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void host_whenAPluginWasModified_runsTheOthersOnly(HostShape shape) {
    shape.ship(host, "alpha", shape.files(kit(shape, "alpha")));
    Path modified = shape.ship(host, "beta", modified(shape, "beta"));
    Path unsigned =
        shape.ship(
            host, "gamma", shape.files(kit(shape, "gamma").signedBy(host.author("somebody"))));

    try (HostShape.Opened opened = shape.open(host)) {
      Map<Path, Decision> decisions = opened.admission().decisions();

      assertThat(ids(opened.manager())).containsExactly("alpha");
      assertThat(greetings(opened.manager())).containsExactly("hello");
      assertThat(reasons(decisions.get(modified))).contains(Reason.INVALID_HASH);
      assertThat(reasons(decisions.get(unsigned))).containsExactly(Reason.SCOPE_MISMATCH);
    }
    assertThat(Trace.of("beta")).isEmpty();
    assertThat(Trace.of("gamma")).isEmpty();
  }

  @Test
  void unpackingHost_whenTheUnpackedFolderIsChanged_runsTheZip() throws Exception {
    HostShape shape = new UnpackingHost();
    Map<String, byte[]> files = shape.files(kit(shape, "alpha").greeting("hello"));
    Path zip = shape.ship(host, "alpha", files);
    Path folder = Trees.folder(host.plugins().resolve("alpha"), modified(shape, "alpha"));
    Files.setLastModifiedTime(folder, Files.getLastModifiedTime(zip));

    try (HostShape.Opened opened = shape.open(host)) {
      assertThat(greetings(opened.manager())).containsExactly("hello");
      assertThat(reasons(opened.admission().decisions().get(folder)))
          .containsExactly(Reason.DUPLICATE_ID);
    }
  }

  @Test
  void selfVerifyingHost_whenItsOwnCheckFails_unloadsAsEver() {
    HostShape shape = new SelfVerifyingHost();
    Path jar = shape.ship(host, "alpha", shape.files(kit(shape, "alpha")));
    Trees.write(jar.resolveSibling("alpha.jar.sha256"), new byte[0]);

    try (HostShape.Opened opened = shape.open(host)) {
      assertThat(ids(opened.manager())).isEmpty();
    }
    // PF4J 3.6.0 and 3.9.0 also stop what a host unloads that never started.
    assertThat(Trace.of("alpha")).doesNotContain("alpha started");
  }

  @Test
  void servicesHost_whenTheBundleHasNoZipForIt_loadsNothingOfIt() {
    ServicesHost shape = new ServicesHost();
    ServicesHost.ship(host, "alpha", "gate", shape.files(kit(shape, "alpha")));

    try (HostShape.Opened opened = shape.open(host)) {
      assertThat(ids(opened.manager())).isEmpty();
      assertThat(opened.admission().decisions()).isEmpty();
    }
  }

  /** For whoever takes more out of it than what the JVM runs: pages for the browser, say. */
  @Test
  void bundleOfZips_whenSignedAsAWhole_isVerifiedAsAWhole() throws Exception {
    Certificates.Issued root = Certificates.root("Root").make();
    Certificates.Issued leaf = Certificates.leaf("alpha", root).make();
    PluginDescriptorReader info =
        PluginDescriptorReader.named("plugin-info.json:json:version=releases.0.version");
    ServicesHost.ship(
        host, "alpha", "orca", new ServicesHost().files(kit(new ServicesHost(), "alpha")));
    Path bundle = ServicesHost.bundles(host).resolve("alpha-1.0.0.zip");
    BundleVerifier verifier =
        new BundleVerifier(
            TrustStore.builder()
                .anchor(new TrustAnchor(root.certificate(), AnchorProfile.STANDARD))
                .build(),
            Limits.DEFAULT,
            Clock.fixed(Certificates.NOW, ZoneOffset.UTC));
    Expectation expected = Expectation.PLUGIN.readBy(Optional.of(info));

    BundleSigner.builder(
            SigningIdentity.of(
                leaf.keys().getPrivate(), leaf.certificate(), List.of(root.certificate())))
        .descriptor(info)
        .clock(Clock.fixed(Certificates.NOW, ZoneOffset.UTC))
        .build()
        .sign(bundle);

    assertThat(verifier.verify(bundle, expected).isVerified()).isTrue();
    assertThat(verifier.verify(bundle, expected).subject().version()).isEqualTo("1.0.0");
    try (HostShape.Opened opened = new ServicesHost().open(host)) {
      assertThat(ids(opened.manager())).containsExactly("alpha");
    }
  }
}
