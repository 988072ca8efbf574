package dev.signet.report;

import dev.signet.trust.RevocationList;
import dev.signet.trust.TrustSource;
import dev.signet.trust.TrustStatus;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;

/**
 * How up to date the revocation lists are that a scan went by.
 *
 * @param lists how many there are
 * @param nextUpdate when the first of them is due to be replaced; empty when there is none
 * @param inOrder whether the last look at every source of trust succeeded
 * @param lastSuccess when the source that is furthest behind last gave all it should; empty when
 *     one never did, or none is followed
 */
public record RevocationFreshness(
    int lists, Optional<Instant> nextUpdate, boolean inOrder, Optional<Instant> lastSuccess) {

  /** No lists, and nothing that is followed. */
  public static final RevocationFreshness NONE =
      new RevocationFreshness(0, Optional.empty(), true, Optional.empty());

  /** Checks that nothing is null. */
  public RevocationFreshness {
    Objects.requireNonNull(nextUpdate, "nextUpdate");
    Objects.requireNonNull(lastSuccess, "lastSuccess");
  }

  /** Returns how up to date the lists of a source are now. */
  public static RevocationFreshness of(TrustSource trust) {
    var lists = trust.current().revocationLists();
    TrustStatus status = trust.status();
    if (lists.isEmpty() && status.sources().isEmpty()) {
      // Asked for each plugin at a start, as a rule of a store that nothing is followed for.
      return new RevocationFreshness(0, Optional.empty(), status.isInOrder(), Optional.empty());
    }
    boolean everyOneOnce =
        status.sources().stream().allMatch(source -> source.lastSuccess().isPresent());
    return new RevocationFreshness(
        lists.size(),
        lists.stream().map(RevocationList::nextUpdate).min(Comparator.naturalOrder()),
        status.isInOrder(),
        everyOneOnce
            ? status.sources().stream()
                .flatMap(source -> source.lastSuccess().stream())
                .min(Comparator.naturalOrder())
            : Optional.empty());
  }

  /** Returns whether a list is past the time at which the next one was due. */
  public boolean isStale(Instant at) {
    return nextUpdate.filter(at::isAfter).isPresent();
  }
}
