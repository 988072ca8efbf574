package dev.signet.pf4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.signet.pf4j.install.InstallRequest;
import dev.signet.pf4j.install.SignedPluginInstaller;
import dev.signet.testkit.Jvm;
import dev.signet.testkit.Programs;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Thorough;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever the umask of the host: nothing it makes can be changed by others, and it starts again.
 */
class UmaskTest {
  @TempDir private Path temp;

  /** A host that starts twice, installs, and ends. */
  static final class Twice {
    private Twice() {}

    public static void main(String[] args) throws Exception {
      Path folder = Path.of(args[0]);
      Path release;
      try (TestHost host =
          TestHost.onP384(folder.resolve("plugins"), folder.resolve("a/b/state"))) {
        release = host.signed("alpha", "1.0.0").zip(Files.createDirectory(folder.resolve("in")));
        host.signed("beta", "1.0.0").folder(host.plugins());
        for (int start = 0; start < 2; start++) {
          try (VerifyingPluginManager manager = host.builder().build()) {
            manager.loadPlugins();
            manager.startPlugins();
            if (start == 0) {
              SignedPluginInstaller.of(manager).install(InstallRequest.of(release));
            }
            System.out.println(TestHost.ids(manager));
          }
        }
      }
    }
  }

  static Stream<String> umasks() {
    return Thorough.cases(2, List.of("000", "077", "002", "007", "022"));
  }

  @ParameterizedTest
  @MethodSource("umasks")
  void hostWhateverTheUmask_startsTwiceAndMakesNothingThatOthersCanChange(String umask)
      throws IOException {
    Programs.Outcome outcome = Jvm.of(Twice.class).umask(umask).run(new Programs(temp), temp);

    assertThat(outcome.expectSuccess().out()).contains("[alpha, beta]\n[alpha, beta]");
    assertThat(writableByOthers(temp.resolve("a"))).isEmpty();
    Path plugins = temp.resolve("plugins");
    assertThat(writableByOthers(plugins))
        .as("what the test itself has not made")
        .allMatch(path -> path.equals(plugins) || path.startsWith(plugins.resolve("beta")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-rw-r--", "rw-rw-rw-", "rwxrwx---"})
  void lock_whenAnEarlierReleaseMadeItWithTheUmask_isMended(String permissions) throws Exception {
    try (TestHost host = new TestHost(temp)) {
      host.builder().build().close();
      List<Path> locks = List.of(host.state().resolve("lock"), host.state().resolve("ledger.lock"));
      for (Path lock : locks) {
        Files.setPosixFilePermissions(lock, PosixFilePermissions.fromString(permissions));
      }

      host.builder().build().close();

      assertThat(locks)
          .allSatisfy(
              lock ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(lock)))
                      .isEqualTo("rw-------"));
    }
  }

  @Test
  void build_whenAnybodyCanWriteAboveTheStateDirectory_namesTheFolderAndTheCommand()
      throws Exception {
    Path above = Files.createDirectory(temp.resolve("above"));
    Files.setPosixFilePermissions(above, PosixFilePermissions.fromString("rwxrwxrwx"));
    try (TestHost host = new TestHost(temp.resolve("plugins"), above.resolve("deep/er/state"))) {
      assertThatIllegalStateException()
          .isThrownBy(() -> host.builder().build())
          .withMessageContaining("chmod g-w,o-w " + above.toRealPath())
          .withMessageContaining("every account");

      Files.setPosixFilePermissions(above, PosixFilePermissions.fromString("rwxr-xr-x"));
      host.builder().build().close();
    }
  }

  private static List<Path> writableByOthers(Path tree) throws IOException {
    try (Stream<Path> all = Files.walk(tree)) {
      return all.filter(UmaskTest::isWritableByOthers).toList();
    }
  }

  private static boolean isWritableByOthers(Path path) {
    try {
      return Files.getPosixFilePermissions(path).stream()
          .anyMatch(
              permission ->
                  permission == PosixFilePermission.GROUP_WRITE
                      || permission == PosixFilePermission.OTHERS_WRITE);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
