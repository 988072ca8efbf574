package dev.signet.manifest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The order of PHP's {@code ksort} (8.2 and later), where it is well defined.
 *
 * <p>PHP compares two numeric names as numbers and all others by their bytes. So {@code 9 < 10},
 * {@code 10 < 1a} and {@code 1a < 9} can hold at once, and the outcome of sorting is then an
 * accident of the algorithm and of the order in the file. The rule here:
 *
 * <ol>
 *   <li>Numbers are compared exactly or not at all: of names with a point or an exponent, integers
 *       beyond 2<sup>53</sup> and integers beyond 64 bits, a set has at most one sort; else it has
 *       no defined order.
 *   <li>Equal values, such as {@code 1} and {@code 01}, stay in the order of the file. The
 *       comparison of a set of names is then free of contradiction exactly if, going through its
 *       numeric names by value, the count of other names that are smaller by bytes never falls.
 *       Every stable sort comes to the same result, which is taken.
 *   <li>A contradictory set of at most {@value #INSERTION_NAMES} names, which PHP sorts by
 *       insertion, is sorted as PHP does and by bisection; when both agree, that is taken.
 *   <li>Every other set has no defined order.
 * </ol>
 *
 * <p>Takes O(n log n) comparisons.
 */
final class PhpOrder {
  /** Up to here PHP's sort inserts; beyond, it partitions. */
  private static final int INSERTION_NAMES = 16;

  private PhpOrder() {}

  /**
   * Returns the names in PHP's order, or empty when that is not well defined.
   *
   * @param names distinct, in the order of the file
   */
  static Optional<List<String>> sort(Collection<String> names) {
    List<PhpName> parsed = names.stream().map(PhpName::of).toList();
    if (!areNumbersExact(parsed)) {
      return Optional.empty();
    }
    if (isFreeOfContradiction(parsed)) {
      return Optional.of(texts(parsed.stream().sorted(PhpName::compareTo).toList()));
    }
    if (parsed.size() > INSERTION_NAMES) {
      return Optional.empty();
    }
    List<PhpName> inserted = InsertionSort.asPhp(parsed);
    return inserted.equals(InsertionSort.byBisection(parsed))
        ? Optional.of(texts(inserted))
        : Optional.empty();
  }

  private static List<String> texts(List<PhpName> names) {
    return names.stream().map(PhpName::text).toList();
  }

  private static boolean areNumbersExact(List<PhpName> names) {
    boolean real = names.stream().anyMatch(name -> name.kind() == PhpName.Kind.REAL);
    boolean large = names.stream().anyMatch(name -> name.kind() == PhpName.Kind.LARGE_INTEGER);
    boolean inexact = names.stream().anyMatch(PhpName::isIntegerWithoutExactDouble);
    return (real ? 1 : 0) + (large ? 1 : 0) + (inexact ? 1 : 0) <= 1;
  }

  private static boolean isFreeOfContradiction(List<PhpName> names) {
    List<String> others = new ArrayList<>();
    List<PhpName> numbers = new ArrayList<>();
    for (PhpName name : names) {
      if (name.isNumber()) {
        numbers.add(name);
      } else {
        others.add(name.text());
      }
    }
    others.sort(CodePoints.ORDER);
    numbers.sort(PhpName::compareTo);
    int before = 0;
    for (PhpName number : numbers) {
      int here = smaller(others, number);
      if (here < before) {
        return false;
      }
      before = here;
    }
    return true;
  }

  /** Returns how many of the sorted texts are smaller than the name by bytes. */
  private static int smaller(List<String> sorted, PhpName name) {
    int found = Collections.binarySearch(sorted, name.text(), CodePoints.ORDER);
    return found < 0 ? -found - 1 : found;
  }
}
