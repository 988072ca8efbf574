package dev.signet.trust;

import static dev.signet.testkit.Certificates.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signet.envelope.SignatureAlgorithm;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Certificates.Issued;
import dev.signet.testkit.RevocationLists;
import dev.signet.trust.RevocationPolicy.AfterGrace;
import dev.signet.trust.path.ChainValidator;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.cert.CRLException;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RevocationListTest {

  private static Issued root;
  private static Issued intermediate;
  private static Issued leaf;

  @BeforeAll
  static void makePath() {
    root = Certificates.root("Root").make();
    intermediate = Certificates.intermediate("Issuing", root).serial(7).make();
    leaf = Certificates.leaf("demo", intermediate).serial(42).make();
  }

  @Test
  void listedLeaf_isRevokedAndItsSignerStaysKnown() {
    ChainValidator.Result result =
        validate(store(RevocationLists.of(intermediate).revoked(leaf.certificate())));

    assertThat(result.signer()).isPresent();
    assertThat(problems(result)).containsExactly(Reason.REVOKED);
    assertThat(result.findings().get(0).detail())
        .startsWith("The certificate of CN=demo")
        .contains("(serial number 2A, issued by CN=Issuing");
  }

  @Test
  void unlistedLeaf_isTrusted() {
    ChainValidator.Result result =
        validate(store(RevocationLists.of(intermediate).revoked(BigInteger.valueOf(43), NOW)));

    assertThat(result.isTrusted()).isTrue();
    assertThat(result.findings()).isEmpty();
  }

  @Test
  void listedIntermediate_isRevoked() {
    ChainValidator.Result result =
        validate(store(RevocationLists.of(root).revoked(intermediate.certificate())));

    assertThat(problems(result)).containsExactly(Reason.REVOKED);
    assertThat(result.findings().get(0).detail()).contains("CN=Issuing");
  }

  @Test
  void listedAnchor_whenItsOwnRootIsThere_isRevoked() {
    TrustStore trust =
        TrustStore.builder()
            .anchor(new TrustAnchor(intermediate.certificate(), AnchorProfile.NEXTCLOUD))
            .anchor(new TrustAnchor(root.certificate(), AnchorProfile.NEXTCLOUD))
            .revocationList(list(RevocationLists.of(root).revoked(intermediate.certificate())))
            .build();

    assertThat(problems(validate(trust))).containsExactly(Reason.REVOKED);
  }

  @Test
  void dateOfRevocation_doesNotMatter() {
    for (Instant at : List.of(Instant.EPOCH, Certificates.UNTIL)) {
      assertThat(
              problems(
                  validate(
                      store(RevocationLists.of(intermediate).revoked(BigInteger.valueOf(42), at)))))
          .containsExactly(Reason.REVOKED);
    }
  }

  @Test
  void sameSerialOfAnotherIssuer_doesNotMatter() {
    assertThat(
            validate(store(RevocationLists.of(root).revoked(BigInteger.valueOf(42), NOW)))
                .isTrusted())
        .isTrue();
  }

  @Test
  void listSignedByAnotherKey_neverCountsAndIsReported() {
    Issued impostor = Certificates.root("Impostor").make();
    RevocationLists forged =
        RevocationLists.of(impostor)
            .issuerName(intermediate.name())
            .number(999)
            .revoked(leaf.certificate());

    ChainValidator.Result result = validate(store(forged));

    assertThat(result.isTrusted()).isTrue();
    assertThat(result.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.reason()).isEqualTo(Reason.REVOCATION_UNAVAILABLE);
              assertThat(finding.detail()).contains("did not sign");
            });
    assertThat(
            problems(
                validate(
                    store(
                        forged,
                        RevocationLists.of(intermediate).number(1).revoked(leaf.certificate())))))
        .containsExactly(Reason.REVOKED);
  }

  @Test
  void listOfAnAuthority_whenItMayNotSignLists_neverCounts() {
    Issued mute = Certificates.intermediate("Mute", root).usage(KeyUsage.keyCertSign).make();
    Issued below = Certificates.leaf("demo", mute).make();
    TrustStore trust =
        TrustStore.builder()
            .anchor(new TrustAnchor(root.certificate(), AnchorProfile.STANDARD))
            .revocationList(list(RevocationLists.of(mute).revoked(below.certificate())))
            .build();

    ChainValidator.Result result =
        new ChainValidator(trust)
            .validate(
                below.certificate(),
                List.of(mute.certificate()),
                SignatureAlgorithm.ECDSA_P384_SHA384,
                NOW);

    assertThat(result.isTrusted()).isTrue();
    assertThat(result.findings())
        .extracting(Finding::reason)
        .containsExactly(Reason.REVOCATION_UNAVAILABLE);
  }

  @Test
  void weaklySignedList_neverCounts() {
    ChainValidator.Result result =
        validate(
            store(
                RevocationLists.of(intermediate)
                    .signedWith("SHA1withECDSA")
                    .revoked(leaf.certificate())));

    assertThat(result.findings())
        .extracting(Finding::reason)
        .containsExactly(Reason.REVOCATION_UNAVAILABLE);
  }

  @Test
  void highestNumber_winsWhateverTheOrder() {
    RevocationLists older =
        RevocationLists.of(intermediate)
            .number(9)
            .current(NOW.minusSeconds(10), NOW.plusSeconds(10_000));
    RevocationLists newer =
        RevocationLists.of(intermediate)
            .number(10)
            .current(NOW.minusSeconds(20), NOW.plusSeconds(10_000))
            .revoked(leaf.certificate());

    assertThat(problems(validate(store(older, newer)))).containsExactly(Reason.REVOKED);
    assertThat(problems(validate(store(newer, older)))).containsExactly(Reason.REVOKED);
  }

  @Test
  void latestIssue_winsWithoutNumbers() {
    RevocationLists older =
        RevocationLists.of(intermediate).current(NOW.minusSeconds(20), NOW.plusSeconds(10_000));
    RevocationLists newer =
        RevocationLists.of(intermediate)
            .current(NOW.minusSeconds(10), NOW.plusSeconds(10_000))
            .revoked(leaf.certificate());

    assertThat(problems(validate(store(older, newer)))).containsExactly(Reason.REVOKED);
    assertThat(problems(validate(store(newer, older)))).containsExactly(Reason.REVOKED);
  }

  @Test
  void equallyNewLists_bothCount() {
    RevocationLists empty = RevocationLists.of(intermediate);
    RevocationLists full = RevocationLists.of(intermediate).revoked(leaf.certificate());

    assertThat(problems(validate(store(empty, full)))).containsExactly(Reason.REVOKED);
    assertThat(problems(validate(store(full, empty)))).containsExactly(Reason.REVOKED);
  }

  @Test
  void staleList_isReportedThenRefused() {
    Instant due = NOW.minus(Duration.ofDays(20));
    RevocationLists stale = RevocationLists.of(intermediate).current(due.minusSeconds(99), due);
    Duration grace = RevocationPolicy.DEFAULT.grace();

    assertThat(validateAt(store(stale), due).findings()).isEmpty();
    for (Instant at : List.of(due.plusSeconds(1), due.plus(grace))) {
      ChainValidator.Result result = validateAt(store(stale), at);
      assertThat(result.isTrusted()).isTrue();
      assertThat(result.findings())
          .extracting(Finding::reason)
          .containsExactly(Reason.REVOCATION_UNAVAILABLE);
    }
    ChainValidator.Result result = validateAt(store(stale), due.plus(grace).plusSeconds(1));
    assertThat(result.signer()).isPresent();
    assertThat(problems(result)).containsExactly(Reason.REVOCATION_UNAVAILABLE);
  }

  @Test
  void host_mayChooseToBeWarnedOnly() {
    RevocationLists stale =
        RevocationLists.of(intermediate).current(Certificates.FROM, Certificates.FROM);
    TrustStore trust =
        builder(stale)
            .revocationPolicy(new RevocationPolicy(false, Duration.ZERO, AfterGrace.WARN))
            .build();

    ChainValidator.Result result = validate(trust);

    assertThat(result.isTrusted()).isTrue();
    assertThat(result.findings()).hasSize(1);
  }

  @Test
  void staleList_stillRevokes() {
    RevocationLists stale =
        RevocationLists.of(intermediate)
            .current(Certificates.FROM, Certificates.FROM.plusSeconds(1))
            .revoked(leaf.certificate());

    assertThat(problems(validate(store(stale))))
        .containsExactlyInAnyOrder(Reason.REVOKED, Reason.REVOCATION_UNAVAILABLE);
  }

  @Test
  void requiredList_whenItIsMissing_refuses() {
    RevocationPolicy strict = new RevocationPolicy(true, Duration.ofDays(14), AfterGrace.REFUSE);
    assertThat(validate(store()).isTrusted()).isTrue();
    assertThat(problems(validate(builder().revocationPolicy(strict).build())))
        .containsExactly(Reason.REVOCATION_UNAVAILABLE);
    assertThat(
            problems(validate(builder(RevocationLists.of(root)).revocationPolicy(strict).build())))
        .as("another authority's list is no help")
        .containsExactly(Reason.REVOCATION_UNAVAILABLE);
    assertThat(
            validate(builder(RevocationLists.of(intermediate)).revocationPolicy(strict).build())
                .isTrusted())
        .isTrue();
  }

  @Test
  void withdrawnKey_isRevokedWhereverItOccurs() {
    for (Issued owner : List.of(leaf, intermediate, root)) {
      TrustStore trust = builder().revokeKey(KeyRules.id(owner.keys().getPublic())).build();
      assertThat(problems(validate(trust))).containsExactly(Reason.REVOKED);
    }
    assertThatIllegalArgumentException().isThrownBy(() -> builder().revokeKey("ABC"));
  }

  @Test
  void withdrawnRelease_isKnown() {
    TrustStore trust = builder().revokeManifest("ab".repeat(64)).build();

    assertThat(trust.isManifestRevoked("ab".repeat(64))).isTrue();
    assertThat(trust.isManifestRevoked("cd".repeat(64))).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().revokeManifest("AB".repeat(64)));
  }

  @Test
  void negativeGrace_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RevocationPolicy(false, Duration.ofDays(-1), AfterGrace.WARN));
  }

  @Test
  void partialAndEndlessLists_areNotRead() {
    assertNotRead(
        RevocationLists.of(root)
            .criticalExtension(Extension.deltaCRLIndicator, new CRLNumber(BigInteger.ONE)),
        "delta");
    assertNotRead(
        RevocationLists.of(root)
            .criticalExtension(
                Extension.issuingDistributionPoint,
                new IssuingDistributionPoint(null, true, false)),
        "partial");
    assertNotRead(RevocationLists.of(root).current(NOW, null), "nextUpdate");
  }

  @Test
  void derAndPem_areReadAlsoSeveralInOneFile() throws Exception {
    byte[] der = RevocationLists.of(root).number(5).revoked(leaf.certificate()).der();
    String pem =
        "-----BEGIN X509 CRL-----\r\n"
            + Base64.getMimeEncoder().encodeToString(der)
            + "\r\n-----END X509 CRL-----\r\n";

    assertThat(RevocationList.parse(der)).hasSize(1);
    List<RevocationList> both =
        RevocationList.parse((pem + pem).getBytes(StandardCharsets.US_ASCII));

    assertThat(both).hasSize(2);
    assertThat(both.get(1).number()).contains(BigInteger.valueOf(5));
    assertThat(both.get(1).revokedAt(BigInteger.valueOf(42))).isPresent();
    assertThat(both.get(1).issuer()).isEqualTo("CN=Root");
  }

  @Test
  void garbage_isNoList() {
    for (String garbage : List.of("", "garbage data that is not a valid CRL", "-----BEGIN X5")) {
      assertThatExceptionOfType(CRLException.class)
          .isThrownBy(() -> RevocationList.parse(garbage.getBytes(StandardCharsets.US_ASCII)));
    }
  }

  private static void assertNotRead(RevocationLists lists, String why) {
    assertThatExceptionOfType(CRLException.class)
        .isThrownBy(() -> RevocationList.parse(lists.der()))
        .withMessageContaining(why);
  }

  private static X509CRL list(RevocationLists lists) {
    try {
      return (X509CRL)
          java.security.cert.CertificateFactory.getInstance("X.509", "SUN")
              .generateCRL(new java.io.ByteArrayInputStream(lists.der()));
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TrustStoreBuilder builder(RevocationLists... lists) {
    TrustStoreBuilder builder =
        TrustStore.builder()
            .anchor(new TrustAnchor(root.certificate(), AnchorProfile.STANDARD))
            .intermediate(intermediate.certificate());
    for (RevocationLists each : lists) {
      builder.revocationList(list(each));
    }
    return builder;
  }

  private static TrustStore store(RevocationLists... lists) {
    return builder(lists).build();
  }

  private static ChainValidator.Result validate(TrustStore trust) {
    return validateAt(trust, NOW);
  }

  private static ChainValidator.Result validateAt(TrustStore trust, Instant at) {
    return new ChainValidator(trust)
        .validate(leaf.certificate(), List.of(), SignatureAlgorithm.ECDSA_P384_SHA384, at);
  }

  private static List<Reason> problems(ChainValidator.Result result) {
    return result.findings().stream().filter(Finding::isProblem).map(Finding::reason).toList();
  }
}
