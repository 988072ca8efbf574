package dev.signet.pf4j;

import static dev.signet.testkit.TestHost.greetings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.pf4j.install.InstallRequest;
import dev.signet.pf4j.install.SignedPluginInstaller;
import dev.signet.testkit.PlainFileSystem;
import dev.signet.testkit.TestHost;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host on a file system without owners and permissions, as a Java program has on Windows. */
class NoPermissionsHostTest {
  @TempDir private Path temp;

  @Test
  void host_whenNothingHasPermissions_loadsUpdatesRemovesAndRefuses() throws Exception {
    Path folder = PlainFileSystem.of(temp);
    try (TestHost host = new TestHost(folder.resolve("plugins"), folder.resolve("state"))) {
      host.signed("alpha", "1.0.0").greeting("old").folder(host.plugins());
      host.signed("beta", "1.0.0").greeting("beta").zip(host.plugins());
      Path changed = host.signed("gamma", "1.0.0").folder(host.plugins());
      Files.writeString(changed.resolve("added.txt"), "x");

      VerifyingPluginManager manager = host.started();
      assertThat(greetings(manager)).containsExactly("beta", "old");
      SignedPluginInstaller installer = SignedPluginInstaller.of(manager);
      Path release = host.signed("alpha", "1.1.0").greeting("new").zip(folder.resolve("downloads"));
      assertThat(installer.update(InstallRequest.of(release)).orThrow().id()).isEqualTo("alpha");
      assertThat(installer.uninstall("beta").isDone()).isTrue();
      assertThat(greetings(manager)).containsExactly("new");
      manager.close();

      VerifyingPluginManager next = host.started();
      assertThat(greetings(next)).containsExactly("new");
      assertThat(next.refusals()).hasSize(1);
    }
  }
}
