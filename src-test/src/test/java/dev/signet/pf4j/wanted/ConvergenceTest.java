package dev.signet.pf4j.wanted;

import static dev.signet.testkit.TestHost.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.bundle.Limits;
import dev.signet.lock.LockedPlugin;
import dev.signet.lock.PluginsLock;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.policy.SignatureRequirement;
import dev.signet.report.IntegrityState;
import dev.signet.testkit.Locks;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trees;
import dev.signet.verify.BundleVerifier;
import dev.signet.verify.Expectation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConvergenceTest {
  @TempDir Path temp;
  private Path bundles;
  private Path lock;
  private TestHost host;
  private PluginAuthor signer;

  @BeforeEach
  void setUp() throws Exception {
    bundles = Files.createDirectory(temp.resolve("bundles"));
    lock = temp.resolve("plugins.lock");
    host = new TestHost(temp.resolve("host"));
    signer = PluginAuthor.of("plugins-lock", host.authority());
  }

  @AfterEach
  void tearDown() {
    host.close();
  }

  /** Makes a release, and returns what a list says of it. */
  private LockedPlugin release(PluginKit kit, String id, String version) {
    Path file = kit.zipAt(bundles.resolve(id + "-" + version + ".zip"));
    return Locks.of(id, version, digest(file), file.getFileName().toString());
  }

  private LockedPlugin release(String id, String version, String... needs) {
    return release(host.signed(id, version).requires(needs), id, version);
  }

  private String digest(Path bundle) {
    return new BundleVerifier(host.trust(), Limits.DEFAULT, Clock.systemUTC())
        .examine(bundle, Expectation.PLUGIN)
        .verdict()
        .subject()
        .filesDigest();
  }

  private PluginsLock publish(long number, LockedPlugin... plugins) throws IOException {
    PluginsLock list = Locks.lock(number, plugins);
    Files.write(lock, Locks.file(list, signer));
    return list;
  }

  private Convergence.Builder convergence(VerifyingPluginManager manager) {
    return Convergence.builder(manager, Locks.FLEET)
        .list(LockSource.file(lock))
        .bundles(BundleSource.below(bundles));
  }

  private static List<String> told(ConvergenceReport report) {
    return report.steps().stream()
        .map(step -> step.outcome() + " " + step.action() + " " + step.id())
        .toList();
  }

  private static List<String> versions(VerifyingPluginManager manager) {
    return manager.getPlugins().stream()
        .map(plugin -> plugin.getPluginId() + " " + plugin.getDescriptor().getVersion())
        .sorted()
        .toList();
  }

  @Test
  void threeHosts_whenEachHasSomethingElse_comeToRunTheSame() throws Exception {
    LockedPlugin clock = release("clock", "1.1.0");
    LockedPlugin disk = release("disk", "2.0.0", "clock");
    LockedPlugin old = release("clock", "1.0.0");
    release("notes", "1.0.0");
    publish(1, clock, disk);
    for (List<String> before :
        List.of(
            List.<String>of(),
            List.of("clock-1.0.0.zip", "notes-1.0.0.zip"),
            List.of("disk-2.0.0.zip"))) {
      Path folder = temp.resolve("host-" + before.size() + before.hashCode());
      try (TestHost each = new TestHost(folder)) {
        for (String name : before) {
          Files.copy(bundles.resolve(name), each.plugins().resolve(name));
        }
        VerifyingPluginManager manager = each.started();

        ConvergenceReport report = convergence(manager).build().run();

        assertThat(report.lines()).hasSize(1 + report.steps().size());
        assertThat(report.isConverged()).as(report.toString()).isTrue();
        assertThat(versions(manager)).containsExactly("clock 1.1.0", "disk 2.0.0");
        assertThat(told(convergence(manager).build().run()))
            .containsExactly("DONE KEEP clock", "DONE KEEP disk");
      }
    }
    assertThat(old.digest()).isNotEqualTo(clock.digest());
  }

  @Test
  void host_whenTheListGoesBackOrEmpty_follows() throws Exception {
    LockedPlugin low = release("clock", "1.0.0");
    LockedPlugin high = release("clock", "1.1.0");
    VerifyingPluginManager manager = host.started();
    publish(1, high);
    convergence(manager).build().run();

    publish(2, low);
    assertThat(told(convergence(manager).build().run())).containsExactly("DONE UPDATE clock");
    assertThat(versions(manager)).containsExactly("clock 1.0.0");
    publish(3);
    assertThat(told(convergence(manager).build().run())).containsExactly("DONE REMOVE clock");
    assertThat(ids(manager)).isEmpty();
    assertThat(Trees.bundles(host.plugins())).isEmpty();
  }

  @Test
  void bundle_whenItsFilesAreNotTheApprovedOnes_isRefusedThoughItsAuthorSignedIt()
      throws Exception {
    LockedPlugin old = release("clock", "1.0.0");
    LockedPlugin approved = release("clock", "1.1.0");
    publish(1, old);
    VerifyingPluginManager manager = host.started();
    convergence(manager).build().run();
    host.signed("clock", "1.1.0").file("more.txt", new byte[1]).zipAt(bundles.resolve("other.zip"));
    Files.move(
        bundles.resolve("other.zip"),
        bundles.resolve(approved.from()),
        StandardCopyOption.REPLACE_EXISTING);
    publish(2, approved);

    ConvergenceReport foretold = convergence(manager).build().preview();
    ConvergenceReport report = convergence(manager).build().run();

    assertThat(told(foretold)).containsExactly("FAILED UPDATE clock");
    assertThat(told(report)).containsExactly("FAILED UPDATE clock");
    assertThat(report.steps().get(0).explanation())
        .contains("not those of the release that was asked for", "approved");
    assertThat(report.drift()).hasSize(1);
    assertThat(versions(manager)).containsExactly("clock 1.0.0");
  }

  @Test
  void bundle_whenTheHostItselfRefusesIt_staysOutThoughTheListNamesIt() throws Exception {
    PluginAuthor stranger = PluginAuthor.of("clock", PluginAuthor.authority("Other"));
    publish(
        1,
        release(PluginKit.plugin("clock", "1.0.0").signedBy(stranger), "clock", "1.0.0"),
        release("disk", "1.0.0"));
    VerifyingPluginManager manager = host.started();

    ConvergenceReport report = convergence(manager).build().run();

    assertThat(told(report)).containsExactly("FAILED INSTALL clock", "DONE INSTALL disk");
    assertThat(report.steps().get(0).explanation()).contains("issued by CN=Other");
    assertThat(versions(manager)).containsExactly("disk 1.0.0");
  }

  @Test
  void list_whenNotToBeGoneBy_changesNothing() throws Exception {
    LockedPlugin clock = release("clock", "1.0.0");
    publish(2, clock);
    VerifyingPluginManager manager = host.started();
    convergence(manager).build().run();
    List<byte[]> bad = new ArrayList<>();
    bad.add(Locks.file(Locks.lock(1), signer));
    bad.add(Locks.file(Locks.lock(2), signer));
    bad.add(Locks.file(Locks.lock("south", 3), signer));
    bad.add(Locks.file(Locks.lock(3), host.author("clock")));
    bad.add(
        Locks.file(Locks.lock(3), PluginAuthor.of("plugins-lock", PluginAuthor.authority("O"))));
    bad.add(new byte[] {'{', '}'});

    for (byte[] file : bad) {
      Files.write(lock, file);
      ConvergenceReport report = convergence(manager).build().run();

      assertThat(report.problem()).isPresent();
      assertThat(report.steps()).isEmpty();
      assertThat(report.isConverged()).isFalse();
      assertThat(convergence(manager).build().preview().problem()).isPresent();
      assertThat(versions(manager)).containsExactly("clock 1.0.0");
    }
    Files.delete(lock);
    assertThat(convergence(manager).build().run().problem().orElseThrow())
        .contains(lock.toString(), "not there", "what is there stays");
  }

  @Test
  void list_whenReplayedAfterARestart_changesNothing() throws Exception {
    LockedPlugin clock = release("clock", "1.0.0");
    publish(1);
    byte[] old = Files.readAllBytes(lock);
    publish(2, clock);
    try (VerifyingPluginManager manager = host.builder().build()) {
      assertThat(convergence(manager).build().run().isConverged()).isTrue();
    }
    Files.write(lock, old);
    try (VerifyingPluginManager manager = host.builder().build()) {
      manager.loadPlugins();

      assertThat(convergence(manager).build().run().problem().orElseThrow())
          .contains("number 1", "number 2 already");
      assertThat(ids(manager)).containsExactly("clock");
    }
  }

  @Test
  void preview_saysWhatWouldBeDoneAndDoesNothing() throws Exception {
    LockedPlugin clock = release("clock", "1.0.0");
    release("notes", "1.0.0");
    Files.copy(bundles.resolve("notes-1.0.0.zip"), host.plugins().resolve("notes.zip"));
    publish(5, clock, Locks.of("gone", "1.0", "0".repeat(128), "gone.zip"));
    VerifyingPluginManager manager = host.started();

    ConvergenceReport report = convergence(manager).build().preview();

    assertThat(told(report))
        .containsExactly("PLANNED INSTALL clock", "FAILED INSTALL gone", "PLANNED REMOVE notes");
    assertThat(report.drift()).hasSize(3);
    assertThat(ids(manager)).containsExactly("notes");
    assertThat(host.plugins().resolve("notes.zip")).exists();
    publish(4, clock);
    assertThat(convergence(manager).build().run().problem()).isEmpty();
  }

  @Test
  void plugin_whenItsTimeHasNotCome_waitsAndTheOldOneStays() throws Exception {
    LockedPlugin old = release("clock", "1.0.0");
    LockedPlugin next = release("clock", "1.1.0");
    VerifyingPluginManager manager = host.started();
    publish(1, old);
    convergence(manager).build().run();
    publish(2, startingAt(next, "2999-01-01T00:00:00Z"));

    ConvergenceReport report = convergence(manager).build().run();

    assertThat(told(report)).containsExactly("WAITING UPDATE clock");
    assertThat(report.isConverged()).isFalse();
    assertThat(report.drift()).isEmpty();
    assertThat(versions(manager)).containsExactly("clock 1.0.0");
    publish(3, startingAt(next, "2026-01-01T00:00:00Z"));
    assertThat(told(convergence(manager).build().run())).containsExactly("DONE UPDATE clock");
  }

  private static LockedPlugin startingAt(LockedPlugin plugin, String instant) {
    return new LockedPlugin(
        plugin.id(),
        plugin.version(),
        plugin.digest(),
        plugin.from(),
        plugin.approvedBy(),
        Optional.of(Instant.parse(instant)));
  }

  @Test
  void host_whenItIsNotItsTurn_waitsAndGivesEachTurnBack() throws Exception {
    publish(1, release("clock", "1.0.0"));
    VerifyingPluginManager manager = host.started();
    List<String> turns = new ArrayList<>();

    ConvergenceReport waiting =
        convergence(manager).turns((list, at) -> Optional.empty()).build().run();
    FleetTurn mine =
        (list, at) -> {
          turns.add("taken for " + list.number());
          return Optional.of(() -> turns.add("given back"));
        };

    assertThat(told(waiting)).containsExactly("WAITING INSTALL clock");
    assertThat(ids(manager)).isEmpty();
    Convergence mayNow = convergence(manager).turns(mine).build();
    assertThat(mayNow.run().isConverged()).isTrue();
    assertThat(mayNow.run().isConverged()).isTrue();
    assertThat(turns).containsExactly("taken for 1", "given back");
  }

  @Test
  void drift_isFoundAndPutRight() throws Exception {
    LockedPlugin clock = release("clock", "1.0.0");
    LockedPlugin disk = release("disk", "1.0.0");
    publish(1, clock, disk);
    VerifyingPluginManager manager = host.started();
    Convergence convergence = convergence(manager).build();
    convergence.run();
    Trees.delete(host.plugins().resolve("disk"));
    Files.writeString(host.plugins().resolve("clock/more.txt"), "more");
    release("notes", "1.0.0");
    Files.copy(bundles.resolve("notes-1.0.0.zip"), host.plugins().resolve("notes.zip"));
    Files.write(host.plugins().resolve("broken.zip"), new byte[] {'P', 'K', 3, 4});

    List<String> found = told(convergence.preview());
    ConvergenceReport report = convergence.run();

    assertThat(found)
        .containsExactly(
            "PLANNED UPDATE clock",
            "PLANNED UPDATE disk",
            "PLANNED REMOVE notes",
            "FAILED LOOK broken.zip");
    assertThat(told(report))
        .containsExactly(
            "DONE UPDATE clock", "DONE UPDATE disk", "DONE REMOVE notes", "FAILED LOOK broken.zip");
    Files.delete(host.plugins().resolve("broken.zip"));
    assertThat(told(convergence.run())).containsExactly("DONE KEEP clock", "DONE KEEP disk");
    assertThat(versions(manager)).containsExactly("clock 1.0.0", "disk 1.0.0");
  }

  @Test
  void drift_isInTheHostsReportUntilItIsPutRight() throws Exception {
    LockedPlugin clock = release("clock", "1.0.0");
    LockedPlugin disk = release("disk", "1.0.0");
    publish(1, clock, disk);
    Path bundle = Files.move(bundles.resolve("disk-1.0.0.zip"), host.plugins().resolve("../kept"));
    VerifyingPluginManager manager = host.started();
    Convergence convergence = convergence(manager).build();
    Files.write(host.plugins().resolve("broken.zip"), new byte[] {'P', 'K', 3, 4});

    convergence.run();
    manager.admission().rescan("disk").await(Duration.ofMinutes(1));

    assertThat(drift(manager)).containsExactly("broken.zip UNCLEAR", "disk MISSING");
    assertThat(manager.report().needingAttention())
        .extracting(IntegrityState::name)
        .contains("disk");

    Files.move(bundle, bundles.resolve("disk-1.0.0.zip"));
    Files.delete(host.plugins().resolve("broken.zip"));
    assertThat(convergence.run().isConverged()).isTrue();
    assertThat(drift(manager)).isEmpty();
  }

  @Test
  void drift_whenTheListCannotBeHad_staysAsItWas() throws Exception {
    publish(1, release("clock", "1.0.0"));
    Files.delete(bundles.resolve("clock-1.0.0.zip"));
    VerifyingPluginManager manager = host.started();
    Convergence convergence = convergence(manager).build();
    convergence.run();
    Files.delete(lock);

    assertThat(convergence.run().problem()).isPresent();
    assertThat(drift(manager)).containsExactly("clock MISSING");
  }

  private static List<String> drift(VerifyingPluginManager manager) {
    return manager.report().states().stream()
        .filter(state -> state.drift().isPresent())
        .map(state -> state.name() + " " + state.drift().get().kind())
        .sorted()
        .toList();
  }

  @Test
  void plugin_whenAnotherStillNeedsIt_isRemovedAfterThat() throws Exception {
    LockedPlugin clock = release("clock", "1.0.0");
    LockedPlugin disk = release("disk", "1.0.0", "clock");
    publish(1, clock, disk);
    VerifyingPluginManager manager = host.started();
    convergence(manager).build().run();
    publish(2);

    ConvergenceReport report = convergence(manager).build().run();

    assertThat(report.isConverged()).as(report.toString()).isTrue();
    assertThat(ids(manager)).isEmpty();
  }

  @Test
  void host_whenItsMemoryIsDamaged_keepsWhatItHas() throws Exception {
    publish(1, release("clock", "1.0.0"));
    VerifyingPluginManager manager = host.started();
    convergence(manager).build().run();
    Files.writeString(host.state().resolve("lock-number.json"), "{");
    publish(2);

    assertThat(convergence(manager).build().run().problem().orElseThrow())
        .contains("lock-number.json");
    assertThat(ids(manager)).containsExactly("clock");
  }

  @Test
  void builder_whenSomethingIsMissing_saysWhat() {
    VerifyingPluginManager manager = host.started();

    assertThatThrownBy(() -> Convergence.builder(manager, "north").build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("list(...)");
    try (VerifyingPluginManager forgetful =
        VerifyingPluginManager.builder(host.plugins())
            .trust(host.trust())
            .require(SignatureRequirement.ALL)
            .build()) {
      assertThatThrownBy(() -> convergence(forgetful).build())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("stateDirectory");
    }
  }
}
