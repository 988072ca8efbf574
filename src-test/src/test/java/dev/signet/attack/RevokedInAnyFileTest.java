package dev.signet.attack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.sign.key.PemFiles;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trees;
import dev.signet.testkit.TrustFileForms;
import dev.signet.trust.TrustStore;
import dev.signet.trust.live.LiveTrust;
import dev.signet.verdict.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** A revocation list counts in whatever file of the trust folder it stands. */
class RevokedInAnyFileTest {
  static final List<String> LISTS = TrustFileForms.LISTS;
  static final List<String> BOTH = TrustFileForms.BOTH;

  @TempDir private Path temp;
  private TestHost host;
  private Path plugin;
  private Path folder;
  private TrustFileForms forms;

  @BeforeEach
  void revoke() throws Exception {
    host = new TestHost(temp);
    plugin = host.signed("clock", "1.0.0").zip(host.plugins());
    host.authority().revoke(host.author("clock").certificate().getSerialNumber(), Instant.now());
    X509CRL list = host.authority().revocationList(Instant.now(), Duration.ofDays(1));
    forms = new TrustFileForms(host.authority().certificate(), list);
    folder = Files.createDirectory(temp.resolve("trust"));
  }

  @AfterEach
  void close() {
    host.close();
  }

  @ParameterizedTest
  @FieldSource("LISTS")
  void plugin_whenTheListIsAFileOfItsOwn_isRefusedAsRevoked(String name) throws Exception {
    Trees.write(
        folder.resolve("root.crt"), PemFiles.text(host.authority().certificate()).getBytes(UTF_8));
    refusedWithEach(name, forms.listFile(name));
  }

  @ParameterizedTest
  @FieldSource("BOTH")
  void plugin_whenTheListIsInTheAnchorsFile_isRefusedAsRevoked(String name) throws Exception {
    refusedWithEach(name, forms.bothFile(name));
  }

  private void refusedWithEach(String name, Map<String, byte[]> contents) throws Exception {
    for (Map.Entry<String, byte[]> content : contents.entrySet()) {
      Trees.write(folder.resolve(name), content.getValue());
      VerifyingPluginManager manager = host.builder().trust(TrustStore.load(folder)).build();
      try (manager;
          LiveTrust live = LiveTrust.following(folder).open()) {
        manager.loadPlugins();

        assertThat(TestHost.ids(manager)).as(content.getKey()).isEmpty();
        assertThat(TestHost.reasons(TestHost.decision(manager, plugin))).contains(Reason.REVOKED);
        assertThat(live.current().fingerprint()).isEqualTo(TrustStore.load(folder).fingerprint());
      }
    }
  }
}
