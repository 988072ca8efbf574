package dev.signet.attack;

import static dev.signet.testkit.Certificates.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.signet.envelope.SignatureAlgorithm;
import dev.signet.pem.Pem;
import dev.signet.sign.key.PemFiles;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Certificates.Issued;
import dev.signet.testkit.RevocationLists;
import dev.signet.trust.AnchorProfile;
import dev.signet.trust.Scope;
import dev.signet.trust.TrustAnchor;
import dev.signet.trust.TrustStore;
import dev.signet.trust.TrustStoreBuilder;
import dev.signet.trust.path.ChainValidator;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Signer;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The group "Certificates": whatever is sent, nobody but an anchor's own people is believed. */
class CertificateAttackTest {

  private static final SignatureAlgorithm ECDSA = SignatureAlgorithm.ECDSA_P384_SHA384;
  private static final Duration BOUND = Duration.ofSeconds(20);

  private static Issued root;
  private static Issued intermediate;
  private static Issued leaf;
  private static Issued evilRoot;

  @BeforeAll
  static void makePath() {
    root = Certificates.root("Root").make();
    intermediate = Certificates.intermediate("Issuing", root).serial(7).make();
    leaf = Certificates.leaf("demo", intermediate).serial(42).make();
    evilRoot = Certificates.root("Evil").make();
  }

  @Test
  void soundPath_isTrusted() {
    assertThat(validate(leaf, intermediate).isTrusted()).isTrue();
  }

  @Test
  void selfSignedLeaf_isUntrusted() {
    Issued own =
        Certificates.leaf("demo", evilRoot)
            .issuerName(Certificates.cn("demo"))
            .issuerKeys(null)
            .make();

    assertRefused(validate(own), Reason.UNTRUSTED_CERTIFICATE);
    assertRefused(validate(own, own), Reason.UNTRUSTED_CERTIFICATE);
  }

  @Test
  void authorityOfAnother_isUntrusted() {
    Issued evilIssuing = Certificates.intermediate("Issuing", evilRoot).make();

    assertRefused(
        validate(Certificates.leaf("demo", evilIssuing).make(), evilIssuing, evilRoot),
        Reason.UNTRUSTED_CERTIFICATE);
  }

  @Test
  void leafAsIssuer_isRefused() {
    Issued below = Certificates.leaf("demo", leaf).make();

    assertRefused(validate(below, leaf, intermediate), Reason.INVALID_CERTIFICATE);
  }

  @Test
  void authorities_neverSignBundles() {
    assertRefused(
        validate(Certificates.leaf("demo", intermediate).ca().make(), intermediate),
        Reason.INVALID_CERTIFICATE);
    assertRefused(validate(intermediate), Reason.INVALID_CERTIFICATE);
    assertRefused(validate(root), Reason.INVALID_CERTIFICATE);
  }

  @Test
  void issuerWithoutKeyCertSign_isRefused() {
    Issued issuer = Certificates.intermediate("No", root).usage(KeyUsage.digitalSignature).make();

    assertRefused(
        validate(Certificates.leaf("demo", issuer).make(), issuer), Reason.INVALID_CERTIFICATE);
  }

  @Test
  void pathLengthExceeded_isRefused() {
    Issued flat = Certificates.intermediate("Flat", root).ca(0).make();
    Issued below = Certificates.intermediate("Below", flat).make();

    assertRefused(
        validate(Certificates.leaf("demo", below).make(), below, flat), Reason.INVALID_CERTIFICATE);
  }

  @Test
  void wrongPurpose_isRefused() {
    assertRefused(
        validate(Certificates.leaf("demo", root).purpose(KeyPurposeId.id_kp_serverAuth).make()),
        Reason.INVALID_CERTIFICATE);
  }

  @Test
  void sameSubjectWithAnotherKey_isUntrusted() {
    Issued twinRoot = Certificates.root("Root").make();
    Issued twinIssuing = Certificates.intermediate("Issuing", twinRoot).make();

    ChainValidator.Result direct = validate(Certificates.leaf("demo", twinRoot).make(), twinRoot);
    assertRefused(direct, Reason.UNTRUSTED_CERTIFICATE);
    assertThat(direct.findings().get(0).detail()).contains("did not sign it");
    assertRefused(
        validate(Certificates.leaf("demo", twinIssuing).make(), intermediate, twinIssuing, root),
        Reason.UNTRUSTED_CERTIFICATE);
  }

  @Test
  void eachLeaf_isJudgedByItsOwnAnchorsProfile() {
    Issued legacyRoot = Certificates.root("Legacy").make();
    TrustStore both =
        TrustStore.builder()
            .anchor(new TrustAnchor(legacyRoot.certificate(), AnchorProfile.NEXTCLOUD))
            .anchor(new TrustAnchor(root.certificate(), AnchorProfile.STANDARD))
            .build();

    assertThat(validate(both, Certificates.legacyLeaf("demo", legacyRoot).make()).isTrusted())
        .isTrue();
    assertRefused(
        validate(both, Certificates.legacyLeaf("demo", root).make()), Reason.INVALID_CERTIFICATE);
    assertRefused(
        new ChainValidator(both)
            .validate(
                Certificates.leaf("demo", root).make().certificate(),
                List.of(),
                SignatureAlgorithm.RSA_PSS_SHA1,
                NOW),
        Reason.WEAK_ALGORITHM);
  }

  @Test
  void crossSigning_lendsNoLaxerProfile() {
    Issued legacyRoot = Certificates.root("Legacy").make();
    Issued cross =
        Certificates.intermediate("Issuing", legacyRoot).keys(intermediate.keys()).make();
    TrustStore both =
        TrustStore.builder()
            .anchor(new TrustAnchor(legacyRoot.certificate(), AnchorProfile.NEXTCLOUD))
            .anchor(new TrustAnchor(root.certificate(), AnchorProfile.STANDARD))
            .build();
    Issued loose = Certificates.legacyLeaf("demo", intermediate).make();

    for (Issued[] chain :
        new Issued[][] {
          {cross}, {intermediate}, {cross, intermediate}, {intermediate, cross, legacyRoot}
        }) {
      assertRefused(validate(both, loose, chain), Reason.INVALID_CERTIFICATE);
    }
    Signer signer = validate(both, leaf, cross, intermediate).signer().orElseThrow();
    assertThat(signer.anchor()).isEqualTo("CN=Root");
  }

  @Test
  void loop_ends() {
    KeyPair first = Certificates.p384();
    KeyPair second = Certificates.p384();
    Issued one = Certificates.root("One").keys(first).make();
    Issued two = Certificates.intermediate("Two", one).keys(second).make();
    Issued oneByTwo = Certificates.intermediate("One", two).keys(first).make();

    ChainValidator.Result result =
        assertTimeoutPreemptively(
            BOUND, () -> validate(Certificates.leaf("demo", one).make(), oneByTwo, two, one));

    assertRefused(result, Reason.UNTRUSTED_CERTIFICATE);
  }

  @Test
  void manyCertificatesOfOneNameAndKey_end() {
    KeyPair shared = Certificates.p384();
    Issued first = Certificates.root("Same").keys(shared).make();
    List<Issued> chain = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      chain.add(Certificates.root("Same").keys(shared).issuedBy(first).serial(100 + i).make());
    }

    ChainValidator.Result result =
        assertTimeoutPreemptively(
            BOUND,
            () -> validate(Certificates.leaf("demo", first).make(), chain.toArray(Issued[]::new)));

    assertRefused(result, Reason.UNTRUSTED_CERTIFICATE);
  }

  @Test
  void chainOfAThousand_ends() {
    List<Issued> chain = new ArrayList<>(List.of(root));
    KeyPair shared = Certificates.rsa(1024);
    for (int i = 0; i < 1000; i++) {
      chain.add(Certificates.intermediate("Level " + i, chain.get(i)).keys(shared).make());
    }
    Issued last = Certificates.leaf("demo", chain.get(1000)).make();
    java.util.Collections.reverse(chain);

    ChainValidator.Result result =
        assertTimeoutPreemptively(BOUND, () -> validate(last, chain.toArray(Issued[]::new)));

    assertRefused(result, Reason.UNTRUSTED_CERTIFICATE);
  }

  @Test
  void chainOfEight_isTheLongest() {
    List<Issued> chain = new ArrayList<>(List.of(root));
    for (int i = 0; i < 8; i++) {
      chain.add(0, Certificates.intermediate("Level " + i, chain.get(0)).make());
    }
    Issued tooDeep = Certificates.leaf("demo", chain.get(0)).make();
    Issued deep = Certificates.leaf("demo", chain.get(1)).make();

    assertRefused(validate(tooDeep, chain.toArray(Issued[]::new)), Reason.UNTRUSTED_CERTIFICATE);
    assertThat(validate(deep, chain.subList(1, 8).toArray(Issued[]::new)).isTrusted()).isTrue();
  }

  @Test
  void ambiguousNames_areRefused() {
    RDN shared =
        new RDN(
            new AttributeTypeAndValue[] {
              new AttributeTypeAndValue(BCStyle.CN, new DERUTF8String("demo")),
              new AttributeTypeAndValue(BCStyle.OU, new DERUTF8String("x"))
            });
    for (X500Name name :
        List.of(
            Certificates.name(new DERUTF8String("demo"), new DERUTF8String("other")),
            Certificates.name(new DERUTF8String("other"), new DERUTF8String("demo")),
            new X500Name(new RDN[] {shared}),
            new X500Name(new RDN[] {new RDN(BCStyle.O, new DERUTF8String("x, CN=demo"))}),
            new X500Name(new RDN[] {new RDN(BCStyle.O, new DERUTF8String("x\",CN=\"demo"))}),
            Certificates.name(new DERBMPString("demo")))) {
      for (AnchorProfile profile : AnchorProfile.values()) {
        assertRefused(
            validate(store(profile), Certificates.leaf("x", root).subject(name).make()),
            Reason.INVALID_CERTIFICATE);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"demo\u0000", "demo ", " demo", "Demo", "d\u0435mo", "demo\u0000.evil", "DEMO"})
  void names_whenTheyLookAlike_areOfAnotherScope(String commonName) {
    Signer signer = validate(Certificates.leaf(commonName, root).make()).signer().orElseThrow();

    assertThat(signer.commonName()).isEqualTo(commonName);
    assertThat(scope("demo", false, signer)).contains(Reason.SCOPE_MISMATCH);
  }

  @Test
  void core_isReserved() {
    Signer core = validate(Certificates.leaf("core", root).make()).signer().orElseThrow();
    Signer plugin = validate(Certificates.leaf("demo", root).make()).signer().orElseThrow();

    assertThat(scope("demo", false, core)).contains(Reason.SCOPE_MISMATCH);
    assertThat(scope("demo", true, core)).isEmpty();
    assertThat(scope(Scope.CORE, false, plugin)).contains(Reason.SCOPE_MISMATCH);
    assertThat(scope(Scope.CORE, true, plugin)).contains(Reason.SCOPE_MISMATCH);
    assertThat(scope(Scope.CORE, false, core)).isEmpty();
  }

  @Test
  void signatureOfAnotherKeyUnderTheSameName_isNone() throws Exception {
    byte[] bytes = "{}".getBytes(StandardCharsets.UTF_8);
    KeyPair thief = Certificates.p384();
    byte[] signature = ECDSA.sign(thief.getPrivate(), bytes);

    assertThat(validate(leaf, intermediate).isTrusted()).isTrue();
    assertThat(ECDSA.verify(leaf.certificate().getPublicKey(), bytes, signature)).isFalse();
    assertThat(ECDSA.verify(thief.getPublic(), bytes, signature)).isTrue();
  }

  @Test
  void firstCertificateOfTheText_isTheLeaf() throws Exception {
    String text =
        "CN=core\r\n"
            + PemFiles.text(evilRoot.certificate())
            + "text\n"
            + PemFiles.text(leaf.certificate());

    List<X509Certificate> read = Pem.certificates(text);

    assertThat(read).containsExactly(evilRoot.certificate(), leaf.certificate());
    assertRefused(
        new ChainValidator(store(AnchorProfile.STANDARD))
            .validate(read.get(0), read.subList(1, 2), ECDSA, NOW),
        Reason.UNTRUSTED_CERTIFICATE);
  }

  @Test
  void expiredAndNotYetValid_areRefused() {
    assertProblems(
        validate(
            Certificates.leaf("demo", root).valid(Certificates.FROM, NOW.minusSeconds(1)).make()),
        Reason.EXPIRED);
    assertProblems(
        validate(
            Certificates.leaf("demo", root).valid(NOW.plusSeconds(1), Certificates.UNTIL).make()),
        Reason.EXPIRED);
  }

  @Test
  void clockMovedBack_helpsNobody() {
    Instant past = Certificates.FROM.minusSeconds(1);
    for (AnchorProfile profile : AnchorProfile.values()) {
      TrustStore trust =
          builder(profile)
              .revocationList(list(RevocationLists.of(root).revoked(BigInteger.valueOf(9), NOW)))
              .build();
      Issued revoked = Certificates.leaf("demo", root).serial(9).make();

      assertProblems(
          new ChainValidator(trust).validate(revoked.certificate(), List.of(), ECDSA, past),
          Reason.EXPIRED,
          Reason.REVOKED);
    }
  }

  @Test
  void revokedLeafAndIntermediate_areRefused() {
    assertProblems(
        validate(
            store(RevocationLists.of(intermediate).revoked(leaf.certificate())),
            leaf,
            intermediate),
        Reason.REVOKED);
    assertProblems(
        validate(
            store(RevocationLists.of(root).revoked(intermediate.certificate())),
            leaf,
            intermediate),
        Reason.REVOKED);
  }

  @Test
  void listFromAnotherAnchor_revokesNobody() {
    Issued twin = Certificates.root("Issuing").make();
    TrustStore trust =
        builder(AnchorProfile.STANDARD)
            .anchor(new TrustAnchor(twin.certificate(), AnchorProfile.STANDARD))
            .anchor(new TrustAnchor(evilRoot.certificate(), AnchorProfile.STANDARD))
            .revocationList(list(RevocationLists.of(twin).number(99).revoked(leaf.certificate())))
            .revocationList(list(RevocationLists.of(evilRoot).revoked(leaf.certificate())))
            .build();

    ChainValidator.Result result = validate(trust, leaf, intermediate);

    assertThat(result.isTrusted()).isTrue();
    assertThat(result.findings())
        .extracting(Finding::reason)
        .containsExactly(Reason.REVOCATION_UNAVAILABLE);
  }

  @Test
  void listFromAnotherAnchor_hidesNoRevocation() {
    Issued twin = Certificates.root("Issuing").make();

    assertProblems(
        validate(
            store(
                RevocationLists.of(twin).number(99),
                RevocationLists.of(intermediate).number(1).revoked(leaf.certificate())),
            leaf,
            intermediate),
        Reason.REVOKED);
  }

  @Test
  void olderListReplayed_hidesNoRevocation() {
    RevocationLists older = RevocationLists.of(intermediate).number(1);
    RevocationLists newer = RevocationLists.of(intermediate).number(2).revoked(leaf.certificate());

    assertProblems(validate(store(newer, older), leaf, intermediate), Reason.REVOKED);
    assertProblems(validate(store(older, newer), leaf, intermediate), Reason.REVOKED);
  }

  @Test
  void staleList_isRefusedInTheEndAndStillRevokes() {
    Instant due = NOW.minus(Duration.ofDays(61));

    assertProblems(
        validate(
            store(RevocationLists.of(intermediate).current(due.minusSeconds(1), due)),
            leaf,
            intermediate),
        Reason.REVOCATION_UNAVAILABLE);
    assertProblems(
        validate(
            store(
                RevocationLists.of(intermediate)
                    .current(due.minusSeconds(1), due)
                    .revoked(leaf.certificate())),
            leaf,
            intermediate),
        Reason.REVOKED,
        Reason.REVOCATION_UNAVAILABLE);
  }

  @Test
  void sameSerialOfAnotherIssuer_revokesNobody() {
    assertThat(
            validate(
                    store(RevocationLists.of(root).revoked(BigInteger.valueOf(42), NOW)),
                    leaf,
                    intermediate)
                .isTrusted())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 1024})
  void smallRsaKeys_areRefusedEverywhere(int bits) {
    KeyPair small = Certificates.rsa(bits);
    for (AnchorProfile profile : AnchorProfile.values()) {
      assertRefused(
          validate(store(profile), Certificates.leaf("demo", root).keys(small).make()),
          Reason.WEAK_ALGORITHM);
      Issued weak = Certificates.root("Weak").keys(small).signedWith("SHA1withRSA").make();
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(
              () -> TrustStore.builder().anchor(new TrustAnchor(weak.certificate(), profile)));
    }
    Issued issuer = Certificates.intermediate("Weak", root).keys(small).make();
    assertRefused(
        validate(Certificates.leaf("demo", issuer).signedWith("SHA1withRSA").make(), issuer),
        Reason.WEAK_ALGORITHM);
  }

  @Test
  void zeroSignature_isNone() throws Exception {
    ASN1EncodableVector zeros = new ASN1EncodableVector();
    zeros.add(new ASN1Integer(0));
    zeros.add(new ASN1Integer(0));
    byte[] zero = new DERSequence(zeros).getEncoded();
    Certificate whole =
        Certificate.getInstance(Certificates.leaf("demo", root).make().certificate().getEncoded());
    ASN1EncodableVector parts = new ASN1EncodableVector();
    parts.add(whole.getTBSCertificate());
    parts.add(whole.getSignatureAlgorithm());
    parts.add(new DERBitString(zero));
    X509Certificate forged = Certificates.parse(new DERSequence(parts).getEncoded());

    for (AnchorProfile profile : AnchorProfile.values()) {
      assertRefused(
          new ChainValidator(store(profile)).validate(forged, List.of(), ECDSA, NOW),
          Reason.UNTRUSTED_CERTIFICATE);
    }
    assertThat(ECDSA.verify(leaf.certificate().getPublicKey(), new byte[] {1}, zero)).isFalse();
  }

  @Test
  void changedCertificate_isUntrusted() throws Exception {
    byte[] der = Certificates.leaf("demo", root).make().certificate().getEncoded();
    String text = new String(der, StandardCharsets.ISO_8859_1);
    byte[] changed = text.replace("demo", "core").getBytes(StandardCharsets.ISO_8859_1);

    assertRefused(
        new ChainValidator(store(AnchorProfile.STANDARD))
            .validate(Certificates.parse(changed), List.of(), ECDSA, NOW),
        Reason.UNTRUSTED_CERTIFICATE);
  }

  @Test
  void anchorWithoutTheRightToIssue_isNotEvenInstalled() {
    Issued no =
        Certificates.root("No")
            .extension(Extension.basicConstraints, true, new BasicConstraints(false))
            .make();
    for (AnchorProfile profile : AnchorProfile.values()) {
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(
              () -> TrustStore.builder().anchor(new TrustAnchor(no.certificate(), profile)));
    }
  }

  private static Optional<Reason> scope(String id, boolean coreSignsApps, Signer signer) {
    return new Scope(id, coreSignsApps).check(signer.commonName()).map(Finding::reason);
  }

  private static TrustStoreBuilder builder(AnchorProfile profile) {
    return TrustStore.builder().anchor(new TrustAnchor(root.certificate(), profile));
  }

  private static TrustStore store(AnchorProfile profile) {
    return builder(profile).build();
  }

  private static TrustStore store(RevocationLists... lists) {
    TrustStoreBuilder builder = builder(AnchorProfile.STANDARD);
    for (RevocationLists each : lists) {
      builder.revocationList(list(each));
    }
    return builder.build();
  }

  private static X509CRL list(RevocationLists lists) {
    try {
      return (X509CRL)
          CertificateFactory.getInstance("X.509", "SUN")
              .generateCRL(new ByteArrayInputStream(lists.der()));
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ChainValidator.Result validate(Issued signer, Issued... chain) {
    return validate(store(AnchorProfile.STANDARD), signer, chain);
  }

  private static ChainValidator.Result validate(TrustStore trust, Issued signer, Issued... chain) {
    return new ChainValidator(trust)
        .validate(
            signer.certificate(),
            java.util.Arrays.stream(chain).map(Issued::certificate).toList(),
            ECDSA,
            NOW);
  }

  private static void assertRefused(ChainValidator.Result result, Reason reason) {
    assertThat(result.signer()).isEmpty();
    assertThat(problems(result)).contains(reason);
  }

  private static void assertProblems(ChainValidator.Result result, Reason... reasons) {
    assertThat(result.isTrusted()).isFalse();
    assertThat(problems(result)).contains(reasons);
    assertThat(java.util.Set.copyOf(problems(result))).isEqualTo(java.util.Set.of(reasons));
  }

  private static List<Reason> problems(ChainValidator.Result result) {
    return result.findings().stream().filter(Finding::isProblem).map(Finding::reason).toList();
  }
}
