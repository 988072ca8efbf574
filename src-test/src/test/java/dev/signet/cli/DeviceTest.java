package dev.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.cli.option.ExitCode;
import dev.signet.testkit.Device;
import dev.signet.testkit.OpenSsl;
import dev.signet.testkit.Programs;
import dev.signet.testkit.Trees;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that never leave a device. */
class DeviceTest {
  private static final String[] P384 = {"EC", "-groupname secp384r1"};

  /** Where there is a device with one key. */
  @TempDir private static Path shared;

  private static OpenSsl openSsl;
  private static Device device;

  @TempDir private Path temp;
  private Programs programs;

  @BeforeAll
  static void initialiseDevice() {
    openSsl = OpenSsl.in(shared).root();
    device = Device.in(shared, openSsl);
    device.makeKey("mine", P384[0], P384[1]);
  }

  @BeforeEach
  void usePrograms() {
    programs = programs(shared, device);
  }

  private static Programs programs(Path folder, Device device) {
    return new Programs(folder)
        .variable("SOFTHSM2_CONF", device.settings())
        .variable("PIN", Device.PIN);
  }

  @Test
  void signApp_whenKeyIsOnADevice_signsThere() {
    Path plugin = plugin();

    Programs.Outcome outcome =
        programs.signet(
            "integrity:sign-app",
            "--path=" + plugin,
            "--pkcs11=" + device.configuration(),
            "--passphrase-env=PIN");

    assertSigned(outcome, "ecdsa-p384-sha384", plugin);
  }

  private void assertSigned(Programs.Outcome outcome, String algorithm, Path plugin) {
    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(ExitCode.OK);
    assertThat(outcome.out()).contains(algorithm);
    assertThat(
            programs
                .signet("integrity:check-app", "--path=" + plugin, "--trust=root.crt")
                .exitCode())
        .isEqualTo(ExitCode.OK);
  }

  @Test
  void keyRequest_whenKeyIsOnADevice_signsThere() {
    Programs.Outcome outcome =
        programs.signet(
            "key:request", "hello", "--pkcs11=" + device.configuration(), "--passphrase-env=PIN");

    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(ExitCode.OK);
    assertThat(shared.resolve("hello.key")).doesNotExist();
    openSsl.run("x509 -in device.crt -noout -pubkey -out certificate.pub");
    openSsl.run("req -verify -in hello.csr -noout -pubkey -out request.pub");
    assertThat(shared.resolve("request.pub"))
        .hasSameTextualContentAs(shared.resolve("certificate.pub"));
  }

  @Test
  void signApp_whenDeviceHoldsSeveralKeys_wantsTheAlias() {
    Device several = Device.in(temp, OpenSsl.in(temp).root());
    several.makeKey("one", P384[0], P384[1]);
    several.makeKey("two", "RSA", "-keysize 2048");
    programs = programs(temp, several);
    Path plugin = plugin();
    List<Object> words =
        List.of(
            "integrity:sign-app",
            "--path=" + plugin,
            "--pkcs11=" + several.configuration(),
            "--passphrase-env=PIN");

    Programs.Outcome without = programs.signet(words.toArray());
    assertThat(without.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(without.err()).contains("one", "two", "alias");
    Programs.Outcome with =
        programs.signet(words.get(0), words.get(1), words.get(2), words.get(3), "--alias=two");
    assertSigned(with, "rsa-pss-sha384", plugin);
  }

  @Test
  void signApp_whenPinIsWrong_saysSo() {
    programs.variable("PIN", "9999");

    Programs.Outcome outcome =
        programs.signet(
            "integrity:sign-app",
            "--path=" + plugin(),
            "--pkcs11=" + device.configuration(),
            "--passphrase-env=PIN");

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).contains("pkcs11.cfg", "PIN");
  }

  @Test
  void signApp_whenLibraryIsMissing_saysSo() {
    Path wrong = openSsl.write("wrong.cfg", "name = None\nlibrary = /no/such/library.so\n");

    Programs.Outcome outcome =
        programs.signet(
            "integrity:sign-app",
            "--path=" + plugin(),
            "--pkcs11=" + wrong,
            "--passphrase-env=PIN");

    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).contains("wrong.cfg").doesNotContain("\tat ");
  }

  private Path plugin() {
    return Trees.folder(
        temp.resolve("hello"),
        Trees.files("plugin.properties", "plugin.id=hello\nplugin.version=1"));
  }
}
