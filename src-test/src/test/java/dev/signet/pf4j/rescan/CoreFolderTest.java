package dev.signet.pf4j.rescan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.signet.bundle.LeftOut;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.policy.Decision;
import dev.signet.policy.SignatureRequirement;
import dev.signet.report.ReportHtml;
import dev.signet.report.ReportText;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trees;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verify.Expectation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The host's own folder: checked at the start and on demand, and never a reason to stop. */
class CoreFolderTest {
  @TempDir private Path temp;
  private TestHost host;
  private Path folder;

  @BeforeEach
  void makeHost() {
    host = new TestHost(temp);
    folder = temp.resolve("host");
  }

  @AfterEach
  void close() throws Exception {
    host.close();
  }

  @Test
  void core_whenSigned_passesAtTheStart() {
    signedHost("core");

    VerifyingPluginManager manager = manager();

    assertThat(manager.admission().coreDecision().orElseThrow().action())
        .isEqualTo(Decision.Action.ADMIT);
  }

  @Test
  void core_whenItHoldsPluginsDataAndLogs_leavesThemOut() {
    signedHost("core");
    for (String place :
        new String[] {"plugins/a/b.txt", "data/x", "state/y", "logs/z", "trust/c"}) {
      Trees.write(folder.resolve(place), new byte[1]);
    }

    assertThat(manager().admission().coreDecision().orElseThrow().findings()).isEmpty();
  }

  @Test
  void core_whenConfiguredFoldersLieInIt_leavesThemOutAndNothingElse() throws Exception {
    signedHost("core");
    Path real = Files.createDirectories(folder.resolve("var/real"));
    Path linked = Files.createSymbolicLink(folder.resolve("linked"), real);
    Trees.write(folder.resolve("var/real/x"), new byte[1]);
    Trees.write(folder.resolve("logbook/x"), new byte[1]);
    Trees.write(folder.resolve("logbook2/x"), new byte[1]);
    Trees.write(folder.resolve("lib/logbook/x"), new byte[1]);

    VerifyingPluginManager manager =
        host.opened(
            host.builder()
                .core(folder)
                .keptInCore(linked, folder.resolve("logbook"), folder, temp)
                .build());

    assertThat(manager.admission().coreDecision().orElseThrow().findings())
        .extracting(Finding::path)
        .containsExactlyInAnyOrder("lib/logbook/x", "logbook2/x");
  }

  @Test
  void core_whenALinkToAConfiguredFolderChanges_leavesOutWhereItLeadsNow() throws Exception {
    signedHost("core");
    Trees.write(folder.resolve("var/1/x"), new byte[1]);
    Path link = Files.createSymbolicLink(folder.resolve("data"), folder.resolve("var/1"));
    VerifyingPluginManager manager =
        host.opened(host.builder().core(folder).keptInCore(link).build());
    assertThat(manager.admission().coreDecision().orElseThrow().findings()).isEmpty();

    Files.delete(link);
    Trees.write(folder.resolve("var/2/x"), new byte[1]);
    Files.createSymbolicLink(link, folder.resolve("var/2"));
    manager.rescan().await(Duration.ofSeconds(30));

    assertThat(manager.admission().coreDecision().orElseThrow().findings())
        .extracting(Finding::path)
        .containsExactly("var/1/x");
  }

  @Test
  void core_whenALinkToAConfiguredFolderIsTurnedToSignedFiles_saysThatTheyAreNotChecked()
      throws Exception {
    signedHost("core");
    Path link = Files.createSymbolicLink(folder.resolve("data"), temp);
    VerifyingPluginManager manager =
        host.opened(host.builder().core(folder).keptInCore(link).build());

    Files.delete(link);
    Files.createSymbolicLink(link, folder.resolve("lib"));
    Files.writeString(folder.resolve("lib/host.bin"), "changed");
    manager.rescan().await(Duration.ofSeconds(30));

    assertThat(manager.admission().coreDecision().orElseThrow().findings())
        .extracting(Finding::path)
        .containsExactly("lib/host.bin");
  }

  @Test
  void core_whenPluginsRootAndStateLieInIt_leavesThemOutByItself() {
    signedHost("core");
    Path extensions = folder.resolve("my/extensions");
    Trees.write(extensions.resolve("readme.txt"), new byte[1]);

    VerifyingPluginManager manager =
        host.opened(
            VerifyingPluginManager.builder(extensions)
                .trust(host.trust())
                .require(SignatureRequirement.ALL)
                .stateDirectory(folder.resolve("own-state"))
                .core(folder)
                .build());

    assertThat(manager.admission().coreDecision().orElseThrow().findings()).isEmpty();
    assertThat(folder.resolve("own-state")).isNotEmptyDirectory();
  }

  @Test
  void leftOut_whenForAPlugin_isRefused() {
    LeftOut places = LeftOut.below(temp, List.of(temp.resolve("lib")));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Expectation.PLUGIN.without(places))
        .withMessageContaining("never of a plugin");
  }

  @Test
  void core_whenAFileWasChanged_warnsAndLoadsPluginsAllTheSame() throws Exception {
    signedHost("core");
    Files.writeString(folder.resolve("lib/host.bin"), "changed");
    host.signed("demo", "1.0.0").folder(host.plugins());

    VerifyingPluginManager manager = manager();
    manager.loadPlugins();

    Decision decision = manager.admission().coreDecision().orElseThrow();
    assertThat(decision.action()).isEqualTo(Decision.Action.WARN);
    assertThat(TestHost.reasons(decision)).containsExactly(Reason.INVALID_HASH);
    assertThat(decision.explanation()).contains("host's own code", "lib/host.bin", "goes on");
    assertThat(TestHost.ids(manager)).containsExactly("demo");
  }

  @Test
  void core_whenSignedByAPluginsCertificate_isOfTheWrongScope() {
    signedHost("demo");

    assertThat(TestHost.reasons(manager().admission().coreDecision().orElseThrow()))
        .containsExactly(Reason.SCOPE_MISMATCH);
  }

  @Test
  void core_whenUnsignedOrNotThere_warns() {
    Trees.write(folder.resolve("lib/host.bin"), new byte[1]);
    VerifyingPluginManager manager = manager();
    Decision unsigned = manager.admission().coreDecision().orElseThrow();

    assertThat(TestHost.reasons(unsigned)).containsExactly(Reason.MISSING_SIGNATURE);
    assertThat(unsigned.action()).isEqualTo(Decision.Action.WARN);
  }

  @Test
  void verifyCore_whenAFileIsChangedAndRestoredMeanwhile_tellsBoth() throws Exception {
    signedHost("core");
    byte[] before = Files.readAllBytes(folder.resolve("lib/host.bin"));
    VerifyingPluginManager manager = manager();

    Files.writeString(folder.resolve("lib/host.bin"), "changed");
    Decision changed = manager.admission().verifyCore();
    Files.write(folder.resolve("lib/host.bin"), before);
    Decision restored = manager.admission().verifyCore();

    assertThat(changed.action()).isEqualTo(Decision.Action.WARN);
    assertThat(restored.action()).isEqualTo(Decision.Action.ADMIT);
    assertThat(manager.admission().coreDecision()).contains(restored);
  }

  @Test
  void core_whenFilesAreExcluded_reportsThemOnly() throws Exception {
    signedHost("core");
    Files.writeString(folder.resolve("lib/host.bin"), "patched");

    VerifyingPluginManager manager =
        host.opened(host.builder().core(folder).exclude("core", "lib/*.bin").build());

    Decision decision = manager.admission().coreDecision().orElseThrow();
    assertThat(decision.verdict().isVerified()).isTrue();
    assertThat(TestHost.reasons(decision)).containsExactly(Reason.INVALID_HASH);
    assertThat(ReportText.of(manager.admission().integrity().report()))
        .contains("INVALID_HASH (notice)")
        .doesNotContain("To do");
    assertThat(ReportHtml.atLevel(2).of(manager.admission().integrity().report()))
        .contains("INVALID_HASH")
        .doesNotContain("What to do");
  }

  @Test
  void verifyCore_whenNoFolderWasNamed_saysWhatToCall() {
    VerifyingPluginManager manager = host.manager();

    assertThat(manager.admission().coreDecision()).isEmpty();
    assertThatIllegalStateException()
        .isThrownBy(() -> manager.admission().verifyCore())
        .withMessageContaining("core(...)");
  }

  private VerifyingPluginManager manager() {
    return host.opened(host.builder().core(folder).build());
  }

  private void signedHost(String signer) {
    Map<String, byte[]> files =
        new LinkedHashMap<>(Trees.files("lib/host.bin", "code", "bin/start", "script"));
    Trees.folder(folder, host.author(signer).signed(files, "core/signature.json"));
  }
}
