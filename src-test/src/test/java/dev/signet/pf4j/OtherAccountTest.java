package dev.signet.pf4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signet.testkit.Jvm;
import dev.signet.testkit.Programs;
import dev.signet.testkit.TestHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host that is started by one account today and by another tomorrow. */
class OtherAccountTest {
  private static final String[] OTHER = {
    "setpriv",
    "--reuid=65534",
    "--regid=65534",
    "--clear-groups",
    // To read the class path of the test, wherever it lies; to write, the account has no right.
    "--inh-caps=+dac_read_search",
    "--ambient-caps=+dac_read_search"
  };

  @TempDir private Path temp;

  /** A host that says why it does not start. */
  static final class Host {
    private Host() {}

    public static void main(String[] arguments) throws Exception {
      Path folder = Path.of(arguments[0]);
      try (TestHost host = TestHost.onP384(folder.resolve("plugins"), folder.resolve("state"))) {
        host.builder().build().close();
        System.out.println("started");
      } catch (IllegalStateException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  void build_whenTheStateIsAnotherAccounts_namesBothAndWhatToDo() throws Exception {
    Programs programs = new Programs(temp);
    assumeTrue(canChangeAccount(programs), "only root can start a host as somebody else");
    Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (TestHost host = new TestHost(temp)) {
      host.builder().build().close();

      String out =
          Jvm.of(Host.class).by((Object[]) OTHER).run(programs, temp).expectSuccess().out();

      assertThat(out)
          .contains(host.state() + " belongs to 'root', not to 'nobody'", "run this as its owner")
          .doesNotContain("started", "AccessDenied");
      host.builder().build().close();
    }
  }

  private static boolean canChangeAccount(Programs programs) {
    try {
      Object[] command = new Object[OTHER.length + 1];
      System.arraycopy(OTHER, 0, command, 0, OTHER.length);
      command[OTHER.length] = "true";
      return Files.getOwner(Path.of("/proc/self")).getName().equals("root")
          && programs.run(command).exitCode() == 0;
    } catch (IOException | AssertionError e) {
      return false;
    }
  }
}
