package dev.signet.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.bundle.Limits;
import dev.signet.envelope.SignatureAlgorithm;
import dev.signet.envelope.SignatureFile;
import dev.signet.envelope.SignatureFileReader;
import dev.signet.pem.Pem;
import dev.signet.trust.AnchorProfile;
import dev.signet.trust.Scope;
import dev.signet.trust.TrustStore;
import dev.signet.trust.TrustStoreBuilder;
import dev.signet.trust.TrustStoreException;
import dev.signet.trust.path.ChainValidator;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Signer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The certificates of the 60 real files under the roots and lists that were really shipped. */
@Tag("conformance")
class RealCertificatesTest {
  private static final Instant AT = Instant.parse("2026-11-22T12:00:00Z");
  private static final String CANNOT_BE_SAID = "-";
  private static final String NOT_VALID = "Certificate is not valid.";

  private enum Authority {
    NEXTCLOUD("nextcloud", "nextcloud/root.crt", "nextcloud/root.crl"),
    OWNCLOUD("owncloud-g1", "owncloud/roots/root-g1.crt", "owncloud/crl/legacy.crl");

    private final String name;
    private final String anchors;
    private final String list;

    Authority(String name, String anchors, String list) {
      this.name = name;
      this.anchors = anchors;
      this.list = list;
    }

    private TrustStoreBuilder anchors() throws TrustStoreException {
      return TrustStore.builder().anchors(pki(anchors), AnchorProfile.NEXTCLOUD);
    }

    private TrustStore withList() throws TrustStoreException {
      return anchors().revocationList(pki(list)).build();
    }

    private static Path pki(String file) {
      return Conformance.folder().resolve("pki").resolve(file);
    }
  }

  static List<Map<String, String>> files() {
    return Conformance.table("expected.tsv");
  }

  static List<Map<String, String>> checked() {
    return Conformance.table("expected-nextcloud-checker.tsv");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void certificate_leadsToTheRecordedRootAndIsRevokedAsRecorded(Map<String, String> row)
      throws Exception {
    Optional<SignatureFile> file = read(row.get("file"));
    if (row.get("root").equals(CANNOT_BE_SAID)) {
      assertThat(file).isEmpty();
      return;
    }
    // One file has a certificate and nothing that is signed.
    X509Certificate leaf =
        row.get("n_hashes").equals(CANNOT_BE_SAID)
            ? bareCertificate(row.get("file"))
            : file.orElseThrow().leaf();
    for (Authority authority : Authority.values()) {
      ChainValidator.Result result = validate(authority.withList(), leaf);
      if (!row.get("root").equals(authority.name)) {
        assertThat(result.signer()).isEmpty();
        assertThat(problems(result)).containsExactly(Reason.UNTRUSTED_CERTIFICATE);
        continue;
      }
      Signer signer = result.signer().orElseThrow();
      assertThat(signer.commonName()).isEqualTo(row.get("cn"));
      assertThat(signer.serialNumber()).isEqualTo(row.get("cert_serial"));
      assertThat(signer.notBefore()).isEqualTo(Instant.parse(row.get("not_before")));
      assertThat(signer.notAfter()).isEqualTo(Instant.parse(row.get("not_after")));
      assertThat(signer.anchor())
          .startsWith("CN=")
          .contains("Code Signing Intermediate Authority", "O=")
          .isEqualTo(signer.issuer());
      boolean revoked = row.get("revoked").startsWith("yes");
      assertThat(problems(result)).isEqualTo(revoked ? List.of(Reason.REVOKED) : List.of());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("checked")
  void certificateAndScope_areJudgedAsNextcloudDoes(Map<String, String> row) throws Exception {
    Optional<SignatureFile> file = read(row.get("file"));
    for (Authority authority : Authority.values()) {
      String recorded =
          row.get("with_" + authority.name.replace('-', '_') + "_root")
              .replace("InvalidSignatureException: ", "");
      // Nextcloud stops with an error of its own, or before it looks at the certificate.
      if (recorded.startsWith("THROWS") || recorded.equals("Signature data not found.")) {
        assertThat(file).isEmpty();
        continue;
      }
      ChainValidator.Result result =
          validate(authority.anchors().build(), file.orElseThrow().leaf());
      if (recorded.equals(NOT_VALID)) {
        assertThat(result.signer()).isEmpty();
        assertThat(result.findings())
            .filteredOn(Finding::isProblem)
            .allSatisfy(
                finding -> assertThat(finding.reason().originalMessage()).isEqualTo(NOT_VALID));
        continue;
      }
      assertThat(problems(result)).isEmpty();
      Optional<String> mismatch =
          new Scope(row.get("app_id"), true)
              .check(result.signer().orElseThrow().commonName())
              .map(RealCertificatesTest::original);
      // Whether the signature holds is not the certificate's business.
      boolean accepted =
          recorded.equals("ok") || recorded.equals("Signature could not get verified.");
      assertThat(mismatch).isEqualTo(accepted ? Optional.empty() : Optional.of(recorded));
    }
  }

  @Test
  void shippedCoreCertificates_leadToTheirRoots() throws Exception {
    for (Authority authority : Authority.values()) {
      TrustStore leaves =
          TrustStore.builder()
              .intermediates(
                  Authority.pki(
                      authority.anchors.startsWith("nextcloud")
                          ? "nextcloud/core.crt"
                          : "owncloud/core.crt"))
              .anchors(Authority.pki(authority.anchors), AnchorProfile.NEXTCLOUD)
              .build();

      ChainValidator.Result result =
          new ChainValidator(authority.withList())
              .validate(
                  leaves.intermediates().get(0), List.of(), SignatureAlgorithm.RSA_PSS_SHA1, AT);

      assertThat(problems(result)).isEmpty();
      assertThat(result.signer().orElseThrow().commonName()).isEqualTo(Scope.CORE);
    }
  }

  @Test
  void everyRootEverShipped_isRead() throws Exception {
    for (String file :
        List.of(
            "nextcloud/root-9.0.53.crt",
            "owncloud/history/root-2015-12-01-first.crt",
            "owncloud/history/root-2016-02-03-own-ca.crt",
            "owncloud/history/root-2016-02-03-with-intermediate.crt")) {
      assertThat(
              TrustStore.builder()
                  .anchors(Authority.pki(file), AnchorProfile.NEXTCLOUD)
                  .build()
                  .anchors())
          .isNotEmpty();
    }
    TrustStore second =
        TrustStore.builder()
            .anchors(Authority.pki("owncloud/roots/root-g2.crt"), AnchorProfile.STANDARD)
            .intermediates(Authority.pki("owncloud/intermediates/intermediate-g2.crt"))
            .revocationList(Authority.pki("owncloud/crl/developers.crl"))
            .build();
    assertThat(second.revocationLists().get(0).issuer())
        .isEqualTo("CN=ownCloud Code Signing Intermediate CA G2,O=ownCloud GmbH,C=DE");
  }

  @Test
  void newestOfAllListsEverShipped_counts() throws Exception {
    TrustStoreBuilder all = Authority.OWNCLOUD.anchors();
    for (String list :
        List.of("1009-2021-12-28", "1002-2016-07-12", "1007-2019-06-12", "1004-2017-05-16")) {
      all.revocationList(Authority.pki("owncloud/crl/legacy-" + list + ".crl"));
    }
    X509Certificate revokedByTheLast =
        read("rcdevs__owncloud_openotp_auth.json").orElseThrow().leaf();

    assertThat(problems(validate(all.build(), revokedByTheLast))).containsExactly(Reason.REVOKED);
    assertThat(
            problems(
                validate(
                    Authority.OWNCLOUD
                        .anchors()
                        .revocationList(Authority.pki("owncloud/crl/legacy-1007-2019-06-12.crl"))
                        .build(),
                    revokedByTheLast)))
        .isEmpty();
  }

  private static String original(Finding mismatch) {
    return String.format(
        Locale.ROOT, mismatch.reason().originalMessage(), mismatch.expected(), mismatch.current());
  }

  private static ChainValidator.Result validate(TrustStore trust, X509Certificate leaf) {
    return new ChainValidator(trust).validate(leaf, List.of(), SignatureAlgorithm.RSA_PSS_SHA1, AT);
  }

  private static X509Certificate bareCertificate(String file) throws CertificateException {
    String json = new String(Conformance.bytes("signatures/" + file), StandardCharsets.UTF_8);
    return Pem.certificates(Conformance.json(json).get("certificate").textValue()).get(0);
  }

  private static List<Reason> problems(ChainValidator.Result result) {
    return result.findings().stream().filter(Finding::isProblem).map(Finding::reason).toList();
  }

  private static Optional<SignatureFile> read(String file) {
    return SignatureFileReader.read(Conformance.bytes("signatures/" + file), Limits.DEFAULT)
        .fold(Optional::of, finding -> Optional.empty());
  }
}
