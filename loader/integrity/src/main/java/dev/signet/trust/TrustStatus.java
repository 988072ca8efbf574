package dev.signet.trust;

import dev.signet.trust.live.LiveTrust;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How up to date a {@link LiveTrust} is, for reports.
 *
 * @param sources where it looks, in the order they were configured: folders and addresses
 */
public record TrustStatus(List<Source> sources) {

  /** Copies the list. */
  public TrustStatus {
    sources = List.copyOf(sources);
  }

  /** Returns whether the last look at each source succeeded. */
  public boolean isInOrder() {
    return sources.stream().allMatch(Source::isInOrder);
  }

  /**
   * One place that trust comes from.
   *
   * @param place a folder's path or an address
   * @param isInOrder whether the last look at it succeeded, or there was none
   * @param lastSuccess when it last gave all it should; empty for never
   * @param lastFailure when it last did not, and why; empty for never
   * @param list what it gave, where it gives a revocation list and did so once
   */
  public record Source(
      String place,
      boolean isInOrder,
      Optional<Instant> lastSuccess,
      Optional<Failure> lastFailure,
      Optional<Delivered> list) {

    /** Checks that nothing is null. */
    public Source {
      Objects.requireNonNull(place, "place");
      Objects.requireNonNull(lastSuccess, "lastSuccess");
      Objects.requireNonNull(lastFailure, "lastFailure");
      Objects.requireNonNull(list, "list");
    }

    /** A place nobody has looked at yet. */
    public static Source unseen(String place) {
      return new Source(place, true, Optional.empty(), Optional.empty(), Optional.empty());
    }

    public Source succeeded(Instant at) {
      return new Source(place, true, Optional.of(at), lastFailure, list);
    }

    public Source failed(Instant at, String cause) {
      return new Source(place, false, lastSuccess, Optional.of(new Failure(at, cause)), list);
    }

    public Source gave(RevocationList newest) {
      Delivered delivered = new Delivered(newest.issuer(), newest.number(), newest.nextUpdate());
      return new Source(place, isInOrder, lastSuccess, lastFailure, Optional.of(delivered));
    }
  }

  /**
   * A failure.
   *
   * @param at when
   * @param cause sentences for an admin, unescaped: file or address, cause and remedy
   */
  public record Failure(Instant at, String cause) {
    /** Checks that nothing is null. */
    public Failure {
      Objects.requireNonNull(at, "at");
      Objects.requireNonNull(cause, "cause");
    }
  }

  /**
   * A revocation list that counts.
   *
   * @param issuer its issuer's distinguished name (RFC 4514), for people
   * @param number its number, where it has one
   * @param nextUpdate when the next one is due
   */
  public record Delivered(String issuer, Optional<BigInteger> number, Instant nextUpdate) {
    /** Checks that nothing is null. */
    public Delivered {
      Objects.requireNonNull(issuer, "issuer");
      Objects.requireNonNull(number, "number");
      Objects.requireNonNull(nextUpdate, "nextUpdate");
    }
  }
}
