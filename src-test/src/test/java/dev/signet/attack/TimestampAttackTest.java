package dev.signet.attack;

import static dev.signet.testkit.Certificates.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.bundle.Limits;
import dev.signet.envelope.SignatureFile;
import dev.signet.envelope.SignatureFileReader;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Certificates.Issued;
import dev.signet.testkit.Envelopes;
import dev.signet.testkit.Nesting;
import dev.signet.testkit.RevocationLists;
import dev.signet.testkit.SmallStack;
import dev.signet.testkit.TimestampTokens;
import dev.signet.trust.AnchorProfile;
import dev.signet.trust.TrustAnchor;
import dev.signet.trust.TrustStore;
import dev.signet.trust.TrustStoreBuilder;
import dev.signet.trust.path.ChainValidator;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Timestamps that must not keep an expired signature alive, and must not hurt a good one. */
class TimestampAttackTest {
  private static final Instant SIGNED = Instant.parse("2026-03-01T00:00:00Z");
  private static final Instant LEAF_ENDS = Instant.parse("2026-06-01T00:00:00Z");

  private static final Issued ROOT = Certificates.root("Root").make();
  private static final Issued LEAF =
      Certificates.leaf("demo", ROOT).valid(Certificates.FROM, LEAF_ENDS).make();
  private static final Issued TSA_ROOT = Certificates.root("TSA Root").make();
  private static final Issued TSA = TimestampTokens.signer("TSA", TSA_ROOT).make();
  private static final Envelopes ENVELOPE = Envelopes.version2(LEAF, "{}");
  private static final byte[] SIGNATURE = read(ENVELOPE.text()).signature();
  private static final TrustStore TRUST = builder().build();

  @Test
  void soundTimestamp_helps() {
    assertThat(validate(TRUST, token(TSA).der(), NOW).isTrusted()).isTrue();
  }

  @Test
  void timestampOverAnotherSignature_isNoHelp() {
    assertNoHelp(
        TimestampTokens.by(TSA, "another signature".getBytes(UTF_8)).at(SIGNED).der(),
        "another signature");
  }

  @Test
  void sha1Imprint_isNoHelp() {
    assertNoHelp(token(TSA).digest("SHA-1").der(), "digest");
  }

  @Test
  void sha1Signature_isNoHelp() {
    assertNoHelp(token(TSA).signedWith("SHA1withECDSA").der(), "digest");
    assertNoHelp(token(TSA).signedOverSha256With("SHA1withECDSA").der(), "too weak");
    assertThat(
            validate(TRUST, token(TSA).signedOverSha256With("SHA384withECDSA").der(), NOW)
                .isTrusted())
        .isTrue();
  }

  @Test
  void timestampFromTheFuture_isNoHelp() {
    assertNoHelp(token(TSA).at(NOW.plusSeconds(1)).der(), "future");
  }

  @Test
  void timestampFromAfterTheCertificatesEnd_isNoHelp() {
    assertNoHelp(token(TSA).at(LEAF_ENDS.plusSeconds(1)).der(), "was not valid");
  }

  @Test
  void timestampFromBeforeTheCertificatesBeginning_isNoHelp() {
    Issued old = Certificates.root("Old TSA Root").valid(Instant.EPOCH, Certificates.UNTIL).make();
    Issued signer =
        TimestampTokens.signer("TSA", old).valid(Instant.EPOCH, Certificates.UNTIL).make();
    TrustStore trust = builder().timestampAnchor(old.certificate()).build();

    assertNoHelp(trust, token(signer).at(Certificates.FROM.minusSeconds(1)).der(), "was not valid");
  }

  @Test
  void authority_whenItRanOutBeforeItStamped_isNoHelp() {
    Issued signer =
        TimestampTokens.signer("TSA", TSA_ROOT)
            .valid(Certificates.FROM, SIGNED.minusSeconds(1))
            .make();

    assertNoHelp(token(signer).der(), "");
  }

  @Test
  void authority_whenNotYetValidAsItStamped_isNoHelp() {
    Issued signer =
        TimestampTokens.signer("TSA", TSA_ROOT)
            .valid(SIGNED.plusSeconds(1), Certificates.UNTIL)
            .make();

    assertNoHelp(token(signer).der(), "");
  }

  @Test
  void anchor_whenItRanOutBeforeItStamped_isNoHelp() {
    Issued root =
        Certificates.root("Old TSA Root").valid(Certificates.FROM, SIGNED.minusSeconds(1)).make();
    TrustStore trust = builder().timestampAnchor(root.certificate()).build();

    assertNoHelp(trust, token(TimestampTokens.signer("TSA", root).make()).der(), "CN=Old TSA Root");
  }

  @Test
  void codeSigningCertificateUnderTheTimestampAnchor_isNoHelp() {
    assertNoHelp(token(Certificates.leaf("TSA", TSA_ROOT).make()).der(), "");
  }

  @Test
  void purpose_whenItIsNotCritical_isNoHelp() {
    assertNoHelp(
        token(Certificates.leaf("TSA", TSA_ROOT).purpose(KeyPurposeId.id_kp_timeStamping).make())
            .der(),
        "");
  }

  @Test
  void purposeBesideAnother_isNoHelp() {
    assertNoHelp(
        token(
                Certificates.leaf("TSA", TSA_ROOT)
                    .without(Extension.extendedKeyUsage)
                    .extension(
                        Extension.extendedKeyUsage,
                        true,
                        new ExtendedKeyUsage(
                            new KeyPurposeId[] {
                              KeyPurposeId.id_kp_timeStamping, KeyPurposeId.id_kp_codeSigning
                            }))
                    .make())
            .der(),
        "");
  }

  @Test
  void noPurposeAtAll_isNoHelp() {
    assertNoHelp(
        token(Certificates.leaf("TSA", TSA_ROOT).without(Extension.extendedKeyUsage).make()).der(),
        "");
  }

  @Test
  void codeSigningAnchor_doesNotVouchForTime() {
    assertNoHelp(token(TimestampTokens.signer("TSA", ROOT).make()).der(), "no certification path");
  }

  @Test
  void timestampAnchor_doesNotVouchForCode() {
    Issued leaf = Certificates.leaf("demo", TSA_ROOT).make();
    SignatureFile file = read(Envelopes.version2(leaf, "{}").text());

    assertThat(problems(new ChainValidator(TRUST).validate(file, SIGNED)))
        .containsExactly(Reason.UNTRUSTED_CERTIFICATE);
  }

  @Test
  void unknownAuthorityWithATrustedName_isNoHelp() {
    Issued impostor = Certificates.root("TSA Root").make();
    assertNoHelp(
        token(TimestampTokens.signer("TSA", impostor).make()).with(impostor.certificate()).der(),
        "no certification path");
  }

  @Test
  void selfSignedAuthority_isNoHelp() {
    Issued self =
        Certificates.root("TSA")
            .usage(KeyUsage.digitalSignature)
            .extension(
                Extension.extendedKeyUsage,
                true,
                new ExtendedKeyUsage(KeyPurposeId.id_kp_timeStamping))
            .make();
    assertNoHelp(token(self).der(), "no certification path");
  }

  @Test
  void issuer_whenItMayNotIssue_isNoHelp() {
    Issued below =
        Certificates.leaf("Not An Authority", TSA_ROOT)
            .purpose(KeyPurposeId.id_kp_timeStamping)
            .make();
    assertNoHelp(
        token(TimestampTokens.signer("TSA", below).make()).with(below.certificate()).der(),
        "CN=Not An Authority");
  }

  @Test
  void issuerForOtherPurposes_isNoHelp() {
    Issued below =
        Certificates.intermediate("Code Issuing", TSA_ROOT)
            .purpose(KeyPurposeId.id_kp_codeSigning)
            .make();
    assertNoHelp(
        token(TimestampTokens.signer("TSA", below).make()).with(below.certificate()).der(),
        "other purposes");
  }

  @Test
  void revokedAuthority_isNoHelp() {
    TrustStore trust =
        builder()
            .revocationList(
                list(
                    RevocationLists.of(TSA_ROOT).revoked(TSA.certificate().getSerialNumber(), NOW)))
            .build();

    assertNoHelp(trust, token(TSA).der(), "revoked");
  }

  @Test
  void withdrawnKeyOfAnAuthority_isNoHelp() throws Exception {
    byte[] digest =
        java.security.MessageDigest.getInstance("SHA-256")
            .digest(TSA.keys().getPublic().getEncoded());
    TrustStore trust = builder().revokeKey(java.util.HexFormat.of().formatHex(digest)).build();

    assertNoHelp(trust, token(TSA).der(), "withdrawn");
  }

  @Test
  void revokedLeaf_isNotSavedByATimestampFromBefore() {
    TrustStore trust =
        builder()
            .revocationList(
                list(
                    RevocationLists.of(ROOT)
                        .revoked(LEAF.certificate().getSerialNumber(), LEAF_ENDS)))
            .build();

    for (Instant at : List.of(SIGNED.plusSeconds(1), NOW)) {
      assertThat(problems(validate(trust, token(TSA).der(), at))).containsExactly(Reason.REVOKED);
    }
  }

  @Test
  void sunset_isNotOutlivedByATimestamp() {
    TrustStore trust =
        builder()
            .sunset(
                AnchorProfile.STANDARD,
                dev.signet.envelope.SignatureAlgorithm.ECDSA_P384_SHA384,
                LEAF_ENDS)
            .build();

    assertThat(problems(validate(trust, token(TSA).der(), NOW))).contains(Reason.WEAK_ALGORITHM);
  }

  @Test
  void tokenBoundToAnotherCertificate_isNoHelp() {
    assertNoHelp(
        token(TSA).bindingTo(TimestampTokens.signer("TSA", TSA_ROOT).make().certificate()).der(),
        "");
  }

  @Test
  void tokenWithoutItsCertificate_isNoHelp() {
    assertNoHelp(token(TSA).withoutCertificates().der(), "does not carry");
    assertNoHelp(token(TSA).withOnly(TSA_ROOT.certificate()).der(), "does not carry");
  }

  @Test
  void tokenWithTheRightNameAndAnotherKey_isNoHelp() {
    Issued other =
        TimestampTokens.signer("TSA", TSA_ROOT).serial(TSA.certificate().getSerialNumber()).make();
    assertNoHelp(token(other).withOnly(TSA.certificate()).der(), "");
  }

  @Test
  void weakKeys_areNoHelp() {
    for (java.security.KeyPair weak :
        List.of(Certificates.rsa(1024), Certificates.curve("secp256r1"))) {
      Issued signer = TimestampTokens.signer("TSA", TSA_ROOT).keys(weak).make();
      boolean rsa = weak.getPublic().getAlgorithm().equals("RSA");
      assertNoHelp(
          token(signer).signedWith(rsa ? "SHA256withRSA" : "SHA256withECDSA").der(), "key");
    }
  }

  @Test
  void garbage_isRefusedAndNeverThrows() throws Exception {
    byte[] good = token(TSA).der();
    assertNoHelp(new byte[] {1}, "");
    assertNoHelp(Arrays.copyOf(good, good.length - 1), "");
    assertNoHelp(Arrays.copyOf(good, good.length + 1), "");
    assertNoHelp(TSA.certificate().getEncoded(), "");
  }

  @ParameterizedTest
  @EnumSource(Nesting.class)
  void token_whenNestedWithoutEnd_isNoHelp(Nesting nesting) throws Exception {
    byte[] der = nesting.bytes(nesting == Nesting.INDEFINITE ? 32_000 : 10_000);
    SmallStack.run(() -> assertNoHelp(der, "is not in order"));
  }

  /**
   * Whatever bit of a token is flipped, the verifier answers; and it never believes another time.
   */
  @Test
  void flippedBits_neverThrowAndNeverMoveTheTime() {
    byte[] good = token(TSA).der();
    Random random = new Random(7);
    for (int i = 0; i < 300; i++) {
      byte[] bad = good.clone();
      bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));

      ChainValidator.Result result = validate(TRUST, bad, NOW);

      if (result.isTrusted()) {
        assertThat(result.findings().get(0).detail()).contains(SIGNED.toString());
      } else {
        assertThat(problems(result)).containsExactly(Reason.EXPIRED);
      }
    }
  }

  private static TimestampTokens token(Issued signer) {
    return TimestampTokens.by(signer, SIGNATURE).at(SIGNED);
  }

  private static void assertNoHelp(byte[] token, String why) {
    assertNoHelp(TRUST, token, why);
  }

  /** The timestamp saves nothing, is named with its fault, and makes nothing worse. */
  private static void assertNoHelp(TrustStore trust, byte[] token, String why) {
    ChainValidator.Result expired = validate(trust, token, NOW);
    assertThat(problems(expired)).containsExactly(Reason.EXPIRED);
    assertThat(expired.findings())
        .filteredOn(finding -> finding.reason() == Reason.INVALID_TIMESTAMP)
        .singleElement()
        .satisfies(finding -> assertThat(finding.detail()).contains(why));

    ChainValidator.Result valid = validate(trust, token, SIGNED.plusSeconds(1));
    assertThat(valid.isTrusted()).isTrue();
    assertThat(valid.findings())
        .extracting(Finding::reason)
        .containsExactly(Reason.INVALID_TIMESTAMP);
  }

  private static ChainValidator.Result validate(TrustStore trust, byte[] token, Instant at) {
    String timestamp = Base64.getEncoder().encodeToString(token);
    String text = ENVELOPE.text().replaceFirst("}$", ",\"timestamp\":\"" + timestamp + "\"}");
    return new ChainValidator(trust).validate(read(text), at);
  }

  private static SignatureFile read(String text) {
    return SignatureFileReader.read(text.getBytes(UTF_8), Limits.DEFAULT)
        .fold(
            file -> file,
            finding -> {
              throw new AssertionError(finding.detail());
            });
  }

  private static TrustStoreBuilder builder() {
    return TrustStore.builder()
        .anchor(new TrustAnchor(ROOT.certificate(), AnchorProfile.STANDARD))
        .timestampAnchor(TSA_ROOT.certificate());
  }

  private static X509CRL list(RevocationLists lists) {
    try {
      return (X509CRL)
          CertificateFactory.getInstance("X.509", "SUN")
              .generateCRL(
                  new ByteArrayInputStream(
                      lists.current(SIGNED, NOW.plus(Duration.ofDays(1))).der()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Reason> problems(ChainValidator.Result result) {
    return result.findings().stream().filter(Finding::isProblem).map(Finding::reason).toList();
  }
}
