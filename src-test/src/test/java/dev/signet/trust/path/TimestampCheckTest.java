package dev.signet.trust.path;

import static dev.signet.testkit.Certificates.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.bundle.Limits;
import dev.signet.envelope.SignatureFile;
import dev.signet.envelope.SignatureFileReader;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Certificates.Issued;
import dev.signet.testkit.Envelopes;
import dev.signet.testkit.OpenSsl;
import dev.signet.testkit.RevocationLists;
import dev.signet.testkit.TimestampTokens;
import dev.signet.trust.AnchorProfile;
import dev.signet.trust.RevocationPolicy;
import dev.signet.trust.TrustAnchor;
import dev.signet.trust.TrustStore;
import dev.signet.trust.TrustStoreBuilder;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Timestamps: what a good one is worth, and when. */
class TimestampCheckTest {
  private static final Instant SIGNED = Instant.parse("2026-03-01T00:00:00Z");
  private static final Instant LEAF_ENDS = Instant.parse("2026-06-01T00:00:00Z");

  private static final Issued ROOT = Certificates.root("Root").make();
  private static final Issued LEAF =
      Certificates.leaf("demo", ROOT).valid(Certificates.FROM, LEAF_ENDS).make();
  private static final Issued TSA_ROOT = Certificates.root("TSA Root").make();
  private static final Issued TSA_ISSUING =
      Certificates.intermediate("TSA Issuing", TSA_ROOT).make();
  private static final Issued TSA = TimestampTokens.signer("TSA", TSA_ISSUING).make();

  private final Envelopes envelope = Envelopes.version2(LEAF, "{}");

  @TempDir private Path temp;

  @Test
  void expiredLeaf_whenStampedInTime_isTrustedWithANotice() {
    ChainValidator.Result result = validate(stamped(token -> token), NOW);

    assertThat(result.isTrusted()).isTrue();
    assertThat(result.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.reason()).isEqualTo(Reason.EXPIRED);
              assertThat(finding.isProblem()).isFalse();
              assertThat(finding.detail())
                  .contains("CN=demo", LEAF_ENDS.toString(), "timestamp", SIGNED.toString());
            });
  }

  @Test
  void expiredLeaf_whenNotStamped_isExpired() {
    assertThat(problems(validate(read(envelope), NOW))).containsExactly(Reason.EXPIRED);
  }

  @Test
  void expiredIntermediateAndAnchor_whenStampedInTime_areTrustedWithANotice() {
    Issued root = Certificates.root("Old Root").valid(Certificates.FROM, LEAF_ENDS).make();
    Issued issuing =
        Certificates.intermediate("Old Issuing", root).valid(Certificates.FROM, LEAF_ENDS).make();
    Issued leaf = Certificates.leaf("demo", issuing).valid(Certificates.FROM, LEAF_ENDS).make();
    TrustStore trust =
        builder(root)
            .intermediate(issuing.certificate())
            .timestampAnchor(TSA_ROOT.certificate())
            .build();

    ChainValidator.Result result =
        new ChainValidator(trust)
            .validate(stamped(Envelopes.version2(leaf, "{}"), token -> token), NOW);

    assertThat(result.isTrusted()).isTrue();
    assertThat(reasons(result)).containsExactly(Reason.EXPIRED, Reason.EXPIRED, Reason.EXPIRED);
  }

  @Test
  void expiredLeaf_whenItsIssuerWasNotValidAtTheTimestamp_isExpired() {
    Issued root =
        Certificates.root("Young Root").valid(SIGNED.plusSeconds(1), Certificates.UNTIL).make();
    Issued leaf = Certificates.leaf("demo", root).valid(Certificates.FROM, LEAF_ENDS).make();

    assertThat(
            problems(
                new ChainValidator(builder(root).timestampAnchor(TSA_ROOT.certificate()).build())
                    .validate(stamped(Envelopes.version2(leaf, "{}"), token -> token), NOW)))
        .containsExactly(Reason.EXPIRED);
  }

  @Test
  void validLeaf_whenStamped_isTrustedAndNothingIsSaid() {
    ChainValidator.Result result = validate(stamped(token -> token), SIGNED.plusSeconds(60));

    assertThat(result.isTrusted()).isTrue();
    assertThat(result.findings()).isEmpty();
  }

  @Test
  void timestampOfAVersion1File_counts() {
    Issued legacyRoot = Certificates.root("Legacy Root").make();
    Issued leaf =
        Certificates.legacyLeaf("demo", legacyRoot)
            .keys(Certificates.sharedRsa(0))
            .valid(Certificates.FROM, LEAF_ENDS)
            .make();
    TrustStore trust =
        TrustStore.builder()
            .anchor(new TrustAnchor(legacyRoot.certificate(), AnchorProfile.NEXTCLOUD))
            .timestampAnchor(TSA_ROOT.certificate())
            .build();
    Envelopes version1 = Envelopes.version1(leaf, "{}", "[]");

    assertThat(reasons(new ChainValidator(trust).validate(stamped(version1, token -> token), NOW)))
        .containsExactly(Reason.WEAK_ALGORITHM, Reason.EXPIRED);
    assertThat(
            reasons(
                new ChainValidator(trust)
                    .validate(stamped(version1, token -> token.digest("SHA-1")), NOW)))
        .containsExactly(Reason.WEAK_ALGORITHM, Reason.EXPIRED, Reason.INVALID_TIMESTAMP);
  }

  @Test
  void timestamp_whenItsAuthorityRanOutSince_stillCounts() {
    Issued signer =
        TimestampTokens.signer("TSA", TSA_ISSUING)
            .valid(Certificates.FROM, SIGNED.plusSeconds(1))
            .make();

    ChainValidator.Result result = validate(stampedBy(signer, token -> token), NOW);

    assertThat(result.isTrusted()).as("%s", result.findings()).isTrue();
  }

  @Test
  void timestamp_whenTheStoreHasNoAnchorsForThem_isNotLookedAt() {
    SignatureFile file = stamped(token -> token.digest("SHA-1"));

    ChainValidator.Result result =
        new ChainValidator(builder(ROOT).build()).validate(file, SIGNED.plusSeconds(60));

    assertThat(result.isTrusted()).isTrue();
    assertThat(result.findings()).isEmpty();
    assertThat(problems(new ChainValidator(builder(ROOT).build()).validate(file, NOW)))
        .containsExactly(Reason.EXPIRED);
  }

  @Test
  void timestamp_whenTheListOfItsIssuerIsStale_countsWithinGraceOnly() {
    Instant due = NOW.minus(Duration.ofDays(1));
    ChainValidator.Result within =
        validate(store(list(TSA_ISSUING, due)), stamped(token -> token), NOW);

    assertThat(within.isTrusted()).isTrue();
    assertThat(reasons(within))
        .containsExactlyInAnyOrder(Reason.EXPIRED, Reason.REVOCATION_UNAVAILABLE);
    ChainValidator.Result after =
        validate(
            store(list(TSA_ISSUING, due)),
            stamped(token -> token),
            NOW.plus(RevocationPolicy.DEFAULT.grace()));
    assertThat(problems(after)).containsExactly(Reason.EXPIRED);
    assertThat(reasons(after)).contains(Reason.INVALID_TIMESTAMP);
  }

  @Test
  void nextChange_whenTheTimestampIsOfTheFuture_isNoLaterThanThat() {
    Instant before = SIGNED.minusSeconds(5);

    ChainValidator.Result result = validate(stamped(token -> token), before);

    assertThat(reasons(result)).containsExactly(Reason.INVALID_TIMESTAMP);
    assertThat(result.nextChange()).isEqualTo(SIGNED);
    assertThat(validate(stamped(token -> token), SIGNED).findings()).isEmpty();
  }

  @Test
  void nextChange_whenTheAuthorityRunsOut_isNoLaterThanItsWarning() {
    Instant ends = Instant.parse("2027-03-01T00:00:00Z");
    Issued signer =
        TimestampTokens.signer("TSA", TSA_ISSUING).valid(Certificates.FROM, ends).make();
    Instant warned = ends.minus(Duration.ofDays(60));

    ChainValidator.Result quiet =
        validate(stampedBy(signer, token -> token), warned.minusSeconds(1));
    assertThat(reasons(quiet)).containsExactly(Reason.EXPIRED);
    assertThat(quiet.nextChange()).isEqualTo(warned);
    ChainValidator.Result loud = validate(stampedBy(signer, token -> token), warned);
    assertThat(reasons(loud)).containsExactly(Reason.EXPIRED, Reason.EXPIRES_SOON);
    assertThat(loud.findings().get(1).detail()).contains("CN=TSA", ends.toString());
    assertThat(reasons(validate(stampedBy(signer, token -> token), ends.plusSeconds(1))))
        .containsExactly(Reason.EXPIRED);
  }

  @Test
  void tokenMadeByOpenssl_counts() throws Exception {
    OpenSsl openssl = OpenSsl.in(temp);
    openssl.run("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out tsaroot.key");
    openssl.run(
        "req -x509 -new -key tsaroot.key -subj /CN=OpensslTsaRoot -days 3650 -out tsaroot.crt"
            + " -addext basicConstraints=critical,CA:TRUE"
            + " -addext keyUsage=critical,keyCertSign,cRLSign");
    openssl.run("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out tsa.key");
    openssl.run("req -new -key tsa.key -subj /CN=OpensslTsa -out tsa.csr");
    openssl.write(
        "tsa.ext",
        """
        basicConstraints=critical,CA:FALSE
        keyUsage=critical,digitalSignature
        extendedKeyUsage=critical,timeStamping
        """);
    openssl.run(
        "x509 -req -in tsa.csr -CA tsaroot.crt -CAkey tsaroot.key -CAcreateserial -days 365"
            + " -extfile tsa.ext -out tsa.crt");
    openssl.write("serial", "01\n");
    openssl.write(
        "tsa.cnf",
        """
        [tsa]
        default_tsa = one
        [one]
        serial = serial
        signer_cert = tsa.crt
        signer_key = tsa.key
        signer_digest = sha256
        default_policy = 1.3.6.1.4.1.99999
        digests = sha256, sha384, sha512
        """);
    Instant today = Instant.now();
    Issued leaf =
        Certificates.leaf("demo", ROOT)
            .valid(today.minus(Duration.ofDays(1)), today.plus(Duration.ofDays(1)))
            .make();
    Envelopes signed = Envelopes.version2(leaf, "{}");
    Files.write(temp.resolve("signature"), read(signed).signature());
    openssl.run("ts -query -data signature -sha384 -cert -out request.tsq");
    openssl.run(
        "ts -reply -config tsa.cnf -section one -queryfile request.tsq -token_out -out token.der");

    TrustStore trust = builder(ROOT).timestampAnchors(temp.resolve("tsaroot.crt")).build();
    SignatureFile file = read(with(signed, Files.readAllBytes(temp.resolve("token.der"))));
    ChainValidator.Result result =
        new ChainValidator(trust).validate(file, today.plus(Duration.ofDays(100)));

    assertThat(result.isTrusted()).as("%s", result.findings()).isTrue();
    assertThat(reasons(result)).containsExactly(Reason.EXPIRED);
  }

  private SignatureFile stamped(UnaryOperator<TimestampTokens> change) {
    return stamped(envelope, change);
  }

  private static SignatureFile stamped(Envelopes envelope, UnaryOperator<TimestampTokens> change) {
    byte[] signature = read(envelope).signature();
    TimestampTokens token =
        TimestampTokens.by(TSA, signature).with(TSA_ISSUING.certificate()).at(SIGNED);
    return read(with(envelope, change.apply(token).der()));
  }

  private SignatureFile stampedBy(Issued signer, UnaryOperator<TimestampTokens> change) {
    TimestampTokens token =
        TimestampTokens.by(signer, read(envelope).signature())
            .with(TSA_ISSUING.certificate())
            .at(SIGNED);
    return read(with(envelope, change.apply(token).der()));
  }

  private static Envelopes with(Envelopes envelope, byte[] token) {
    return envelope.with("timestamp", Envelopes.quote(Base64.getEncoder().encodeToString(token)));
  }

  private static SignatureFile read(Envelopes envelope) {
    return SignatureFileReader.read(envelope.text().getBytes(UTF_8), Limits.DEFAULT)
        .fold(
            file -> file,
            finding -> {
              throw new AssertionError(finding.detail());
            });
  }

  private static ChainValidator.Result validate(SignatureFile file, Instant at) {
    return validate(store(), file, at);
  }

  private static ChainValidator.Result validate(TrustStore trust, SignatureFile file, Instant at) {
    return new ChainValidator(trust).validate(file, at);
  }

  private static TrustStoreBuilder builder(Issued root) {
    return TrustStore.builder().anchor(new TrustAnchor(root.certificate(), AnchorProfile.STANDARD));
  }

  private static TrustStore store(X509CRL... lists) {
    TrustStoreBuilder builder = builder(ROOT).timestampAnchor(TSA_ROOT.certificate());
    for (X509CRL list : lists) {
      builder.revocationList(list);
    }
    return builder.build();
  }

  private static X509CRL list(Issued issuer, Instant due) {
    try {
      return (X509CRL)
          CertificateFactory.getInstance("X.509", "SUN")
              .generateCRL(
                  new ByteArrayInputStream(
                      RevocationLists.of(issuer).current(Certificates.FROM, due).der()));
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Reason> reasons(ChainValidator.Result result) {
    return result.findings().stream().map(Finding::reason).toList();
  }

  private static List<Reason> problems(ChainValidator.Result result) {
    return result.findings().stream().filter(Finding::isProblem).map(Finding::reason).toList();
  }
}
