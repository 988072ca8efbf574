package dev.signet.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signet.bundle.EntryPath;
import dev.signet.bundle.Limits;
import dev.signet.manifest.Digest;
import dev.signet.manifest.Manifest;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Schemas;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SignatureFileWriterTest {
  private static final Digest ZERO = Digest.of(new byte[64]);
  private static final Certificates.Issued CA = Certificates.root("ca").make();
  private static final Certificates.Issued EC = Certificates.leaf("a", CA).make();
  private static final Certificates.Issued RSA =
      Certificates.leaf("a", CA).keys(Certificates.sharedRsa(0)).make();

  @Test
  void version1_whenWritten_looksAsPhpPrintsIt() throws Exception {
    String text = new String(version1(manifest("b", "a/é")), UTF_8);

    assertThat(text)
        .startsWith(
            "{\n    \"hashes\": {\n        \"a\\/\\u00e9\": \""
                + ZERO.hex()
                + "\",\n        \"b\": ")
        .contains("\n    },\n    \"signature\": \"")
        .contains("\",\n    \"certificate\": \"-----BEGIN CERTIFICATE-----\\r\\n")
        .endsWith("\\r\\n-----END CERTIFICATE-----\"\n}");
  }

  @Test
  void version1_whenManifestIsEmptyOrAList_looksAsPhpPrintsIt() throws Exception {
    assertThat(new String(version1(manifest()), UTF_8)).startsWith("{\n    \"hashes\": [],\n");
    assertThat(new String(version1(manifest("0", "1")), UTF_8))
        .startsWith("{\n    \"hashes\": [\n        \"" + ZERO.hex() + "\",\n        \"0");
  }

  @Test
  void version1_whenReadBack_isValid() throws Exception {
    for (Manifest files :
        List.of(manifest(), manifest("0"), manifest("b", "a/é", "\uD83D\uDE00", "10", "9"))) {
      SignatureFile file = read(version1(files));
      assertThat(file.isSignatureValid()).isTrue();
      assertThat(file.hashes().values()).hasSize(files.files().size());
      assertThat(file.leaf()).isEqualTo(RSA.certificate());
    }
  }

  @Test
  void version1_whenOrderIsNotDefined_cannotBeWritten() {
    String[] names = new String[20];
    names[0] = "9";
    names[1] = "10";
    for (int i = 2; i < names.length; i++) {
      names[i] = i + "a";
    }

    assertThat(SignatureFileWriter.version1(manifest(names))).isEmpty();
  }

  @Test
  void version2_whenReadBack_isValid() throws Exception {
    Manifest files = manifest("b", "a/é", "\uD83D\uDE00", "10", "9");
    SignatureFileWriter writer =
        SignatureFileWriter.version2(files, SignatureAlgorithm.ECDSA_P384_SHA384);
    byte[] signature = writer.algorithm().sign(EC.keys().getPrivate(), writer.signedBytes());
    List<X509Certificate> chain = List.of(CA.certificate());

    byte[] bytes = writer.write(signature, EC.certificate(), chain, Optional.of(new byte[] {1, 2}));

    SignatureFile file = read(bytes);
    assertThat(file.isSignatureValid()).isTrue();
    assertThat(file.version()).isEqualTo(2);
    assertThat(file.chain()).isEqualTo(chain);
    assertThat(file.timestamp()).contains(new byte[] {1, 2});
    assertThat(file.hashes().values()).hasSize(5);
    assertThat(new String(bytes, UTF_8)).doesNotContain("\r").endsWith("}\n");
  }

  @Test
  void version2_whenParametersAreWrong_areNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SignatureFileWriter.version2(manifest(), SignatureAlgorithm.RSA_PSS_SHA1))
        .withMessageContaining("algorithm");
    List<X509Certificate> nine = Collections.nCopies(9, CA.certificate());
    SignatureFileWriter writer =
        SignatureFileWriter.version2(manifest(), SignatureAlgorithm.ECDSA_P384_SHA384);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> writer.write(new byte[1], EC.certificate(), nine, Optional.empty()))
        .withMessageContaining("chain");
  }

  private static byte[] version1(Manifest files) throws Exception {
    SignatureFileWriter writer = SignatureFileWriter.version1(files).orElseThrow();
    byte[] signature = writer.algorithm().sign(RSA.keys().getPrivate(), writer.signedBytes());
    return writer.write(signature, RSA.certificate(), List.of(), Optional.empty());
  }

  private static SignatureFile read(byte[] bytes) {
    Schemas.SIGNATURE.assertDescribes(new String(bytes, UTF_8));
    return SignatureFileReader.read(bytes, Limits.DEFAULT)
        .fold(
            file -> file,
            finding -> {
              throw new AssertionError(finding.detail());
            });
  }

  private static Manifest manifest(String... names) {
    Map<EntryPath, Digest> files = new LinkedHashMap<>();
    for (String name : names) {
      files.put(new EntryPath(name), ZERO);
    }
    return Manifest.of(files);
  }
}
