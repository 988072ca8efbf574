package dev.signet.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.pf4j.workspace.InstallRecovery;
import dev.signet.pf4j.workspace.InstallRecovery.Outcome;
import dev.signet.sign.authority.CertificateAuthority;
import dev.signet.sign.key.PemFiles;
import dev.signet.testkit.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What was left by a host that was killed while it changed its plugins.
 *
 * @param releases what {@link InstallKillTest#host} is given
 * @param folder where plugins and state lie
 */
record KilledHost(Path releases, Path folder) {
  /** Makes the folder of releases, with the certificate of the one authority that hosts trust. */
  static Path makeReleases(Path temp, CertificateAuthority trusted) throws IOException {
    Path releases = Files.createDirectory(temp.resolve("releases"));
    Files.writeString(releases.resolve("root.crt"), PemFiles.text(trusted.certificate()));
    return releases;
  }

  /** Makes the folder of one host. */
  static KilledHost make(Path releases, int number) throws IOException {
    return new KilledHost(
        releases, Files.createDirectory(releases.resolveSibling("lane-" + number)));
  }

  /** Returns what {@link InstallKillTest#host} is given, for a process. */
  String[] arguments() {
    return new String[] {releases.toString(), folder.toString()};
  }

  /** Looks at what the next start has made of it. */
  interface Look {
    void at(VerifyingPluginManager manager, Path left) throws Exception;
  }

  /**
   * Starts the next host on a copy, and leaves the rest to the next process: that one may be killed
   * while it puts things right.
   *
   * @param kept what an installer may have in its own folder afterwards
   * @return whether a change was undone
   */
  boolean startsWith(Look look, String... kept) throws Exception {
    Path left = folder.resolveSibling(folder.getFileName() + "-left");
    Trees.copy(folder, left);
    List<InstallRecovery> recoveries;
    try (VerifyingPluginManager manager =
        InstallKillTest.started(InstallKillTest.host(releases, left))) {
      recoveries = manager.admission().recoveries();
      assertThat(recoveries).noneMatch(it -> it.outcome() == Outcome.FAILED);
      look.at(manager, left);
    }
    assertThat(InstallKillTest.names(left.resolve("plugins/.signet-install"))).isSubsetOf(kept);
    assertThat(InstallKillTest.names(left.resolve("state/staging"))).isEmpty();
    Trees.delete(left);
    return recoveries.stream().anyMatch(it -> it.outcome() == Outcome.UNDONE);
  }
}
