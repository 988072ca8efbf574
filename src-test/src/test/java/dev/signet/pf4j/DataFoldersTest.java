package dev.signet.pf4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.signet.policy.SignatureRequirement;
import dev.signet.testkit.TestHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFoldersTest {
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
  void dataIsKeptOverUpdatesAndUninstallAndDeletedWhenAsked() throws IOException {
    host.signed("clock", "1.0.0").zip(host.plugins());
    VerifyingPluginManager manager = host.started();
    SignedPluginInstaller installer = SignedPluginInstaller.of(manager);
    Path data = installer.dataFolder("clock");
    Files.createDirectories(data.resolve("deep/er"));
    Files.writeString(data.resolve("deep/er/file"), "rows");
    Path newer = host.signed("clock", "1.1.0").jar(folder.resolve("downloads"));

    installer.update(InstallRequest.of(newer)).orThrow();
    assertThat(installer.dataFolder("clock")).isEqualTo(data);
    installer.uninstall("clock").orThrow();
    assertThat(data.resolve("deep/er/file")).hasContent("rows");
    installer.install(InstallRequest.of(newer)).orThrow();

    assertThat(installer.uninstallWithData("nobody").isDone()).isFalse();
    assertThat(data).exists();
    installer.uninstallWithData("clock").orThrow();

    assertThat(data).doesNotExist();
    assertThat(installer.deleteData("clock")).isFalse();
    assertThat(data.getParent()).isEmptyDirectory();
  }

  @Test
  void foldersAreTheHostsOwnAndOutsideOfEveryRoot() throws IOException {
    VerifyingPluginManager manager = host.started();
    Path elsewhere = folder.resolve("elsewhere");

    Path own = SignedPluginInstaller.of(manager).dataFolder("clock");
    Path chosen =
        SignedPluginInstaller.builder(manager, manager.admission())
            .dataDirectory(elsewhere)
            .build()
            .dataFolder("clock");

    assertThat(own).isEqualTo(host.state().resolve("data/clock")).isDirectory();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
        .isEqualTo("rwx------");
    assertThat(chosen).isEqualTo(elsewhere.resolve("clock")).isDirectory();
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                SignedPluginInstaller.builder(manager, manager.admission())
                    .dataDirectory(host.plugins().resolve("data"))
                    .build())
        .withMessageContaining("inside the plugins root");
  }

  @Test
  void hostWithoutAStateDirectoryHasToNameAPlace() {
    VerifyingPluginManager manager =
        host.opened(
            VerifyingPluginManager.builder(host.plugins())
                .trust(host.trust())
                .require(SignatureRequirement.ALL)
                .build());

    assertThatIllegalStateException()
        .isThrownBy(() -> SignedPluginInstaller.of(manager).dataFolder("clock"))
        .withMessageContaining("dataDirectory(...)");
  }

  @Test
  void everyIdHasAFolderOfItsOwnDirectlyInTheDataDirectory() {
    SignedPluginInstaller installer = SignedPluginInstaller.of(host.started());
    Path parent = host.state().resolve("data");
    Set<String> names = new TreeSet<>();
    String[] ids = {
      "clock",
      "Clock",
      "CLOCK",
      "clock.",
      "clock ",
      "a/b",
      "a\\b",
      "a_b",
      "../up",
      "..",
      ".",
      ".hidden",
      "",
      "con",
      "CON",
      "nul.txt",
      "com1",
      "a:b",
      "ä",
      "a\u0308",
      "日本",
      "x".repeat(64),
      "x".repeat(65),
      "x".repeat(500),
      "x".repeat(501),
      "-",
      "--help",
      "+",
      "p-clock"
    };

    for (String id : ids) {
      Path data = installer.dataFolder(id);
      assertThat(data.getParent()).as(id).isEqualTo(parent);
      assertThat(data.getFileName().toString()).as(id).matches("[a-z0-9][a-z0-9._+-]{0,79}");
      names.add(data.getFileName().toString().toLowerCase(Locale.ROOT));
    }

    assertThat(names).hasSize(ids.length);
    assertThat(installer.dataFolder("clock")).hasFileName("clock");
    String taken = installer.dataFolder("Clock").getFileName().toString();
    assertThat(installer.dataFolder(taken)).isNotEqualTo(parent.resolve(taken));
  }

  @Test
  void linkInPlaceOfAFolderIsNotFollowed() throws IOException {
    SignedPluginInstaller installer = SignedPluginInstaller.of(host.started());
    Path kept = Files.createDirectories(folder.resolve("kept"));
    Files.writeString(kept.resolve("file"), "x");
    Path data = installer.dataFolder("clock");
    Files.delete(data);
    Files.createSymbolicLink(data, kept);

    assertThat(installer.deleteData("clock")).isTrue();

    assertThat(kept.resolve("file")).exists();
    assertThat(installer.dataFolder("clock")).isDirectory();
  }
}
