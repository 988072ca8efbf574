package dev.signet.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.testkit.Certificates;
import dev.signet.testkit.RevocationLists;
import dev.signet.trust.TrustStatus.Concern;
import dev.signet.trust.TrustStatus.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrustStatusTest {
  private static final Instant EARLIER = Instant.parse("2026-11-30T08:00:00Z");
  private static final Instant LATER = Instant.parse("2026-11-30T09:00:00Z");
  private static final Concern CONCERN =
      new Concern(Concern.Kind.NOT_READ, "/trust/a.txt", "It is not read.");

  @Test
  void status_whenNothingIsFollowed_isInOrder() {
    assertThat(TrustStatus.NONE.isInOrder()).isTrue();
    assertThat(TrustStatus.NONE.allConcerns()).isEmpty();
  }

  @Test
  void source_whenNobodyHasLookedYet_isInOrderAndHasNeverGivenAnything() {
    assertThat(Source.unseen("/trust"))
        .returns(true, Source::isInOrder)
        .satisfies(source -> assertThat(source.lastSuccess()).isEmpty())
        .satisfies(source -> assertThat(source.lastFailure()).isEmpty())
        .satisfies(source -> assertThat(source.list()).isEmpty());
  }

  @Test
  void source_whenItFailsAfterItSucceeded_remembersBothUntilItSucceedsAgain() {
    Source failed = Source.unseen("/trust").succeeded(EARLIER).failed(LATER, "It is gone.");

    assertThat(failed.isInOrder()).isFalse();
    assertThat(failed.lastSuccess()).contains(EARLIER);
    assertThat(failed.lastFailure()).contains(new TrustStatus.Failure(LATER, "It is gone."));
    assertThat(failed.succeeded(LATER).isInOrder()).isTrue();
    assertThat(failed.succeeded(LATER).lastFailure()).isEqualTo(failed.lastFailure());
  }

  @Test
  void source_whenItGaveAList_saysWhichAndStaysInOrderOrNot() throws Exception {
    Certificates.Issued root = Certificates.root("Root").make();
    RevocationList list = RevocationList.parse(RevocationLists.of(root).number(7).der()).get(0);
    Source failed = Source.unseen("http://a.example/").failed(LATER, "It is gone.").gave(list);

    assertThat(failed.isInOrder()).isFalse();
    assertThat(failed.list().orElseThrow())
        .returns(list.issuer(), TrustStatus.Delivered::issuer)
        .returns(list.number(), TrustStatus.Delivered::number)
        .returns(list.nextUpdate(), TrustStatus.Delivered::nextUpdate);
  }

  @Test
  void allConcerns_whenASourceFailed_beginWithIt() {
    Source failed = Source.unseen("/trust").failed(LATER, "It is gone.");
    TrustStatus status =
        new TrustStatus(
            List.of(Source.unseen("/other"), failed, failed.succeeded(LATER)), List.of(CONCERN));

    assertThat(status.isInOrder()).isFalse();
    assertThat(status.allConcerns())
        .containsExactly(
            new Concern(Concern.Kind.NOT_UP_TO_DATE, "/trust", "It is gone."), CONCERN);
  }

  @Test
  void status_whenItsListsAreChangedLater_staysAsItWas() {
    List<Concern> concerns = new ArrayList<>(List.of(CONCERN));
    TrustStatus status = new TrustStatus(List.of(), concerns);
    concerns.clear();

    assertThat(status.concerns()).containsExactly(CONCERN).isUnmodifiable();
  }
}
