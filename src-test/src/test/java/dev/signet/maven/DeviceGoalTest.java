package dev.signet.maven;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.testkit.Device;
import dev.signet.testkit.OpenSsl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceGoalTest {
  @TempDir private Path temp;

  /** All modules of a build share one process, and so one session of the device. */
  @Test
  void sign_whenSeveralModulesUseADevice_signsThemAll() throws Exception {
    Path keys = Files.createDirectory(temp.resolve("keys"));
    OpenSsl openSsl = OpenSsl.in(keys).root();
    Device device = Device.in(keys, openSsl);
    device.makeKey("mine", "EC", "-groupname secp384r1");
    MavenKit maven =
        new MavenKit(temp)
            .variable("SOFTHSM2_CONF", device.settings().toString())
            .variable("SIGNET_TEST_PIN", Device.PIN);
    Cases cases = new Cases(maven, temp);
    List<String> modules = List.of("one", "two", "three", "four");
    for (String module : modules) {
      cases.add(
          module,
          "sign",
          "<pkcs11>"
              + device.configuration()
              + "</pkcs11><passphraseEnv>SIGNET_TEST_PIN</passphraseEnv>");
    }

    MavenKit.Log log = cases.run("-T2");

    assertThat(log.exitCode()).as(log.text()).isZero();
    for (String module : modules) {
      assertThat(temp.resolve("project/" + module + "/hello/signature.json")).exists();
    }
  }
}
