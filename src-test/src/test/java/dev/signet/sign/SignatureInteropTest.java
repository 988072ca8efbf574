package dev.signet.sign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.bundle.Limits;
import dev.signet.envelope.SignatureFile;
import dev.signet.envelope.SignatureFileReader;
import dev.signet.testkit.OpenSsl;
import dev.signet.testkit.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signatures as openssl 3 sees them, which knows nothing of this project. */
class SignatureInteropTest {
  @TempDir private static Path temp;
  private static OpenSsl openSsl;

  @BeforeAll
  static void makeKeys() {
    openSsl = OpenSsl.in(temp).root();
    openSsl.run("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out ec.key");
    openSsl.run("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out rsa.key");
    openSsl.issue("ec", "hello");
    openSsl.issue("rsa", "hello");
  }

  @ParameterizedTest
  @CsvSource({
    "rsa, 1, -sha1 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:0 -sigopt"
        + " rsa_mgf1_md:sha512",
    "rsa, 2, -sha384 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:48",
    "ec, 2, -sha384"
  })
  void sign_whenDone_isVerifiedByOpenssl(String key, int format, String options) throws Exception {
    Path plugin =
        Trees.folder(
            temp.resolve("plugin-" + key + format),
            Trees.files("plugin.properties", "plugin.id=hello\nplugin.version=1", "é/a.txt", "a"));
    SigningIdentity identity =
        SigningIdentity.load(
            temp.resolve(key + ".key"), temp.resolve(key + ".crt"), Optional.empty());
    BundleSigner.builder(identity).format(format).build().sign(plugin);
    SignatureFile file = read(plugin.resolve("signature.json"));
    Files.write(temp.resolve("signed"), file.signedBytes());
    Files.write(temp.resolve("signature"), file.signature());
    openSsl.run("x509", "-in", key + ".crt", "-pubkey", "-noout", "-out", "public");

    String answer =
        openSsl.run(
            ("dgst " + options + " -verify public -signature signature signed").split(" ", -1));

    assertThat(answer).isEqualToIgnoringNewLines("Verified OK");
  }

  private static SignatureFile read(Path file) throws IOException {
    return SignatureFileReader.read(Files.readAllBytes(file), Limits.DEFAULT)
        .fold(
            wellFormed -> wellFormed,
            finding -> {
              throw new AssertionError(finding.detail());
            });
  }
}
