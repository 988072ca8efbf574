package dev.signet.pf4j.install;

import static dev.signet.testkit.TestHost.greetings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.pf4j.install.InstallResult.Done;
import dev.signet.pf4j.install.RepairedFile.Change;
import dev.signet.pf4j.workspace.InstallAction;
import dev.signet.policy.ReleaseChannel;
import dev.signet.report.ScanTarget;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.SwitchedTrust;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Thorough;
import dev.signet.testkit.Trees;
import dev.signet.trust.AnchorProfile;
import dev.signet.trust.TrustAnchor;
import dev.signet.trust.TrustStore;
import dev.signet.verdict.Audience;
import dev.signet.verdict.Reason;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepairTest {
  @TempDir Path folder;
  private TestHost host;
  private Path clock;

  @BeforeEach
  void setUp() {
    host = new TestHost(folder);
    clock = kit("1.0.0").folder(host.plugins());
  }

  @AfterEach
  void tearDown() throws Exception {
    host.close();
  }

  private PluginKit kit(String version) {
    return host.signed("clock", version).file("zones.txt", new byte[] {1}).greeting(version);
  }

  /** Damages it in every way that a list can tell. */
  private void damage() throws IOException {
    Files.write(clock.resolve("zones.txt"), new byte[] {2});
    Files.delete(clock.resolve("signature.json"));
    Trees.folder(clock, Trees.files("mine/notes.txt", "mine", "extra", "more"));
  }

  private RepairRequest request() {
    return RepairRequest.of(ScanTarget.plugin(clock));
  }

  private static SignedPluginInstaller installer(VerifyingPluginManager manager) {
    return SignedPluginInstaller.of(manager);
  }

  private VerifyingPluginManager on(String channel) {
    VerifyingPluginManager manager =
        host.opened(host.builder().channel(new ReleaseChannel(channel)).build());
    manager.loadPlugins();
    manager.startPlugins();
    return manager;
  }

  private String refusal(VerifyingPluginManager manager, RepairRequest request) {
    Map<String, Integer> before = Trees.bundles(host.plugins());
    RepairPreview preview = installer(manager).previewRepair(request);
    InstallResult result = installer(manager).repair(request);
    assertThat(result.isDone()).isFalse();
    assertThat(preview.isFeasible()).isFalse();
    assertThat(preview.files()).isEmpty();
    assertThat(Trees.bundles(host.plugins())).isEqualTo(before);
    assertThat(result.explanation()).contains(preview.problem().orElseThrow());
    return result.explanation();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void damagedPlugin_isListedThenRepairedAndWhatWasThereIsKept(boolean restarted)
      throws IOException {
    VerifyingPluginManager manager = host.started();
    Map<String, Integer> sound = Trees.bundles(host.plugins());
    damage();
    if (restarted) {
      manager.close();
      manager = host.started();
      assertThat(greetings(manager)).isEmpty();
    }
    Map<String, Integer> damaged = Trees.bundles(host.plugins());

    RepairPreview preview = installer(manager).previewRepair(request());
    assertThat(preview.files())
        .containsExactly(
            new RepairedFile("extra", Change.MOVED_ASIDE),
            new RepairedFile("mine/", Change.MOVED_ASIDE),
            new RepairedFile("signature.json", Change.PUT_BACK),
            new RepairedFile("zones.txt", Change.REPLACED));
    assertThat(preview.isFeasible()).isTrue();
    assertThat(Trees.bundles(host.plugins())).isEqualTo(damaged);

    Done done = installer(manager).repair(request()).orThrow();

    assertThat(done.action()).isEqualTo(InstallAction.REPAIR);
    assertThat(done.explanation())
        .isEqualTo(
            "Repaired 'clock' 1.0.0. What was there and is not the release's own is kept in "
                + done.kept().get(0)
                + "; delete it when nobody needs it.");
    assertThat(Trees.bundles(host.plugins())).isEqualTo(sound);
    assertThat(greetings(manager)).containsExactly("1.0.0");
    assertThat(manager.refusals()).isEmpty();
    assertThat(names(done.kept().get(0))).containsExactly("extra", "mine", "zones.txt");
    assertThat(done.kept().get(0).resolve("mine/notes.txt")).hasContent("mine");
    manager.close();
    assertThat(greetings(host.started())).containsExactly("1.0.0");
  }

  @Test
  void secondRepair_keepsWhatTheFirstOneKept() throws IOException {
    VerifyingPluginManager manager = host.started();
    for (int number = 1; number <= 3; number++) {
      Files.writeString(clock.resolve("extra"), "number " + number);
      Path kept = installer(manager).repair(request()).orThrow().kept().get(0);
      assertThat(kept).hasFileName("clock-" + number);
      assertThat(kept.resolve("extra")).hasContent("number " + number);
    }
  }

  @Test
  void repair_whenOnlyFilesAreMissing_keepsNothing() throws IOException {
    VerifyingPluginManager manager = host.started();
    Files.delete(clock.resolve("zones.txt"));
    Done done = installer(manager).repair(request()).orThrow();
    assertThat(done.kept()).isEmpty();
    assertThat(done.explanation()).isEqualTo("Repaired 'clock' 1.0.0.");
    assertThat(host.plugins().resolve(".signet-install/aside")).doesNotExist();
  }

  @Test
  void repair_whenOthersNeedThePlugin_startsThemAgain() throws IOException {
    host.signed("alarm", "1.0.0").requires("clock").greeting("alarm").zip(host.plugins());
    VerifyingPluginManager manager = host.started();
    damage();
    assertThat(installer(manager).previewRepair(request()).restarted()).containsExactly("alarm");
    Done done = installer(manager).repair(request()).orThrow();
    assertThat(done.restarted()).containsExactly("alarm");
    assertThat(greetings(manager)).containsExactly("1.0.0", "alarm");
  }

  @Test
  void repair_whenItDoesNotStart_leavesAllAsItWasAndTheCopyForAnotherTime() throws IOException {
    Trees.delete(clock);
    clock =
        kit("1.0.0")
            .atStart("if (System.getProperty(\"signet.test.broken\") != null) throw new Error();")
            .folder(host.plugins());
    host.started().close();
    damage();
    VerifyingPluginManager manager = host.started();
    Map<String, Integer> damaged = Trees.bundles(host.plugins());
    System.setProperty("signet.test.broken", "");
    try {
      InstallResult result = installer(manager).repair(request());
      assertThat(result.isDone()).isFalse();
      assertThat(result.explanation()).contains("Everything is as it was before.");
      assertThat(Trees.bundles(host.plugins())).isEqualTo(damaged);
    } finally {
      System.clearProperty("signet.test.broken");
    }
    manager.close();
    manager = host.started();
    assertThat(installer(manager).repair(request()).isDone()).isTrue();
    assertThat(greetings(manager)).containsExactly("1.0.0");
  }

  @Test
  void wholePlugin_isLeftAsItIs() {
    assertThat(refusal(host.started(), request()))
        .isEqualTo(
            "'clock' is left as it is: its files are those of the release; there is nothing to"
                + " repair.");
  }

  @Test
  void damagedPlugin_whenNeverAdmitted_needsTheReleaseAndMayNotHaveIt() throws IOException {
    damage();
    VerifyingPluginManager manager = host.started();
    assertThat(refusal(manager, request())).contains("no verified copy of it. Name the author's");
    Path release = kit("1.0.0").zip(folder.resolve("downloads"));
    assertThat(refusal(manager, request().from(release)))
        .contains("this host has never admitted it. Install the release instead.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"stable", "beta"})
  void sealedCopy_whenItIsDamagedToo_isNeverUsed(String channel) throws IOException {
    VerifyingPluginManager manager = on(channel);
    Path copy = manager.getPlugin("clock").getPluginPath().resolve("zones.txt");
    Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
    Files.write(copy, new byte[] {3});
    damage();
    assertThat(refusal(manager, request()))
        .contains("the copy that this host sealed is not what was signed any more. Name the");
    Path release = kit("1.0.0").zip(folder.resolve("downloads"));
    assertThat(installer(manager).repair(request().from(release)).isDone()).isTrue();
    assertThat(greetings(manager)).containsExactly("1.0.0");
    assertThat(clock.resolve("zones.txt")).hasBinaryContent(new byte[] {1});
  }

  private enum Download {
    FOLDER,
    ZIP
  }

  @ParameterizedTest
  @EnumSource
  void damagedPlugin_whenThereIsNoCopy_isRepairedFromTheVeryRelease(Download kind)
      throws IOException {
    host.started().close();
    Map<String, Integer> sound = Trees.bundles(host.plugins());
    Path downloads = Files.createDirectories(folder.resolve("downloads"));
    Path release =
        kind == Download.ZIP
            ? Trees.archive(downloads.resolve("clock.zip"), files(clock))
            : Trees.copy(clock, downloads.resolve("clock"));
    Trees.delete(host.sealed());
    damage();
    VerifyingPluginManager manager = host.started();
    assertThat(refusal(manager, request())).contains("no verified copy");
    assertThat(installer(manager).repair(request().from(release)).isDone()).isTrue();
    assertThat(Trees.bundles(host.plugins())).isEqualTo(sound);
    assertThat(greetings(manager)).containsExactly("1.0.0");
  }

  private static Map<String, byte[]> files(Path bundle) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> tree = Files.walk(bundle)) {
      for (Path file : tree.filter(Files::isRegularFile).toList()) {
        files.put(bundle.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return files;
  }

  @ParameterizedTest
  @ValueSource(strings = {"stable", "beta"})
  void download_whenItIsAnythingButTheVeryRelease_isRefused(String channel) throws IOException {
    VerifyingPluginManager manager = on(channel);
    damage();
    Path downloads = folder.resolve("downloads");
    Path newer = kit("1.1.0").folderAt(downloads.resolve("newer"));
    Path changed = kit("1.0.0").file("other", new byte[1]).folderAt(downloads.resolve("changed"));
    Path another = host.signed("disk", "1.0.0").folderAt(downloads.resolve("another"));
    Path unsigned = kit("1.0.0").signedBy(null).folderAt(downloads.resolve("unsigned"));
    Path broken = kit("1.0.0").folderAt(downloads.resolve("broken"));
    Files.write(broken.resolve("zones.txt"), new byte[] {9});
    assertThat(refusal(manager, request().from(newer)))
        .contains("not its release 1.0.0 as this host admitted it, but 1.1.0 of other files");
    assertThat(refusal(manager, request().from(changed)))
        .containsAnyOf("but 1.0.0 of other files", "RELEASE_CHANGED", "published twice");
    assertThat(refusal(manager, request().from(another)))
        .contains("what it would be repaired from is 'disk'");
    assertThat(refusal(manager, request().from(unsigned))).contains("is unsigned itself.");
    assertThat(refusal(manager, request().from(broken))).contains("is modified itself.");
  }

  @Test
  void damagedPlugin_whenItsReleaseIsRevoked_isNotRepaired() throws IOException {
    SwitchedTrust trust = new SwitchedTrust(host.trust());
    VerifyingPluginManager manager = host.opened(host.builder().trust(trust).build());
    manager.loadPlugins();
    manager.startPlugins();
    damage();
    String key = TestHost.decision(manager, clock).verdict().signer().orElseThrow().keyId();
    trust.set(
        TrustStore.builder()
            .anchor(new TrustAnchor(host.authority().certificate(), AnchorProfile.STANDARD))
            .revokeKey(key)
            .build());
    assertThat(refusal(manager, request()))
        .contains("the trust in that signature was withdrawn", "Do not run this release");
  }

  @Test
  void otherReleaseInItsPlace_isNotTakenForDamage() throws IOException {
    host.started().close();
    Trees.delete(clock);
    kit("2.0.0").folder(host.plugins());
    Files.write(clock.resolve("zones.txt"), new byte[] {2});
    assertThat(refusal(host.started(), request()))
        .contains("what is there is its release 2.0.0, and this would be 1.0.0. Install the one");
  }

  @Test
  void damagedPlugin_whenAnotherBundleIsThePluginToo_waitsForThatToGo() throws IOException {
    VerifyingPluginManager manager = host.started();
    damage();
    Path twin = kit("1.0.0").folderAt(host.plugins().resolve("twin"));
    assertThat(refusal(manager, request())).contains("it is also in " + twin);
  }

  @Test
  void request_whenItIsNotAboutAPluginThatIsThere_isRefused() {
    VerifyingPluginManager manager = host.started();
    RepairRequest nothing = RepairRequest.of(ScanTarget.plugin(host.plugins().resolve("none")));
    assertThat(refusal(manager, nothing)).isEqualTo("'none' is left as it is: it is not there.");
    RepairRequest core = RepairRequest.of(ScanTarget.core(host.plugins()));
    assertThat(refusal(manager, core)).contains("it is not there.");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> installer(manager).preview(InstallRequest.of(clock), InstallAction.REPAIR));
  }

  @Test
  void zip_whenDamaged_comesBackAsTheFolderOfItsNameWithoutAnOldOneBesideIt() throws IOException {
    Trees.delete(clock);
    Path zip = kit("1.0.0").zipAt(host.plugins().resolve("my-clock.zip"));
    VerifyingPluginManager manager = host.started();
    Trees.folder(host.plugins().resolve("my-clock"), Trees.files("old.txt", "once unpacked"));
    Files.writeString(zip, "no zip");
    RepairRequest request = RepairRequest.of(ScanTarget.plugin(zip));
    assertThat(installer(manager).previewRepair(request).files())
        .containsExactly(new RepairedFile("my-clock.zip", Change.REPLACED));
    Done done = installer(manager).repair(request).orThrow();
    assertThat(names(host.plugins())).containsExactly(".signet-install", "my-clock");
    assertThat(names(host.plugins().resolve("my-clock"))).contains("signature.json", "zones.txt");
    assertThat(done.kept()).hasSize(2);
    assertThat(done.kept().stream().map(path -> path.getFileName().toString()))
        .containsExactlyInAnyOrder("my-clock.zip-1", "my-clock-1");
    assertThat(greetings(manager)).containsExactly("1.0.0");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void disk_whenItFailsAtAnyStep_leavesTheDamagedPluginOrTheSoundOneAndAllFiles(boolean once)
      throws IOException {
    host.started().close();
    Map<String, byte[]> files = files(clock);
    Map<String, Integer> sound = Trees.bundles(host.plugins());
    damage();
    Map<String, Integer> damaged = Trees.bundles(host.plugins());
    int steps = failingAt(Integer.MAX_VALUE, once);
    assertThat(steps).isGreaterThan(30);
    for (int step = 1; step <= steps; step += Thorough.times(1, 7)) {
      Trees.delete(host.plugins());
      Trees.folder(clock, files);
      damage();
      failingAt(step, once);
      host.started().close();
      assertThat(Trees.bundles(host.plugins())).as("step %d", step).isIn(sound, damaged);
      try (Stream<Path> tree = Files.walk(host.plugins())) {
        assertThat(tree.filter(path -> path.endsWith("notes.txt"))).as("step " + step).hasSize(1);
      }
    }
  }

  /** Has the disk fail once at a step, or from it on, and returns how many steps were taken. */
  private int failingAt(int step, boolean once) {
    int[] taken = {0};
    VerifyingPluginManager manager = host.started();
    SignedPluginInstaller.builder(manager, manager.admission())
        .guard(
            (what, path) -> {
              taken[0]++;
              if (taken[0] == step || (taken[0] > step && !once)) {
                throw new FileSystemException(path.toString(), null, "no space");
              }
            })
        .build()
        .repair(request());
    manager.close();
    return taken[0];
  }

  @Test
  void findings_whenARepairMayHelp_saySo() {
    for (Reason reason : List.of(Reason.INVALID_HASH, Reason.FILE_MISSING, Reason.EXTRA_FILE)) {
      assertThat(reason.remedy().of(Audience.ADMINISTRATOR)).contains("plugin:repair");
    }
  }

  private static List<String> names(Path path) throws IOException {
    try (Stream<Path> children = Files.list(path)) {
      return children.map(child -> child.getFileName().toString()).sorted().toList();
    }
  }
}
