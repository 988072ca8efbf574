package dev.signet.pf4j.install;

import static dev.signet.testkit.TestHost.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signet.bundle.BundleKind;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.pf4j.install.InstallResult.Refused;
import dev.signet.pf4j.workspace.InstallAction;
import dev.signet.policy.SignatureRequirement;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.TestHost;
import dev.signet.verdict.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a bundle goes, what it finds there, and what a preview knows of both. */
class InstallPlaceTest {
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

  @Test
  void root_whenItIsNotThereYet_isMade() throws IOException {
    VerifyingPluginManager manager = host.started();
    Files.delete(host.plugins());

    installer(manager).install(zip(host.signed("clock", "1.0.0"))).orThrow();

    assertThat(host.plugins().resolve("clock")).isNotEmptyDirectory();
  }

  @Test
  void folder_isNeverNamedLikeAnArchive() {
    VerifyingPluginManager manager = host.opened(folders());
    installer(manager).install(folder(host.signed("a.jar", "1.0.0"))).orThrow();
    installer(manager).install(folder(host.signed("b.ZIP", "1.0.0"))).orThrow();
    manager.close();

    VerifyingPluginManager next = host.opened(folders());
    next.loadPlugins();

    assertThat(ids(next)).containsExactly("a.jar", "b.ZIP");
  }

  @Test
  void pluginInTwoRoots_isLeftAloneAndBothPlacesAreNamed() throws IOException {
    Path second = Files.createDirectories(folder.resolve("second"));
    Path wanted = host.signed("clock", "1.0.0").zip(host.plugins());
    Path planted = PluginKit.plugin("clock", "9.0.0").jar(second);
    VerifyingPluginManager manager =
        host.opened(
            VerifyingPluginManager.builder(host.plugins(), second)
                .trust(host.trust())
                .require(SignatureRequirement.ALL)
                .stateDirectory(host.state())
                .build());
    manager.loadPlugins();

    InstallResult result = installer(manager).update(zip(host.signed("clock", "1.1.0")));

    assertThat(result.explanation())
        .contains(wanted.toString(), planted.toString(), "delete the one that is not wanted");
    assertThat(wanted).exists();
    assertThat(planted).exists();
  }

  @Test
  void preview_namesWhatIsInTheWay() {
    VerifyingPluginManager manager = host.opened(host.builder().kinds(BundleKind.JAR).build());
    SignedPluginInstaller installer = installer(manager);

    InstallPreview preview = installer.preview(zip(host.signed("clock", "1.0.0")));

    assertThat(preview.decision().isAdmitted()).isTrue();
    assertThat(preview.isFeasible()).isFalse();
    assertThat(preview.obstacle()).hasValueSatisfying(why -> assertThat(why).contains("look for"));
  }

  @Test
  void previewOfOneAction_whenTheOtherIsMeant_saysSo() {
    host.signed("clock", "1.0.0").zip(host.plugins());
    VerifyingPluginManager manager = host.started();
    SignedPluginInstaller installer = installer(manager);
    InstallRequest newer = zip(host.signed("clock", "1.1.0"));
    InstallRequest fresh = zip(host.signed("fresh", "1.0.0"));

    assertThat(installer.preview(newer, InstallAction.INSTALL).obstacle())
        .contains("it is there already; update it.");
    assertThat(installer.preview(newer, InstallAction.UPDATE).isFeasible()).isTrue();
    assertThat(installer.preview(newer).isFeasible()).isTrue();
    assertThat(installer.preview(fresh, InstallAction.UPDATE).obstacle())
        .contains("it is not there; install it.");
    assertThat(installer.preview(fresh, InstallAction.INSTALL).isFeasible()).isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> installer.preview(fresh, InstallAction.UNINSTALL));
  }

  /** The ledger knows only what was loaded. */
  @Test
  void unsignedRelease_doesNotReplaceASignedOneThatWasNeverLoaded() {
    VerifyingPluginManager manager =
        host.opened(host.builder().require(SignatureRequirement.FEATURED).build());
    Path signed = host.signed("clock", "1.0.0").zip(host.plugins());

    InstallResult result = installer(manager).update(zip(PluginKit.plugin("clock", "2.0.0")));

    assertThat(result)
        .isInstanceOfSatisfying(
            Refused.class,
            refused ->
                assertThat(TestHost.reasons(refused.decision()))
                    .contains(Reason.SIGNATURE_DROPPED));
    assertThat(signed).exists();
  }

  private VerifyingPluginManager folders() {
    return host.builder().kinds(BundleKind.FOLDER).build();
  }

  private InstallRequest zip(PluginKit kit) {
    return InstallRequest.of(kit.zip(folder.resolve("downloads")));
  }

  private InstallRequest folder(PluginKit kit) {
    return InstallRequest.of(kit.folder(folder.resolve("downloads")));
  }

  private static SignedPluginInstaller installer(VerifyingPluginManager manager) {
    return SignedPluginInstaller.of(manager);
  }
}
