package dev.signet.trust;

import dev.signet.Internal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Optional;

/**
 * Where a revocation list stands among those of its issuer. The older one is less: by number, those
 * without one before all others, then by issue.
 *
 * @param number RFC 5280 section 5.2.3
 * @param thisUpdate when it was issued, to the second: no list may tell more (section 5.1.2.4)
 */
@Internal
public record ListAge(Optional<BigInteger> number, Instant thisUpdate)
    implements Comparable<ListAge> {

  private static final Comparator<ListAge> ORDER =
      Comparator.comparing((ListAge age) -> age.number.orElse(BigInteger.ONE.negate()))
          .thenComparing(ListAge::thisUpdate);

  public ListAge {
    thisUpdate = thisUpdate.truncatedTo(ChronoUnit.SECONDS);
  }

  @Override
  public int compareTo(ListAge other) {
    return ORDER.compare(this, other);
  }

  /** Returns whether a list of this age is older than one of that age. */
  public boolean isOlderThan(ListAge other) {
    return compareTo(other) < 0;
  }

  @Override
  public String toString() {
    return number.map(value -> "number " + value + ", ").orElse("") + "issued " + thisUpdate;
  }
}
