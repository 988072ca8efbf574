package dev.signet.pf4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.bundle.Layout;
import dev.signet.manifest.CanonicalJson;
import dev.signet.manifest.Digest;
import dev.signet.policy.Decision;
import dev.signet.policy.ReleaseChannel;
import dev.signet.sign.BundleSigner;
import dev.signet.sign.SigningIdentity;
import dev.signet.sign.key.PemFiles;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Envelopes;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trees;
import dev.signet.trust.TrustStoreException;
import dev.signet.verdict.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One call, and a PF4J host goes by the original system's rules. */
class NextcloudRulesTest {
  private static final Certificates.Issued ROOT =
      Certificates.root("Code Signing").keys(Certificates.sharedRsa(0)).make();
  private static final Certificates.Issued CORE = legacyLeaf("core", 1);
  private static final Certificates.Issued DEMO = legacyLeaf("demo", 2);
  private static final Certificates.Issued OTHER = legacyLeaf("other", 3);

  @TempDir private Path temp;
  private TestHost host;
  private Path demo;

  @BeforeEach
  void makeHost() {
    host = new TestHost(temp);
    demo =
        PluginKit.plugin("demo", "1.0.0")
            .file("appinfo/info.xml", "<info><id>demo</id></info>".getBytes(UTF_8))
            .folder(host.plugins());
  }

  @AfterEach
  void close() throws Exception {
    host.close();
  }

  @Test
  void app_whenSignedInVersion1ByALegacyCertificate_runs() throws Exception {
    sign(DEMO);
    Trees.write(demo.resolve(".DS_Store"), new byte[1]);

    VerifyingPluginManager manager = loaded(ReleaseChannel.STABLE);

    assertThat(TestHost.greetings(manager)).containsExactly("hello");
    assertThat(manager.getPlugin("demo").getPluginPath().resolve(".DS_Store")).doesNotExist();
    assertThat(TestHost.decision(manager, demo).verdict().isVerified()).isTrue();
  }

  @Test
  void app_whenSignedByTheCore_runs() throws Exception {
    sign(CORE);

    assertThat(TestHost.greetings(loaded(ReleaseChannel.STABLE))).containsExactly("hello");
  }

  @Test
  void app_whenSignedForAnotherApp_isRefusedOnStableOnly() throws Exception {
    sign(OTHER);

    VerifyingPluginManager stable = loaded(ReleaseChannel.STABLE);
    assertThat(stable.getPlugins()).isEmpty();
    assertThat(TestHost.reasons(TestHost.decision(stable, demo))).contains(Reason.SCOPE_MISMATCH);
    stable.close();

    VerifyingPluginManager beta = loaded(new ReleaseChannel("beta"));
    assertThat(TestHost.greetings(beta)).containsExactly("hello");
    assertThat(TestHost.decision(beta, demo).explanation())
        .contains("would have been refused on stable");
  }

  @Test
  void app_whenUnsigned_runsUnlessItIsFeatured() throws Exception {
    VerifyingPluginManager manager = loaded(ReleaseChannel.STABLE);
    assertThat(TestHost.greetings(manager)).containsExactly("hello");
    assertThat(TestHost.decision(manager, demo).action())
        .as(TestHost.decision(manager, demo).explanation())
        .isEqualTo(Decision.Action.WARN);
    manager.close();

    VerifyingPluginManager featuring =
        host.opened(builder(ReleaseChannel.STABLE).featured("demo").build());
    featuring.loadPlugins();
    assertThat(featuring.getPlugins()).isEmpty();
    assertThat(TestHost.reasons(TestHost.decision(featuring, demo)))
        .containsExactly(Reason.MISSING_SIGNATURE);
  }

  @Test
  void app_whenChanged_isRefused() throws Exception {
    sign(DEMO);
    Files.writeString(demo.resolve("appinfo/added.txt"), "x");

    assertThat(loaded(ReleaseChannel.STABLE).getPlugins()).isEmpty();
  }

  /** What one layout leaves out must not stay in a copy that another one then trusts. */
  @Test
  void app_whenSealedBeforeUnderOurLayout_isLookedAtAnew() throws Exception {
    PluginKit kit =
        PluginKit.plugin("twice", "1.0.0").file(".DS_Store", "resource".getBytes(UTF_8));
    Path twice = kit.signedBy(host.author("twice")).folder(host.plugins());
    VerifyingPluginManager ours = host.started();
    assertThat(ours.getPlugin("twice").getPluginPath().resolve(".DS_Store")).exists();
    ours.close();
    sign(twice, legacyLeaf("twice", 4));

    VerifyingPluginManager theirs = loaded(ReleaseChannel.STABLE);

    // Our own signature.json is an ordinary file there, and was there when it was signed.
    assertThat(theirs.getPlugin("twice").getPluginPath().resolve(".DS_Store")).doesNotExist();
  }

  @Test
  void core_whenNamed_isCheckedByTheOriginalLayout() throws Exception {
    Path core = Trees.folder(temp.resolve("host"), Trees.files("index.txt", "x", "apps/a", "y"));
    SigningIdentity identity =
        SigningIdentity.of(CORE.keys().getPrivate(), CORE.certificate(), List.of());
    BundleSigner.builder(identity).layout(Layout.NEXTCLOUD_CORE).format(1).build().sign(core);

    VerifyingPluginManager manager = host.opened(builder(ReleaseChannel.STABLE).core(core).build());

    assertThat(manager.admission().coreDecision().orElseThrow().verdict().isVerified()).isTrue();
  }

  @Test
  void nextcloudRules_whenTheAnchorsCannotBeRead_namesTheFile() {
    assertThatThrownBy(
            () -> VerifyingPluginManager.builder().nextcloudRules(temp.resolve("none.crt")))
        .isInstanceOf(TrustStoreException.class)
        .hasMessageContaining("none.crt");
  }

  private VerifyingPluginManager loaded(ReleaseChannel channel) throws Exception {
    VerifyingPluginManager manager = host.opened(builder(channel).build());
    manager.loadPlugins();
    manager.startPlugins();
    return manager;
  }

  private VerifyingPluginManager.Builder builder(ReleaseChannel channel) throws Exception {
    Path anchors =
        Trees.write(temp.resolve("root.crt"), PemFiles.text(ROOT.certificate()).getBytes(UTF_8));
    return VerifyingPluginManager.builder(host.plugins())
        .nextcloudRules(anchors)
        .channel(channel)
        .stateDirectory(host.state());
  }

  /** Signs as an attacker does: without asking whether the certificate is for this app. */
  private void sign(Certificates.Issued signer) throws Exception {
    sign(demo, signer);
  }

  private static void sign(Path app, Certificates.Issued signer) throws Exception {
    ObjectNode digests = new ObjectMapper().createObjectNode();
    try (Stream<Path> files = Files.walk(app)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String path = app.relativize(file).toString();
        if (!path.endsWith(".DS_Store")) {
          digests.put(path, Digest.over(Files.readAllBytes(file)).hex());
        }
      }
    }
    String signed = new String(CanonicalJson.version1(digests).orElseThrow(), UTF_8);
    Trees.write(
        app.resolve("appinfo/signature.json"), Envelopes.version1(signer, signed, signed).bytes());
  }

  private static Certificates.Issued legacyLeaf(String id, int key) {
    return Certificates.legacyLeaf(id, ROOT).keys(Certificates.sharedRsa(key)).make();
  }
}
