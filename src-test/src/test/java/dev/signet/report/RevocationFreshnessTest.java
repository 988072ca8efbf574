package dev.signet.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.testkit.Certificates;
import dev.signet.testkit.RevocationLists;
import dev.signet.trust.AnchorProfile;
import dev.signet.trust.RevocationList;
import dev.signet.trust.TrustAnchor;
import dev.signet.trust.TrustSource;
import dev.signet.trust.TrustStatus;
import dev.signet.trust.TrustStore;
import dev.signet.trust.TrustStoreBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevocationFreshnessTest {
  private static final Instant NOW = Certificates.NOW;
  private static final Instant SOON = NOW.plus(Duration.ofHours(1));
  private static final Instant LATER = NOW.plus(Duration.ofDays(1));

  @TempDir private Path temp;

  /** A source of these lists and this status. */
  private record Source(TrustStore current, TrustStatus status) implements TrustSource {
    @Override
    public Subscription onChange(Runnable listener) {
      return () -> {};
    }
  }

  @Test
  void freshness_whenThereAreSeveralLists_goesByTheFirstThatIsDue() throws Exception {
    RevocationFreshness freshness =
        RevocationFreshness.of(new Source(lists(LATER, SOON), TrustStatus.NONE));

    assertThat(freshness.lists()).isEqualTo(2);
    assertThat(freshness.nextUpdate()).contains(SOON);
    assertThat(freshness.isStale(SOON)).isFalse();
    assertThat(freshness.isStale(SOON.plusSeconds(1))).isTrue();
  }

  @Test
  void freshness_whenThereIsNoList_isNeverStale() {
    assertThat(RevocationFreshness.NONE.isStale(Instant.MAX)).isFalse();
    assertThat(RevocationFreshness.of(new Source(trust().build(), TrustStatus.NONE)))
        .isEqualTo(RevocationFreshness.NONE);
  }

  @Test
  void lastSuccess_isOfTheSourceThatIsFurthestBehindAndNoneUntilEachGaveOnce() {
    TrustStatus.Source early = TrustStatus.Source.unseen("a").succeeded(NOW);
    TrustStatus.Source late = TrustStatus.Source.unseen("b").succeeded(LATER);

    assertThat(of(late, early).lastSuccess()).contains(NOW);
    assertThat(of(late, TrustStatus.Source.unseen("c")).lastSuccess()).isEmpty();
    assertThat(of(late, early.failed(LATER, "It is gone.")))
        .returns(false, RevocationFreshness::inOrder)
        .returns(Optional.of(NOW), RevocationFreshness::lastSuccess);
  }

  private static RevocationFreshness of(TrustStatus.Source... sources) {
    return RevocationFreshness.of(
        new Source(trust().build(), new TrustStatus(List.of(sources), List.of())));
  }

  private static TrustStoreBuilder trust() {
    return TrustStore.builder()
        .anchor(
            new TrustAnchor(
                Certificates.root("Root").make().certificate(), AnchorProfile.STANDARD));
  }

  private TrustStore lists(Instant... due) throws Exception {
    TrustStoreBuilder builder = trust();
    for (Instant next : due) {
      byte[] list = RevocationLists.of(Certificates.root("Root").make()).current(NOW, next).der();
      assertThat(RevocationList.parse(list)).hasSize(1);
      builder.revocationList(Files.write(temp.resolve(next.getEpochSecond() + ".crl"), list));
    }
    return builder.build();
  }
}
