package dev.signet.trust.path;

import static dev.signet.testkit.Certificates.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.envelope.SignatureAlgorithm;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Certificates.Issued;
import dev.signet.trust.AnchorProfile;
import dev.signet.trust.KeyRules;
import dev.signet.trust.TrustAnchor;
import dev.signet.trust.TrustStore;
import dev.signet.trust.TrustStoreBuilder;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Signer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ChainValidatorTest {

  private static final SignatureAlgorithm ECDSA = SignatureAlgorithm.ECDSA_P384_SHA384;

  private static Issued root;
  private static Issued intermediate;
  private static Issued leaf;

  @BeforeAll
  static void makePath() {
    root = Certificates.root("Root").subject(new X500Name("C=DE,O=Example,CN=Root")).make();
    intermediate = Certificates.intermediate("Issuing", root).ca(0).make();
    leaf = Certificates.leaf("demo", intermediate).serial(0xAB12).make();
  }

  @Test
  void pathOverSentIntermediate_provesTheSigner() {
    ChainValidator.Result result = validate(leaf, intermediate.certificate());

    assertThat(result.findings()).isEmpty();
    assertThat(result.isTrusted()).isTrue();
    assertThat(result.signer())
        .contains(
            new Signer(
                "demo",
                "CN=Issuing",
                "ab12",
                KeyRules.id(leaf.keys().getPublic()),
                Certificates.FROM,
                Certificates.UNTIL,
                "ecdsa-p384-sha384",
                "CN=Root,O=Example,C=DE"));
  }

  @Test
  void storesIntermediate_completesPath() {
    TrustStore trust = builder(root).intermediate(intermediate.certificate()).build();

    assertThat(validate(trust, leaf).isTrusted()).isTrue();
  }

  @Test
  void leafOfTheAnchorItself_needsNoHints() {
    assertThat(validate(Certificates.leaf("demo", root).make()).isTrusted()).isTrue();
  }

  @Test
  void hintsInOtherOrderAndWithRootAmongThem_areUnderstood() {
    Issued wide = Certificates.intermediate("Upper", root).make();
    Issued lower = Certificates.intermediate("Lower", wide).make();

    assertThat(
            validate(
                    Certificates.leaf("demo", lower).make(),
                    root.certificate(),
                    wide.certificate(),
                    lower.certificate(),
                    lower.certificate())
                .isTrusted())
        .isTrue();
  }

  @Test
  void missingIntermediate_isUntrusted() {
    assertRefused(validate(leaf), Reason.UNTRUSTED_CERTIFICATE, "no certification path");
  }

  @Test
  void leaf_whenItMayDoTooMuchOrTooLittle_isRefused() {
    assertRefused(
        validate(Certificates.leaf("demo", root).ca().make()),
        Reason.INVALID_CERTIFICATE,
        "CA:TRUE");
    assertRefused(
        validate(Certificates.leaf("demo", root).usage(KeyUsage.keyEncipherment).make()),
        Reason.INVALID_CERTIFICATE,
        "digitalSignature");
    assertRefused(
        validate(Certificates.leaf("demo", root).without(Extension.keyUsage).make()),
        Reason.INVALID_CERTIFICATE,
        "digitalSignature");
    assertRefused(
        validate(Certificates.leaf("demo", root).purpose(KeyPurposeId.id_kp_serverAuth).make()),
        Reason.INVALID_CERTIFICATE,
        "codeSigning");
    assertRefused(
        validate(Certificates.leaf("demo", root).purpose(KeyPurposeId.anyExtendedKeyUsage).make()),
        Reason.INVALID_CERTIFICATE,
        "codeSigning");
    assertRefused(
        validate(Certificates.legacyLeaf("demo", root).make()),
        Reason.INVALID_CERTIFICATE,
        "codeSigning");
  }

  @Test
  void criticalPurpose_isUnderstood() {
    Issued strict =
        Certificates.leaf("demo", root)
            .extension(
                Extension.extendedKeyUsage,
                true,
                new org.bouncycastle.asn1.x509.ExtendedKeyUsage(KeyPurposeId.id_kp_codeSigning))
            .make();

    assertThat(validate(strict).isTrusted()).isTrue();
  }

  @Test
  void criticalExtension_whenNobodyKnowsIt_isRefused() {
    Issued odd =
        Certificates.leaf("demo", root)
            .extension(new ASN1ObjectIdentifier("1.2.3.4.5"), true, DERNull.INSTANCE)
            .make();

    assertRefused(validate(odd), Reason.INVALID_CERTIFICATE, "path validation");
  }

  @Test
  void nameConstraintsOfAnIssuer_hold() {
    GeneralSubtree permitted = new GeneralSubtree(new GeneralName(new X500Name("O=Somebody Else")));
    Issued narrow =
        Certificates.intermediate("Narrow", root)
            .extension(
                Extension.nameConstraints,
                true,
                new NameConstraints(new GeneralSubtree[] {permitted}, null))
            .make();

    assertRefused(
        validate(Certificates.leaf("demo", narrow).make(), narrow.certificate()),
        Reason.INVALID_CERTIFICATE,
        "path validation");
  }

  @Test
  void issuer_whenItMayNotIssue_isRefused() {
    Issued noAuthority =
        Certificates.intermediate("No", root)
            .extension(Extension.basicConstraints, true, new BasicConstraints(false))
            .make();
    assertRefused(
        validate(Certificates.leaf("demo", noAuthority).make(), noAuthority.certificate()),
        Reason.INVALID_CERTIFICATE,
        "no authority");
    Issued noUsage = Certificates.intermediate("No", root).without(Extension.keyUsage).make();
    assertRefused(
        validate(Certificates.leaf("demo", noUsage).make(), noUsage.certificate()),
        Reason.INVALID_CERTIFICATE,
        "keyCertSign");
    Issued otherPurpose =
        Certificates.intermediate("No", root).purpose(KeyPurposeId.id_kp_timeStamping).make();
    assertRefused(
        validate(Certificates.leaf("demo", otherPurpose).make(), otherPurpose.certificate()),
        Reason.INVALID_CERTIFICATE,
        "other purposes");
  }

  @Test
  void pathLengthOfAnchorAndIntermediate_hold() {
    Issued flat = Certificates.root("Flat").ca(0).make();
    Issued below = Certificates.intermediate("Below", flat).make();
    assertRefused(
        validate(
            builder(flat).build(), Certificates.leaf("demo", below).make(), below.certificate()),
        Reason.INVALID_CERTIFICATE,
        "pathLenConstraint");

    Issued deeper = Certificates.intermediate("Deeper", intermediate).make();
    assertRefused(
        validate(
            Certificates.leaf("demo", deeper).make(),
            deeper.certificate(),
            intermediate.certificate()),
        Reason.INVALID_CERTIFICATE,
        "path validation");
  }

  @Test
  void weakKeysAndSignaturesInThePath_areRefused() {
    assertRefused(
        validate(Certificates.leaf("demo", root).keys(Certificates.rsa(1024)).make()),
        Reason.WEAK_ALGORITHM,
        "1024");
    assertRefused(
        validate(Certificates.leaf("demo", root).keys(Certificates.curve("secp256r1")).make()),
        Reason.WEAK_ALGORITHM,
        "P-384");
    Issued weak = Certificates.intermediate("Weak", root).keys(Certificates.rsa(1024)).make();
    assertRefused(
        validate(Certificates.leaf("demo", weak).make(), weak.certificate()),
        Reason.WEAK_ALGORITHM,
        "CN=Weak");
    assertRefused(
        validate(Certificates.leaf("demo", root).signedWith("SHA1withECDSA").make()),
        Reason.WEAK_ALGORITHM,
        "SHA1withECDSA");
  }

  @Test
  void pssSignedCertificates_areAcceptedUnlessWithSha1() {
    Issued rsa = Certificates.root("RSA").keys(Certificates.sharedRsa(0)).make();
    TrustStore trust = builder(rsa).build();

    assertThat(
            validate(
                    trust, Certificates.leaf("demo", rsa).signedWith("SHA384WITHRSAANDMGF1").make())
                .isTrusted())
        .isTrue();
    assertRefused(
        validate(trust, Certificates.leaf("demo", rsa).signedWith("SHA1WITHRSAANDMGF1").make()),
        Reason.WEAK_ALGORITHM,
        "too weak");
  }

  @Test
  void legacyAlgorithm_isRefused() {
    ChainValidator.Result result =
        new ChainValidator(builder(root).build())
            .validate(
                Certificates.leaf("demo", root).make().certificate(),
                List.of(),
                SignatureAlgorithm.RSA_PSS_SHA1,
                NOW);

    assertRefused(result, Reason.WEAK_ALGORITHM, "rsa-pss-sha1");
  }

  @Test
  void dates_areBothIncludedAndTheSignerStaysKnown() {
    Instant first = Instant.parse("2026-05-01T00:00:00Z");
    Instant last = Instant.parse("2026-06-01T00:00:00Z");
    Issued brief = Certificates.leaf("demo", root).valid(first, last).make();

    assertThat(validateAt(brief, first).isTrusted()).isTrue();
    assertThat(validateAt(brief, last).isTrusted()).isTrue();
    for (Instant outside : List.of(first.minusSeconds(1), last.plusSeconds(1))) {
      ChainValidator.Result result = validateAt(brief, outside);
      assertThat(result.isTrusted()).isFalse();
      assertThat(result.signer().orElseThrow().commonName()).isEqualTo("demo");
      assertThat(result.findings()).extracting(Finding::reason).containsExactly(Reason.EXPIRED);
    }
  }

  @Test
  void expiredAnchorAndIntermediate_areReported() {
    Instant later = Certificates.UNTIL.plusSeconds(1);
    Issued young =
        Certificates.leaf("demo", intermediate)
            .valid(Certificates.FROM, later.plusSeconds(99))
            .make();

    ChainValidator.Result result =
        new ChainValidator(builder(root).build())
            .validate(young.certificate(), List.of(intermediate.certificate()), ECDSA, later);

    assertThat(result.signer()).isPresent();
    assertThat(result.findings())
        .extracting(Finding::reason)
        .containsExactly(Reason.EXPIRED, Reason.EXPIRED);
    assertThat(result.findings().toString()).contains("CN=Issuing", "CN=Root,O=Example,C=DE");
  }

  @Test
  void certificates_whenTheyWereNeverValidTogether_proveNobody() {
    Issued old =
        Certificates.intermediate("Old", root)
            .valid(Certificates.FROM, Certificates.FROM.plusSeconds(10))
            .make();
    Issued young =
        Certificates.leaf("demo", old)
            .valid(Certificates.FROM.plusSeconds(20), Certificates.UNTIL)
            .make();

    ChainValidator.Result result = validate(young, old.certificate());

    assertThat(result.signer()).isEmpty();
    assertThat(result.findings()).extracting(Finding::reason).contains(Reason.EXPIRED);
  }

  @Test
  void renewedIntermediate_countsBesideTheExpiredOne() {
    Issued expired =
        Certificates.intermediate("Issuing", root)
            .keys(intermediate.keys())
            .valid(Certificates.FROM, NOW.minusSeconds(1))
            .make();
    TrustStore trust = builder(root).intermediate(intermediate.certificate()).build();

    assertThat(validate(trust, leaf, expired.certificate()).isTrusted()).isTrue();
  }

  @Test
  void anyMangledCertificate_isJudgedWithoutAnException() throws Exception {
    TrustStore trust =
        builder(root)
            .anchor(
                new TrustAnchor(
                    Certificates.root("Legacy").make().certificate(), AnchorProfile.NEXTCLOUD))
            .build();
    ChainValidator validator = new ChainValidator(trust);
    CertificateFactory factory = CertificateFactory.getInstance("X.509", "SUN");
    byte[] whole = Certificates.leaf("demo", root).make().certificate().getEncoded();
    Random random = new Random(2026);
    int judged = 0;
    for (int round = 0; round < 500; round++) {
      byte[] mangled = whole.clone();
      for (int hits = 1 + random.nextInt(3); hits > 0; hits--) {
        mangled[random.nextInt(mangled.length)] = (byte) random.nextInt(256);
      }
      X509Certificate certificate;
      try {
        certificate =
            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(mangled));
      } catch (CertificateException e) {
        continue;
      }
      if (java.util.Arrays.equals(certificate.getEncoded(), whole)) {
        continue;
      }
      judged++;
      assertThat(validator.validate(certificate, List.of(certificate), ECDSA, NOW).isTrusted())
          .isFalse();
    }
    assertThat(judged).isGreaterThan(60);
  }

  @Test
  void anyMangledContent_whenAnAuthoritySignedIt_isJudgedWithoutAnException() throws Exception {
    List<ChainValidator> validators =
        List.of(
            new ChainValidator(builder(root).build()),
            new ChainValidator(
                TrustStore.builder()
                    .anchor(new TrustAnchor(root.certificate(), AnchorProfile.NEXTCLOUD))
                    .build()));
    byte[] whole = Certificates.leaf("demo", root).make().certificate().getTBSCertificate();
    Random random = new Random(2027);
    int judged = 0;
    for (int round = 0; round < 400; round++) {
      byte[] mangled = whole.clone();
      for (int hits = 1 + random.nextInt(2); hits > 0; hits--) {
        mangled[random.nextInt(mangled.length)] = (byte) random.nextInt(256);
      }
      Optional<X509Certificate> signed = signedByRoot(mangled);
      if (signed.isEmpty()) {
        continue;
      }
      X509Certificate certificate = signed.get();
      judged++;
      for (ChainValidator validator : validators) {
        ChainValidator.Result result =
            validator.validate(certificate, List.of(certificate), ECDSA, NOW);
        assertThat(result.isTrusted())
            .isEqualTo(result.findings().stream().noneMatch(Finding::isProblem));
      }
    }
    assertThat(judged).isGreaterThan(60);
  }

  private static Optional<X509Certificate> signedByRoot(byte[] content) throws Exception {
    Signature signature = Signature.getInstance("SHA256withECDSA", "SunEC");
    signature.initSign(root.keys().getPrivate());
    signature.update(content);
    ASN1EncodableVector parts = new ASN1EncodableVector();
    try {
      parts.add(ASN1Primitive.fromByteArray(content));
      parts.add(new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256));
      parts.add(new DERBitString(signature.sign()));
      return Optional.of(
          (X509Certificate)
              CertificateFactory.getInstance("X.509", "SUN")
                  .generateCertificate(
                      new ByteArrayInputStream(new DERSequence(parts).getEncoded())));
    } catch (IOException | CertificateException e) {
      return Optional.empty();
    }
  }

  private static TrustStoreBuilder builder(Issued anchor) {
    return TrustStore.builder()
        .anchor(new TrustAnchor(anchor.certificate(), AnchorProfile.STANDARD));
  }

  private static ChainValidator.Result validate(Issued signer, X509Certificate... chain) {
    return validate(builder(root).build(), signer, chain);
  }

  private static ChainValidator.Result validate(
      TrustStore trust, Issued signer, X509Certificate... chain) {
    return new ChainValidator(trust).validate(signer.certificate(), List.of(chain), ECDSA, NOW);
  }

  private static ChainValidator.Result validateAt(Issued signer, Instant at) {
    return new ChainValidator(builder(root).build())
        .validate(signer.certificate(), List.of(), ECDSA, at);
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
