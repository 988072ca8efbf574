package dev.signet.pf4j.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ch.qos.logback.classic.Level;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.policy.SignatureRequirement;
import dev.signet.testkit.LoggedEvents;
import dev.signet.testkit.TestHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
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
  void data_isKeptOverUpdatesAndUninstallAndDeletedWhenAsked() throws IOException {
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
  void folders_areTheHostsOwnAndOutsideOfEveryRoot() throws IOException {
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
  void dataDirectory_whenItIsAPluginsRootOrHoldsOneByLinks_isRefused() throws IOException {
    host.signed("clock", "1.0.0").zip(host.plugins());
    VerifyingPluginManager manager = host.started();
    Path toParent = Files.createSymbolicLink(folder.resolve("to-parent"), folder);
    Path toRoot = Files.createSymbolicLink(folder.resolve("to-root"), host.plugins());
    Path dangling =
        Files.createSymbolicLink(folder.resolve("dangling"), host.plugins().resolve("still/none"));

    for (Path data : List.of(toParent, toRoot, toRoot.resolve("still/none"), dangling)) {
      assertThatIllegalArgumentException()
          .as("%s", data)
          .isThrownBy(() -> installer(manager, data))
          .withMessageMatching("dataDirectory: .*(inside the plugins root|holds) .*");
    }
    Path circle = folder.resolve("circle");
    Files.createSymbolicLink(circle, circle);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> installer(manager, circle))
        .withMessageContaining("is unknown");
  }

  @Test
  void linkToTheDataDirectory_whenItIsTurnedElsewhereLater_deletesNothingThere()
      throws IOException {
    Path bundle = host.signed("clock", "1.0.0").folder(host.plugins());
    Path link = folder.resolve("link");
    Files.createSymbolicLink(link, Files.createDirectory(folder.resolve("data")));
    SignedPluginInstaller installer = installer(host.started(), link);
    Files.delete(link);
    Files.createSymbolicLink(link, host.plugins());

    assertThat(installer.deleteData("clock")).isFalse();

    assertThat(bundle).isDirectory();
  }

  @Test
  void data_whenItCannotBeDeleted_isNamedAndDeletedTheNextTime() throws IOException {
    VerifyingPluginManager manager = host.started();
    AtomicBoolean stuck = new AtomicBoolean();
    SignedPluginInstaller installer =
        SignedPluginInstaller.builder(manager, manager.admission())
            .guard(
                (step, path) ->
                    failIf(stuck.get() && step.equals("delete") && Files.exists(path), path))
            .build();
    Path data = installer.dataFolder("clock");
    Path gone = data.resolveSibling(".removed-clock");
    stuck.set(true);
    for (int attempt = 1; attempt <= 2; attempt++) {
      assertThatExceptionOfType(UncheckedIOException.class)
          .isThrownBy(() -> installer.deleteData("clock"))
          .withMessageContaining("may not be changed; check its permissions.")
          .withMessageEndingWith("Delete " + gone + " by hand.");
      assertThat(data).doesNotExist();
    }
    stuck.set(false);

    assertThat(installer.deleteData("clock")).as("what was left counts").isTrue();
    assertThat(data.getParent()).isEmptyDirectory();
    assertThat(installer.deleteData("clock")).isFalse();
  }

  @Test
  void plugin_whenItsDataCannotBeDeleted_isGoneAndTheDataGoesTheNextTime() {
    host.signed("clock", "1.0.0").zip(host.plugins());
    VerifyingPluginManager manager = host.started();
    AtomicBoolean stuck = new AtomicBoolean(true);
    SignedPluginInstaller installer =
        SignedPluginInstaller.builder(manager, manager.admission())
            .guard(
                (step, path) ->
                    failIf(stuck.get() && path.toString().contains(".removed-clock"), path))
            .build();
    Path data = installer.dataFolder("clock");

    InstallResult.Done done = installer.uninstallWithData("clock").orThrow();

    assertThat(done.dataLeft()).isPresent();
    assertThat(done.explanation())
        .startsWith("Uninstalled 'clock' 1.0.0. Data of a plugin cannot be deleted: ")
        .endsWith("Delete " + data + " by hand.");
    assertThat(manager.getPlugins()).isEmpty();
    assertThat(installer.uninstallWithData("clock").orThrow().dataLeft()).isPresent();
    stuck.set(false);

    InstallResult.Done rest = installer.uninstallWithData("clock").orThrow();

    assertThat(rest.explanation()).isEqualTo("Removed what there was of 'clock'.");
    assertThat(data).doesNotExist();
    assertThat(installer.uninstallWithData("clock").explanation()).contains("it is not there.");
  }

  @Test
  void halfDeletedData_whenTheHostStartsAgain_goes() throws IOException {
    VerifyingPluginManager manager = host.manager();
    Path kept = SignedPluginInstaller.of(manager).dataFolder("clock");
    Path parent = host.state().resolve("data");
    Files.writeString(Files.createDirectories(parent.resolve(".removed-x/deep")).resolve("f"), "x");
    Files.createSymbolicLink(parent.resolve(".removed-y"), kept);
    Files.createDirectory(parent.resolve(".removed-By Somebody"));
    manager.close();

    SignedPluginInstaller.of(host.manager());

    assertThat(parent.toFile().list()).containsExactlyInAnyOrder("clock", ".removed-By Somebody");
  }

  @Test
  void leftover_whenItCannotBeDeleted_isLoggedAndKeepsNobodyFromInstalling() throws IOException {
    VerifyingPluginManager manager = host.started();
    Path gone = Files.createDirectories(host.state().resolve("data/.removed-clock"));

    try (LoggedEvents log = new LoggedEvents(DataFolders.class, Level.WARN)) {
      SignedPluginInstaller installer =
          SignedPluginInstaller.builder(manager, manager.admission())
              .guard((step, path) -> failIf(path.equals(gone), path))
              .build();
      Path zip = host.signed("clock", "1.0.0").zip(folder.resolve("downloads"));

      installer.install(InstallRequest.of(zip)).orThrow();

      assertThat(log.messages()).singleElement().asString().contains("Delete " + gone);
    }
  }

  @Test
  void hostWithoutAStateDirectory_hasToNameAPlace() {
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
  void everyId_hasAFolderOfItsOwnDirectlyInTheDataDirectory() {
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
  void linkInPlaceOfAFolder_isNotFollowed() throws IOException {
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

  private static SignedPluginInstaller installer(VerifyingPluginManager manager, Path data) {
    return SignedPluginInstaller.builder(manager, manager.admission()).dataDirectory(data).build();
  }

  private static void failIf(boolean fails, Path path) throws IOException {
    if (fails) {
      throw new AccessDeniedException(path.toString());
    }
  }
}
