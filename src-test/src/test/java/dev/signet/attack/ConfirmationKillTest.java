package dev.signet.attack;

import static dev.signet.testkit.TestHost.greetings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.admit.FileSigningLedger;
import dev.signet.pf4j.Confirmations;
import dev.signet.pf4j.Confirmations.Unconfirmed;
import dev.signet.pf4j.SlowDisk;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.pf4j.install.InstallRequest;
import dev.signet.pf4j.install.SignedPluginInstaller;
import dev.signet.policy.HistoryRule;
import dev.signet.policy.LedgerEntry;
import dev.signet.policy.SigningLedger;
import dev.signet.sign.authority.CertificateAuthority;
import dev.signet.testkit.Kills;
import dev.signet.testkit.MemoryFolder;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.Thorough;
import dev.signet.testkit.Trees;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that are killed while they put in releases that an administrator confirms: between the
 * files and the ledger, too, and on a host that runs nothing unconfirmed.
 */
@Tag("kill")
class ConfirmationKillTest {
  private static final int KILLS = Thorough.times(300, 8);

  @TempDir(factory = MemoryFolder.class)
  Path temp;

  /** Puts in one of two changed releases of one version after the other, until it is killed. */
  static final class Confirmer {
    private Confirmer() {}

    public static void main(String[] args) throws Exception {
      Path releases = Path.of(args[0]);
      Kills.report(0);
      Path folder = Path.of(args[1]);
      try (FileSigningLedger ledger =
              FileSigningLedger.open(folder.resolve("ledger"), List.of(folder.resolve("plugins")));
          VerifyingPluginManager manager = started(releases, folder, slow(ledger))) {
        for (Unconfirmed left : Confirmations.of(manager.admission()).waiting()) {
          Confirmations.of(manager.admission()).confirm(left);
          manager.loadPlugins();
          manager.startPlugins();
        }
        SignedPluginInstaller installer = SlowDisk.installer(manager, Duration.ofMillis(2));
        while (true) {
          String next = greetings(manager).equals(List.of("even")) ? "odd" : "even";
          installer
              .installOrUpdate(
                  InstallRequest.of(releases.resolve(next + ".zip")).confirmingChanges())
              .orThrow();
        }
      }
    }
  }

  /** Reports that the files are there, and then gives time for a kill before they are confirmed. */
  private static SigningLedger slow(SigningLedger ledger) {
    return (SigningLedger)
        Proxy.newProxyInstance(
            SigningLedger.class.getClassLoader(),
            new Class<?>[] {SigningLedger.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("confirm")) {
                Kills.report(1);
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
              }
              return method.invoke(ledger, arguments);
            });
  }

  private static VerifyingPluginManager started(Path releases, Path folder, SigningLedger ledger)
      throws Exception {
    return InstallKillTest.started(
        InstallKillTest.host(releases, folder)
            .ledger(ledger)
            .newKeys(HistoryRule.REFUSE)
            .changedReleases(HistoryRule.REFUSE));
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void release_whenKilledWhileItIsConfirmed_runsConfirmedOrWaitsToBe() throws Exception {
    Path releases = makeReleases();
    AtomicInteger unconfirmed = new AtomicInteger();

    Kills.of(Confirmer.class)
        .times(KILLS)
        .afterSteps(3)
        .within(Duration.ofMillis(30))
        .run(number -> new Lane(KilledHost.make(releases, number), unconfirmed));

    assertThat(unconfirmed)
        .as("kills between the files and the ledger")
        .hasValueGreaterThanOrEqualTo(Kills.few(KILLS));
  }

  private record Lane(KilledHost host, AtomicInteger unconfirmed) implements Kills.Lane {
    @Override
    public String[] arguments() {
      return host.arguments();
    }

    @Override
    public void check(int reported) throws Exception {
      Path left = host.folder().resolveSibling(host.folder().getFileName() + "-left");
      Trees.copy(host.folder(), left);
      try (FileSigningLedger ledger =
              FileSigningLedger.open(left.resolve("ledger"), List.of(left.resolve("plugins")));
          VerifyingPluginManager manager = started(host.releases(), left, ledger)) {
        List<String> running = greetings(manager);
        List<Unconfirmed> waiting = Confirmations.of(manager.admission()).waiting();
        assertThat(running.size() + waiting.size())
            .as("what runs or waits")
            .isEqualTo(manager.decisions().size())
            .isLessThan(2)
            .isGreaterThanOrEqualTo(reported > 0 ? 1 : 0);
        assertThat(waiting).isEqualTo(unknown(manager));
        unconfirmed.addAndGet(waiting.size());
        for (Unconfirmed change : waiting) {
          Confirmations.of(manager.admission()).confirm(change);
          manager.loadPlugins();
          assertThat(manager.refusals()).isEmpty();
        }
      }
      Trees.delete(left);
    }

    /** What waits is what the ledger does not know, and nothing else is refused. */
    private static List<Unconfirmed> unknown(VerifyingPluginManager manager) throws Exception {
      LedgerEntry entry = manager.admission().ledger().find("clock").orElse(null);
      return Confirmations.of(manager.admission()).waiting().stream()
          .filter(
              change ->
                  !Objects.requireNonNull(entry, "waits for nothing")
                          .keys()
                          .contains(change.release().keyId())
                      || !change.release().filesDigest().equals(entry.releases().get("1.0.0")))
          .toList();
    }
  }

  /** Makes two releases of one version, by two keys. */
  private Path makeReleases() throws Exception {
    CertificateAuthority authority = PluginAuthor.authority("Test Root");
    Path releases = KilledHost.makeReleases(temp, authority);
    for (String greeting : List.of("even", "odd")) {
      PluginKit kit =
          PluginKit.plugin("clock", "1.0.0")
              .greeting(greeting)
              .signedBy(PluginAuthor.of("clock", authority));
      Trees.archive(releases.resolve(greeting + ".zip"), kit.folderFiles());
    }
    return releases;
  }
}
