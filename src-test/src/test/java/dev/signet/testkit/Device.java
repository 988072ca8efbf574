package dev.signet.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A device whose keys never leave it: SoftHSM stands for it (Debian package {@code softhsm2}). */
public final class Device {
  /** Opens it. */
  public static final String PIN = "1234";

  private static final List<String> LIBRARIES =
      List.of(
          "/usr/lib/softhsm/libsofthsm2.so",
          "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
          "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
          "/usr/lib64/pkcs11/libsofthsm2.so",
          "/usr/local/lib/softhsm/libsofthsm2.so");

  private final OpenSsl openSsl;
  private final Path settings;
  private final Path configuration;

  private Device(OpenSsl openSsl, Path settings, Path configuration) {
    this.openSsl = openSsl;
    this.settings = settings;
    this.configuration = configuration;
  }

  /**
   * Initialises a device in the folder where openssl has its root; skips the test without SoftHSM.
   */
  public static Device in(Path folder, OpenSsl openSsl) {
    Optional<String> library =
        LIBRARIES.stream().filter(path -> Files.exists(Path.of(path))).findFirst();
    assumeTrue(
        library.isPresent(),
        "SoftHSM is not installed (Debian package softhsm2); keys on devices are not tested");
    Path tokens = folder.resolve("tokens");
    try {
      Files.createDirectory(tokens);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Path settings =
        openSsl.write(
            "softhsm2.conf",
            "directories.tokendir = " + tokens + "\nobjectstore.backend = file\nlog.level = ERROR");
    Path configuration =
        openSsl.write(
            "pkcs11.cfg", "name = SoftHSM\nlibrary = " + library.get() + "\nslotListIndex = 0\n");
    Device device = new Device(openSsl, settings, configuration);
    device
        .programs()
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
    return device;
  }

  /** Returns the file of the variable {@code SOFTHSM2_CONF}, without which no program finds it. */
  public Path settings() {
    return settings;
  }

  /** Returns the configuration of SunPKCS11. */
  public Path configuration() {
    return configuration;
  }

  private Programs programs() {
    return new Programs(openSsl.file(".")).variable("SOFTHSM2_CONF", settings);
  }

  /**
   * Makes a key, has it certified for {@code hello} by openssl's root, and puts the reply there.
   */
  public void makeKey(String alias, String algorithm, String size) {
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
    keytool("-certreq", "-alias", alias, "-file", openSsl.file("device.csr"));
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
    keytool("-importcert", "-noprompt", "-alias", alias, "-file", openSsl.file("chain.p7b"));
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
    programs().run(words).expectSuccess();
  }
}
