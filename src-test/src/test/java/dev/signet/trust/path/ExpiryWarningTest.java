package dev.signet.trust.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.envelope.SignatureAlgorithm;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Certificates.Issued;
import dev.signet.testkit.RevocationLists;
import dev.signet.trust.AnchorProfile;
import dev.signet.trust.TrustAnchor;
import dev.signet.trust.TrustStore;
import dev.signet.trust.TrustStoreBuilder;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Certificates that run out are named sixty days ahead. */
class ExpiryWarningTest {
  private static final Instant LEAF_ENDS = Instant.parse("2027-01-01T00:00:00Z");
  private static final Instant ISSUING_ENDS = Instant.parse("2027-06-01T00:00:00Z");
  private static final Instant ROOT_ENDS = Instant.parse("2028-01-01T00:00:00Z");
  private static final Duration AHEAD = Duration.ofDays(60);

  private static Issued root;
  private static Issued issuing;

  @BeforeAll
  static void makePath() {
    root = Certificates.root("Root").valid(Certificates.FROM, ROOT_ENDS).make();
    issuing =
        Certificates.intermediate("Issuing", root).valid(Certificates.FROM, ISSUING_ENDS).make();
  }

  @Test
  void leaf_isNamedFromSixtyDaysAheadToItsEnd() {
    Issued leaf = leaf(LEAF_ENDS);
    Instant warned = LEAF_ENDS.minus(AHEAD);

    ChainValidator.Result quiet = validate(leaf, warned.minusSeconds(1));
    assertThat(quiet.findings()).isEmpty();
    assertThat(quiet.nextChange()).isEqualTo(warned);
    for (Instant at : List.of(warned, warned.plusSeconds(1), LEAF_ENDS)) {
      ChainValidator.Result loud = validate(leaf, at);
      assertThat(loud.isTrusted()).isTrue();
      assertThat(loud.findings())
          .singleElement()
          .satisfies(
              notice -> {
                assertThat(notice.reason()).isEqualTo(Reason.EXPIRES_SOON);
                assertThat(notice.isProblem()).isFalse();
                assertThat(notice.detail()).contains("CN=demo", LEAF_ENDS.toString());
              });
      assertThat(loud.nextChange()).isEqualTo(at.equals(warned) ? at : LEAF_ENDS);
    }
    assertThat(reasons(validate(leaf, LEAF_ENDS.plusSeconds(1)))).containsExactly(Reason.EXPIRED);
  }

  @Test
  void intermediateAndAnchor_areNamedToo() {
    Issued leaf = leaf(ROOT_ENDS.plusSeconds(1));
    assertThat(named(validate(leaf, ISSUING_ENDS))).containsExactly("CN=Issuing");

    Issued longIssuing = Certificates.intermediate("Issuing", root).make();
    Issued below = Certificates.leaf("demo", longIssuing).make();
    ChainValidator.Result result =
        new ChainValidator(store().build())
            .validate(
                below.certificate(),
                List.of(longIssuing.certificate()),
                SignatureAlgorithm.ECDSA_P384_SHA384,
                ROOT_ENDS.minus(AHEAD));
    assertThat(named(result)).containsExactly("CN=Root");
  }

  @Test
  void severalThatRunOut_areEachNamed() {
    Issued leaf = leaf(ISSUING_ENDS.minusSeconds(1));
    assertThat(named(validate(leaf, ISSUING_ENDS.minus(AHEAD))))
        .containsExactlyInAnyOrder("CN=demo", "CN=Issuing");
  }

  @Test
  void signatureThatIsRefusedAnyway_isNotBlurredByWarnings() throws Exception {
    Issued leaf = leaf(LEAF_ENDS);
    X509CRL list =
        (X509CRL)
            CertificateFactory.getInstance("X.509", "SUN")
                .generateCRL(
                    new ByteArrayInputStream(
                        RevocationLists.of(issuing)
                            .current(Certificates.FROM, Certificates.UNTIL)
                            .revoked(leaf.certificate())
                            .der()));
    ChainValidator.Result result =
        new ChainValidator(store().revocationList(list).build())
            .validate(
                leaf.certificate(),
                List.of(issuing.certificate()),
                SignatureAlgorithm.ECDSA_P384_SHA384,
                LEAF_ENDS);
    assertThat(reasons(result)).containsExactly(Reason.REVOKED);
  }

  @Test
  void profileThatToleratesTheEnd_isWarnedAsWell() {
    Issued legacy =
        Certificates.legacyLeaf("demo", root).valid(Certificates.FROM, LEAF_ENDS).make();
    TrustStore trust =
        TrustStore.builder()
            .anchor(new TrustAnchor(root.certificate(), AnchorProfile.NEXTCLOUD))
            .build();
    assertThat(
            named(
                new ChainValidator(trust)
                    .validate(
                        legacy.certificate(),
                        List.of(),
                        SignatureAlgorithm.ECDSA_P384_SHA384,
                        LEAF_ENDS)))
        .containsExactly("CN=demo");
  }

  private static Issued leaf(Instant ends) {
    return Certificates.leaf("demo", issuing).valid(Certificates.FROM, ends).make();
  }

  private static TrustStoreBuilder store() {
    return TrustStore.builder().anchor(new TrustAnchor(root.certificate(), AnchorProfile.STANDARD));
  }

  private static ChainValidator.Result validate(Issued leaf, Instant at) {
    return new ChainValidator(store().build())
        .validate(
            leaf.certificate(),
            List.of(issuing.certificate()),
            SignatureAlgorithm.ECDSA_P384_SHA384,
            at);
  }

  private static List<Reason> reasons(ChainValidator.Result result) {
    return result.findings().stream().map(Finding::reason).toList();
  }

  private static List<String> named(ChainValidator.Result result) {
    assertThat(result.isTrusted()).isTrue();
    assertThat(result.findings()).extracting(Finding::reason).containsOnly(Reason.EXPIRES_SOON);
    return result.findings().stream()
        .map(finding -> finding.detail().replaceAll(".* of (CN=\\w+) .*", "$1"))
        .toList();
  }
}
