package dev.signet.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.envelope.SignatureAlgorithm;
import dev.signet.report.Expiry.Kind;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Certificates.Issued;
import dev.signet.testkit.Reports;
import dev.signet.testkit.RevocationLists;
import dev.signet.trust.AnchorProfile;
import dev.signet.trust.RevocationList;
import dev.signet.trust.RevocationPolicy;
import dev.signet.trust.RevocationPolicy.AfterGrace;
import dev.signet.trust.TrustAnchor;
import dev.signet.trust.TrustStore;
import dev.signet.trust.TrustStoreBuilder;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpiriesTest {
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
  private final Issued root = Certificates.root("Root").valid(days(-9), days(400)).make();
  private final Issued stamps = Certificates.root("TSA").valid(days(-9), days(300)).make();

  private static Instant days(int after) {
    return NOW.plus(Duration.ofDays(after));
  }

  private TrustStoreBuilder trust() {
    return TrustStore.builder().anchor(new TrustAnchor(root.certificate(), AnchorProfile.STANDARD));
  }

  private RevocationList list(int number, int due) throws Exception {
    return RevocationList.parse(
            RevocationLists.of(root).number(number).current(days(-5), days(due)).der())
        .get(0);
  }

  @Test
  void expiries_areEverythingThatRunsOutFromNowOnTheSoonestFirst() throws Exception {
    TrustStore store =
        trust()
            .timestampAnchor(stamps.certificate())
            .revocationLists(List.of(list(1, -4), list(2, 30)), List.of())
            .build();
    assertThat(Expiries.from(NOW, store, List.of()))
        .containsExactly(
            new Expiry(Kind.REVOCATION_LIST, "CN=Root", days(30)),
            new Expiry(Kind.STALE_REVOCATION_LIST, "CN=Root", days(90)),
            new Expiry(Kind.TIMESTAMP_AUTHORITY, "CN=TSA", days(300)),
            new Expiry(Kind.AUTHORITY, "CN=Root", days(400)));
    assertThat(Expiries.from(days(31), store, List.of()))
        .first()
        .returns(Kind.STALE_REVOCATION_LIST, Expiry::kind);
    assertThat(Expiries.from(days(401), store, List.of())).isEmpty();
  }

  @Test
  void list_whenTheHostGoesOnWithoutTheNext_hasNoEndOfGrace() throws Exception {
    TrustStore store =
        trust()
            .revocationLists(List.of(list(2, 30)), List.of())
            .revocationPolicy(new RevocationPolicy(false, Duration.ZERO, AfterGrace.WARN))
            .build();
    assertThat(Expiries.from(NOW, store, List.of()).stream().map(Expiry::kind))
        .containsExactly(Kind.REVOCATION_LIST, Kind.AUTHORITY);
  }

  @Test
  void signer_whenItsPluginIsAdmitted_isNamed() throws Exception {
    IntegrityState clock = Reports.found("clock");
    assertThat(Expiries.from(Instant.EPOCH, trust().build(), List.of(clock, clock)))
        .filteredOn(expiry -> expiry.kind() == Kind.SIGNER)
        .singleElement()
        .satisfies(expiry -> assertThat(expiry.what()).startsWith("The certificate of CN=clock ("));
    assertThat(
            Expiries.from(
                Instant.EPOCH,
                trust().build(),
                List.of(Reports.found("clock", Reports.changed("a.txt")))))
        .noneMatch(expiry -> expiry.kind() == Kind.SIGNER);
  }

  @Test
  void furtherSigner_whenItsSignatureCounts_isNamed() throws Exception {
    Finding broken = Finding.of(Reason.BAD_SIGNATURE, "It is over other files.");
    assertThat(
            Expiries.from(
                Instant.EPOCH,
                trust().build(),
                List.of(
                    Reports.cosigned("clock", "store"),
                    Reports.cosigned("disk", "nobody", broken))))
        .filteredOn(expiry -> expiry.kind() == Kind.COSIGNER)
        .containsExactly(new Expiry(Kind.COSIGNER, "CN=store (issued by CN=ca)", Reports.NOW));
  }

  @Test
  void algorithm_whenTheHostHasSetAnEnd_isNamed() throws Exception {
    TrustStore store =
        trust().sunset(AnchorProfile.STANDARD, SignatureAlgorithm.RSA_PSS_SHA384, days(10)).build();
    assertThat(Expiries.from(NOW, store, List.of()))
        .first()
        .isEqualTo(new Expiry(Kind.ALGORITHM, "rsa-pss-sha384", days(10)));
  }
}
