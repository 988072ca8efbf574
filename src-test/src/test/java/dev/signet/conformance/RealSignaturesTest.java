package dev.signet.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.bundle.Limits;
import dev.signet.envelope.SignatureAlgorithm;
import dev.signet.envelope.SignatureFile;
import dev.signet.envelope.SignatureFileReader;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The 60 real files, as far as the file alone tells. */
@Tag("conformance")
class RealSignaturesTest {
  private static final String CANNOT_BE_SAID = "-";

  static List<Map<String, String>> files() {
    return Conformance.table("expected.tsv");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void reading_whenFileIsReal_findsWhatIsRecorded(Map<String, String> row) throws Exception {
    SignatureFileReader.Result result =
        SignatureFileReader.read(
            Conformance.bytes("signatures/" + row.get("file")), Limits.DEFAULT);

    if (row.get("n_hashes").equals(CANNOT_BE_SAID)) {
      assertThat(result.<Reason>fold(file -> null, Finding::reason))
          .isEqualTo(Reason.MALFORMED_SIGNATURE);
      return;
    }
    SignatureFile file = result.fold(f -> f, finding -> fail(finding.detail()));
    byte[] signedBytes = file.signedBytes();
    assertThat(file.version()).isEqualTo(1);
    assertThat(file.algorithm()).isEqualTo(SignatureAlgorithm.RSA_PSS_SHA1);
    assertThat(file.hashes().values()).hasSize(Integer.parseInt(row.get("n_hashes")));
    assertThat(file.isSignatureValid()).isEqualTo(row.get("signature_ok").equals("yes"));
    assertThat(signedBytes).hasSize(Integer.parseInt(row.get("signed_bytes")));
    assertThat(sha256(signedBytes)).isEqualTo(row.get("signed_bytes_sha256"));
    assertThat(commonName(file)).isEqualTo(row.get("cn"));
    assertThat(file.leaf().getSerialNumber().toString(16)).isEqualTo(row.get("cert_serial"));
  }

  @Test
  void data_whenPresent_hasSixtyFiles() {
    assertThat(files()).hasSize(60);
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static String commonName(SignatureFile file) {
    X500Name subject = X500Name.getInstance(file.leaf().getSubjectX500Principal().getEncoded());
    return IETFUtils.valueToString(subject.getRDNs(BCStyle.CN)[0].getFirst().getValue());
  }

  private static SignatureFile fail(String message) {
    throw new AssertionError(message);
  }
}
