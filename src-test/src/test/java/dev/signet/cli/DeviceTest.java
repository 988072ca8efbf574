package dev.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signet.testkit.OpenSsl;
import dev.signet.testkit.Trees;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys that never leave a device: SoftHSM stands for it (Debian package {@code softhsm2}). */
class DeviceTest {
  private static final List<String> LIBRARIES =
      List.of(
          "/usr/lib/softhsm/libsofthsm2.so",
          "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
          "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
          "/usr/lib64/pkcs11/libsofthsm2.so",
          "/usr/local/lib/softhsm/libsofthsm2.so");
  private static final String PIN = "1234";

  @TempDir private Path temp;
  private OpenSsl openSsl;
  private Programs programs;
  private Path configuration;

  @BeforeEach
  void initialiseDevice() throws Exception {
    Optional<String> library =
        LIBRARIES.stream().filter(path -> Files.exists(Path.of(path))).findFirst();
    assumeTrue(
        library.isPresent(),
        "SoftHSM is not installed (Debian package softhsm2); keys on devices are not tested");
    openSsl = OpenSsl.in(temp).root();
    Path tokens = Files.createDirectory(temp.resolve("tokens"));
    Path softHsm =
        openSsl.write(
            "softhsm2.conf",
            "directories.tokendir = " + tokens + "\nobjectstore.backend = file\nlog.level = ERROR");
    programs = new Programs(temp).variable("SOFTHSM2_CONF", softHsm).variable("PIN", PIN);
    programs
        .run(
            "softhsm2-util",
            "--init-token",
            "--free",
            "--label",
            "signet",
            "--pin",
            PIN,
            "--so-pin",
            PIN)
        .expectSuccess();
    configuration =
        openSsl.write(
            "pkcs11.cfg", "name = SoftHSM\nlibrary = " + library.get() + "\nslotListIndex = 0\n");
  }

  @ParameterizedTest
  @CsvSource({"EC, -groupname secp384r1, ecdsa-p384-sha384", "RSA, -keysize 2048, rsa-pss-sha384"})
  void signApp_whenKeyIsOnADevice_signsThere(String algorithm, String size, String signed) {
    makeKey("mine", algorithm, size);
    Path plugin = plugin();

    Programs.Outcome outcome =
        programs.signet(
            "integrity:sign-app",
            "--path=" + plugin,
            "--pkcs11=" + configuration,
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
    makeKey("mine", "EC", "-groupname secp384r1");

    Programs.Outcome outcome =
        programs.signet(
            "key:request", "hello", "--pkcs11=" + configuration, "--passphrase-env=PIN");

    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(ExitCode.OK);
    assertThat(temp.resolve("hello.key")).doesNotExist();
    openSsl.run("x509 -in device.crt -noout -pubkey -out certificate.pub");
    openSsl.run("req -verify -in hello.csr -noout -pubkey -out request.pub");
    assertThat(temp.resolve("request.pub"))
        .hasSameTextualContentAs(temp.resolve("certificate.pub"));
  }

  @Test
  void signApp_whenDeviceHoldsSeveralKeys_wantsTheAlias() {
    makeKey("one", "EC", "-groupname secp384r1");
    makeKey("two", "EC", "-groupname secp384r1");
    Path plugin = plugin();
    List<Object> words =
        List.of(
            "integrity:sign-app",
            "--path=" + plugin,
            "--pkcs11=" + configuration,
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
    makeKey("mine", "EC", "-groupname secp384r1");
    programs.variable("PIN", "9999");

    Programs.Outcome outcome =
        programs.signet(
            "integrity:sign-app",
            "--path=" + plugin(),
            "--pkcs11=" + configuration,
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

  /** Makes a key on the device, has it certified by openssl's root, and puts the reply there. */
  private void makeKey(String alias, String algorithm, String size) {
    String[] sizes = size.split(" ", -1);
    keytool(
        "-genkeypair",
        "-alias",
        alias,
        "-keyalg",
        algorithm,
        sizes[0],
        sizes[1],
        "-dname",
        "CN=hello");
    keytool("-certreq", "-alias", alias, "-file", temp.resolve("device.csr"));
    openSsl.write(
        "leaf.ext",
        """
        basicConstraints=critical,CA:FALSE
        keyUsage=critical,digitalSignature
        extendedKeyUsage=codeSigning
        """);
    openSsl.run(
        "x509 -req -in device.csr -CA root.crt -CAkey root.key -CAcreateserial -days 365"
            + " -extfile leaf.ext -out device.crt");
    openSsl.run("crl2pkcs7 -nocrl -certfile device.crt -certfile root.crt -out chain.p7b");
    keytool("-importcert", "-noprompt", "-alias", alias, "-file", temp.resolve("chain.p7b"));
  }

  private void keytool(Object... arguments) {
    Object[] store = {
      Programs.ofJdk("keytool"),
      "-storetype",
      "PKCS11",
      "-keystore",
      "NONE",
      "-storepass",
      PIN,
      "-providerClass",
      "sun.security.pkcs11.SunPKCS11",
      "-providerArg",
      configuration
    };
    Object[] words = new Object[store.length + arguments.length];
    System.arraycopy(store, 0, words, 0, store.length);
    System.arraycopy(arguments, 0, words, store.length, arguments.length);
    programs.run(words).expectSuccess();
  }
}
