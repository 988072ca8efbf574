package dev.signet.trust;

import static dev.signet.testkit.Certificates.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signet.envelope.SignatureAlgorithm;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Certificates.Issued;
import dev.signet.trust.path.ChainValidator;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERT61String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class NextcloudProfileTest {

  private static final SignatureAlgorithm LEGACY = SignatureAlgorithm.RSA_PSS_SHA1;

  private static KeyPair authorKeys;
  private static Issued root;
  private static Issued intermediate;

  @BeforeAll
  static void makeAuthorities() {
    authorKeys = Certificates.sharedRsa(0);
    root = Certificates.root("Root").keys(Certificates.sharedRsa(1)).make();
    intermediate =
        Certificates.intermediate("Code Signing", root)
            .keys(Certificates.sharedRsa(2))
            .ca(0)
            .make();
  }

  @Test
  void extensionlessLeafOfTheIntermediate_isTrustedAndReportedAsLegacy() {
    ChainValidator.Result result = validate(legacyLeaf().make());

    assertThat(result.isTrusted()).isTrue();
    assertThat(result.signer().orElseThrow().anchor()).isEqualTo("CN=Code Signing");
    assertThat(result.signer().orElseThrow().algorithm()).isEqualTo("rsa-pss-sha1");
    assertThat(result.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.reason()).isEqualTo(Reason.WEAK_ALGORITHM);
              assertThat(finding.isProblem()).isFalse();
              assertThat(finding.detail()).contains("legacy");
            });
  }

  @Test
  void newerAlgorithms_areFineWithoutAnyNotice() {
    for (SignatureAlgorithm algorithm :
        List.of(SignatureAlgorithm.RSA_PSS_SHA384, SignatureAlgorithm.ECDSA_P384_SHA384)) {
      ChainValidator.Result result =
          new ChainValidator(store())
              .validate(legacyLeaf().make().certificate(), List.of(), algorithm, NOW);

      assertThat(result.isTrusted()).isTrue();
      assertThat(result.findings()).isEmpty();
    }
  }

  @Test
  void olderStringTypesAndSha1Certificates_areRead() {
    assertThat(
            validate(
                    legacyLeaf()
                        .subject(Certificates.name(new DERT61String("demo")))
                        .signedWith("SHA1withRSA")
                        .make())
                .isTrusted())
        .isTrue();
    assertThat(
            validate(legacyLeaf().subject(Certificates.name(new DERPrintableString("demo"))).make())
                .isTrusted())
        .isTrue();
  }

  @Test
  void md5Certificates_areRefused() {
    assertRefused(
        validate(legacyLeaf().signedWith("MD5withRSA").make()), Reason.WEAK_ALGORITHM, "MD5");
  }

  @Test
  void leafWithHarmlessExtensions_isTrusted() {
    Issued leaf =
        Certificates.leaf("core", intermediate)
            .keys(authorKeys)
            .without(Extension.extendedKeyUsage)
            .usage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment)
            .make();

    assertThat(validate(leaf).isTrusted()).isTrue();
  }

  @Test
  void leaf_whenItsExtensionsForbidSigning_isRefused() {
    assertRefused(
        validate(Certificates.leaf("demo", intermediate).keys(authorKeys).ca().make()),
        Reason.INVALID_CERTIFICATE,
        "CA:TRUE");
    assertRefused(
        validate(
            Certificates.leaf("demo", intermediate)
                .keys(authorKeys)
                .usage(KeyUsage.keyEncipherment)
                .make()),
        Reason.INVALID_CERTIFICATE,
        "digitalSignature");
    assertRefused(
        validate(
            Certificates.leaf("demo", intermediate)
                .keys(authorKeys)
                .extension(new ASN1ObjectIdentifier("1.2.3.4"), true, DERNull.INSTANCE)
                .make()),
        Reason.INVALID_CERTIFICATE,
        "critical extension");
  }

  @Test
  void pathLongerThanOne_isRefused() {
    Issued below = Certificates.intermediate("Below", intermediate).make();

    assertRefused(
        validate(Certificates.leaf("demo", below).make(), below.certificate()),
        Reason.INVALID_CERTIFICATE,
        "not issued by the trust anchor itself");
  }

  @Test
  void issuersOwnCertificate_neverSigns() {
    assertRefused(validate(intermediate), Reason.INVALID_CERTIFICATE, "authorities never sign");
    assertRefused(validate(root), Reason.INVALID_CERTIFICATE, "authorities never sign");
    assertRefused(
        validate(Certificates.legacyLeaf("demo", intermediate).keys(intermediate.keys()).make()),
        Reason.INVALID_CERTIFICATE,
        "authorities never sign");
  }

  @Test
  void weakLeafKeys_areRefused() {
    assertRefused(
        validate(legacyLeaf().keys(Certificates.rsa(1024)).make()), Reason.WEAK_ALGORITHM, "1024");
  }

  @Test
  void validity_whenItIsOver_isANotice() {
    Issued old = legacyLeaf().valid(Instant.EPOCH.plusSeconds(99), NOW.minusSeconds(1)).make();

    ChainValidator.Result result = validate(old);

    assertThat(result.isTrusted()).isTrue();
    assertThat(result.findings()).extracting(Finding::reason).contains(Reason.EXPIRED);

    ChainValidator.Result later =
        new ChainValidator(store())
            .validate(
                legacyLeaf().make().certificate(),
                List.of(),
                LEGACY,
                Certificates.UNTIL.plusSeconds(1));
    assertThat(later.isTrusted()).isTrue();
    assertThat(later.findings().toString()).contains("CN=Code Signing ran out");
  }

  @Test
  void validity_whenItHasNotBegun_isAProblem() {
    ChainValidator.Result result =
        validate(legacyLeaf().valid(NOW.plusSeconds(1), Certificates.UNTIL).make());

    assertThat(result.isTrusted()).isFalse();
    assertThat(result.signer()).isPresent();
    assertThat(result.findings())
        .filteredOn(Finding::isProblem)
        .extracting(Finding::reason)
        .containsExactly(Reason.EXPIRED);
  }

  @Test
  void legacyAlgorithm_endsAtItsInstant() {
    Instant end = Instant.parse("2026-12-31T23:59:59Z");
    TrustStore own =
        TrustStore.builder()
            .anchor(
                new TrustAnchor(
                    intermediate.certificate(), AnchorProfile.NEXTCLOUD, Optional.of(end)))
            .build();
    TrustStore common =
        TrustStore.builder()
            .anchor(new TrustAnchor(intermediate.certificate(), AnchorProfile.NEXTCLOUD))
            .legacyUntil(end)
            .build();
    for (TrustStore trust : List.of(own, common)) {
      ChainValidator validator = new ChainValidator(trust);
      X509Certificate leaf = legacyLeaf().make().certificate();

      assertThat(validator.validate(leaf, List.of(), LEGACY, end.minusSeconds(1)).isTrusted())
          .isTrue();
      assertRefused(
          validator.validate(leaf, List.of(), LEGACY, end),
          Reason.WEAK_ALGORITHM,
          "accepted until 2026-12-31T23:59:59Z");
      assertThat(
              validator
                  .validate(leaf, List.of(), SignatureAlgorithm.RSA_PSS_SHA384, end)
                  .isTrusted())
          .isTrue();
    }
  }

  @Test
  void endOfLegacy_makesNoSenseUnderStandard() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new TrustAnchor(
                    root.certificate(), AnchorProfile.STANDARD, Optional.of(Instant.EPOCH)))
        .withMessageContaining("legacyUntil");
  }

  @Test
  void anchorWithoutExtensions_isAcceptedButNoneThatDeniesIssuing() {
    Issued silent =
        Certificates.root("Silent")
            .subject(new X500Name("O=Silent"))
            .without(Extension.basicConstraints)
            .without(Extension.keyUsage)
            .make();
    TrustStore trust =
        TrustStore.builder()
            .anchor(new TrustAnchor(silent.certificate(), AnchorProfile.NEXTCLOUD))
            .build();

    assertThat(
            new ChainValidator(trust)
                .validate(
                    Certificates.legacyLeaf("demo", silent).make().certificate(),
                    List.of(),
                    LEGACY,
                    NOW)
                .isTrusted())
        .isTrue();
    for (Issued denies :
        List.of(
            Certificates.root("No")
                .extension(Extension.basicConstraints, true, new BasicConstraints(false))
                .make(),
            Certificates.root("No").usage(KeyUsage.cRLSign).make())) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  TrustStore.builder()
                      .anchor(new TrustAnchor(denies.certificate(), AnchorProfile.NEXTCLOUD)));
    }
  }

  private static Certificates legacyLeaf() {
    return Certificates.legacyLeaf("demo", intermediate).keys(authorKeys);
  }

  private static TrustStore store() {
    return TrustStore.builder()
        .anchor(new TrustAnchor(intermediate.certificate(), AnchorProfile.NEXTCLOUD))
        .anchor(new TrustAnchor(root.certificate(), AnchorProfile.NEXTCLOUD))
        .build();
  }

  private static ChainValidator.Result validate(Issued leaf, X509Certificate... chain) {
    return new ChainValidator(store()).validate(leaf.certificate(), List.of(chain), LEGACY, NOW);
  }

  private static void assertRefused(ChainValidator.Result result, Reason reason, String why) {
    assertThat(result.signer()).isEmpty();
    assertThat(result.findings())
        .anySatisfy(
            finding -> {
              assertThat(finding.reason()).isEqualTo(reason);
              assertThat(finding.isProblem()).isTrue();
              assertThat(finding.detail()).contains(why);
            });
  }
}
