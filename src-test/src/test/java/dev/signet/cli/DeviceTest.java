package dev.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.cli.option.ExitCode;
import dev.signet.testkit.Device;
import dev.signet.testkit.OpenSsl;
import dev.signet.testkit.Programs;
import dev.signet.testkit.Trees;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys that never leave a device. */
class DeviceTest {
  @TempDir private Path temp;
  private OpenSsl openSsl;
  private Programs programs;
  private Device device;

  @BeforeEach
  void initialiseDevice() {
    openSsl = OpenSsl.in(temp).root();
    device = Device.in(temp, openSsl);
    programs =
        new Programs(temp).variable("SOFTHSM2_CONF", device.settings()).variable("PIN", Device.PIN);
  }

  @ParameterizedTest
  @CsvSource({"EC, -groupname secp384r1, ecdsa-p384-sha384", "RSA, -keysize 2048, rsa-pss-sha384"})
  void signApp_whenKeyIsOnADevice_signsThere(String algorithm, String size, String signed) {
    device.makeKey("mine", algorithm, size);
    Path plugin = plugin();

    Programs.Outcome outcome =
        programs.signet(
            "integrity:sign-app",
            "--path=" + plugin,
            "--pkcs11=" + device.configuration(),
            "--passphrase-env=PIN");

    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(ExitCode.OK);
    assertThat(outcome.out()).contains(signed);
    assertThat(
            programs
                .signet("integrity:check-app", "--path=" + plugin, "--trust=root.crt")
                .exitCode())
        .isEqualTo(ExitCode.OK);
  }

  @Test
  void keyRequest_whenKeyIsOnADevice_signsThere() {
    device.makeKey("mine", "EC", "-groupname secp384r1");

    Programs.Outcome outcome =
        programs.signet(
            "key:request", "hello", "--pkcs11=" + device.configuration(), "--passphrase-env=PIN");

    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(ExitCode.OK);
    assertThat(temp.resolve("hello.key")).doesNotExist();
    openSsl.run("x509 -in device.crt -noout -pubkey -out certificate.pub");
    openSsl.run("req -verify -in hello.csr -noout -pubkey -out request.pub");
    assertThat(temp.resolve("request.pub"))
        .hasSameTextualContentAs(temp.resolve("certificate.pub"));
  }

  @Test
  void signApp_whenDeviceHoldsSeveralKeys_wantsTheAlias() {
    device.makeKey("one", "EC", "-groupname secp384r1");
    device.makeKey("two", "EC", "-groupname secp384r1");
    Path plugin = plugin();
    List<Object> words =
        List.of(
            "integrity:sign-app",
            "--path=" + plugin,
            "--pkcs11=" + device.configuration(),
            "--passphrase-env=PIN");

    Programs.Outcome without = programs.signet(words.toArray());
    assertThat(without.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(without.err()).contains("one", "two", "alias");
    Programs.Outcome with =
        programs.signet(words.get(0), words.get(1), words.get(2), words.get(3), "--alias=two");
    assertThat(with.exitCode()).as(with.err()).isEqualTo(ExitCode.OK);
  }

  @Test
  void signApp_whenPinIsWrong_saysSo() {
    device.makeKey("mine", "EC", "-groupname secp384r1");
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
