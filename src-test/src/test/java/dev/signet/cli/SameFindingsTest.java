package dev.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.report.IntegrityResult;
import dev.signet.report.OriginalJson;
import dev.signet.report.Sarif;
import dev.signet.report.ScanTarget;
import dev.signet.report.ScanTrigger;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.TestClock;
import dev.signet.testkit.TestHost;
import dev.signet.trust.TrustStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Load, rescan and command: whoever looks, the findings are the same. */
class SameFindingsTest {
  @TempDir private Path temp;
  private final List<Path> sources = new ArrayList<>();
  private final Instant now = Instant.now();
  private TestHost host;
  private Path trust;

  @BeforeEach
  void makeBundlesOfEachKind() throws Exception {
    host = new TestHost(temp);
    trust = Files.createDirectory(temp.resolve("trust"));
    Files.write(trust.resolve("root.crt"), host.authority().certificate().getEncoded());
    host.authority().revoke(host.author("revoked").certificate().getSerialNumber(), now);
    Files.write(
        trust.resolve("root.crl"),
        host.authority().revocationList(now, Duration.ofDays(7)).getEncoded());
    sources.add(host.signed("good", "1.0.0").zip(host.plugins()));
    sources.add(PluginKit.plugin("unsigned", "1.0.0").jar(host.plugins()));
    sources.add(host.signed("revoked", "1.0.0").zip(host.plugins()));
    sources.add(
        PluginKit.plugin("foreign", "1.0.0").signedBy(host.author("other")).jar(host.plugins()));
    sources.add(Files.writeString(host.plugins().resolve("broken.zip"), "no archive"));
    Path modified =
        host.signed("modified", "1.0.0").file("a.txt", new byte[9]).folder(host.plugins());
    Files.write(modified.resolve("a.txt"), new byte[8]);
    Files.write(modified.resolve("more\u202e\n.txt"), new byte[1]);
    Files.delete(modified.resolve("plugin.properties"));
    sources.add(modified);
  }

  @AfterEach
  void close() throws Exception {
    host.close();
  }

  @Test
  void everyBundle_isFoundTheSameByLoadRescanAndCommand() throws Exception {
    VerifyingPluginManager manager =
        host.opened(host.builder().trust(TrustStore.load(trust)).clock(new TestClock(now)).build());
    manager.loadPlugins();
    List<IntegrityResult> loaded = results(manager, ScanTrigger.LOAD);
    manager.rescan().await(Duration.ofSeconds(30));
    List<IntegrityResult> rescanned = results(manager, ScanTrigger.RESCAN);

    CommandLineKit signet = new CommandLineKit().at(now);
    for (int i = 0; i < sources.size(); i++) {
      Path source = sources.get(i);
      IntegrityResult result = rescanned.get(i);
      assertThat(result.decision()).as("%s", source).isEqualTo(loaded.get(i).decision());
      assertThat(check(signet, source, "json"))
          .isEqualTo(OriginalJson.text(result.verdict()) + "\n");
      assertThat(check(signet, source, "sarif"))
          .isEqualTo(new Sarif().add(source, result.verdict()).text() + "\n");
    }
    assertThat(rescanned)
        .extracting(IntegrityResult::word)
        .containsExactly("verified", "unsigned", "revoked", "untrusted", "invalid", "modified");
  }

  private String check(CommandLineKit signet, Path source, String output) {
    return signet
        .run("integrity:check-app", "--path=" + source, "--trust=" + trust, "--output=" + output)
        .out();
  }

  private List<IntegrityResult> results(VerifyingPluginManager manager, ScanTrigger occasion) {
    return sources.stream()
        .map(
            source ->
                manager
                    .report()
                    .find(ScanTarget.plugin(source).key())
                    .orElseThrow()
                    .result()
                    .orElseThrow())
        .peek(result -> assertThat(result.occasion()).isEqualTo(occasion))
        .toList();
  }
}
