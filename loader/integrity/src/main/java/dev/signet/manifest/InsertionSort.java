package dev.signet.manifest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Two stable insertion sorts that come to the same result wherever the comparison has no
 * contradiction, and usually to different ones where it has. For a handful of names.
 */
final class InsertionSort {
  /** So many names PHP inserts step by step from the end; further ones in steps of two. */
  private static final int SINGLE_STEPS = 6;

  private final List<PhpName> names;

  /** Indices into the names, the first of them sorted. An index also tells the original order. */
  private final List<Integer> sorted;

  private InsertionSort(List<PhpName> names) {
    this.names = names;
    this.sorted = new ArrayList<>(names.size());
  }

  /** Sorts as PHP 8 sorts arrays of up to 16 elements. */
  static List<PhpName> asPhp(List<PhpName> names) {
    InsertionSort sort = new InsertionSort(names);
    if (names.size() >= 3 && names.size() < SINGLE_STEPS) {
      sort.addFirstThree();
    }
    for (int i = sort.sorted.size(); i < names.size(); i++) {
      sort.sorted.add(i < SINGLE_STEPS ? sort.placeByOne(i) : sort.placeByTwo(i), i);
    }
    return sort.result();
  }

  /** Takes the run at the beginning, turned round when it descends, then inserts by bisection. */
  static List<PhpName> byBisection(List<PhpName> names) {
    InsertionSort sort = new InsertionSort(names);
    sort.addFirstRun();
    for (int i = sort.sorted.size(); i < names.size(); i++) {
      sort.sorted.add(sort.placeByBisection(i), i);
    }
    return sort.result();
  }

  private List<PhpName> result() {
    return sorted.stream().map(names::get).toList();
  }

  private boolean isAfter(int a, int b) {
    int order = names.get(a).compareTo(names.get(b));
    return order > 0 || (order == 0 && a > b);
  }

  private void addFirstThree() {
    if (!isAfter(0, 1)) {
      sorted.addAll(List.of(0, 1));
      sorted.add(placeByOne(2), 2);
    } else if (!isAfter(2, 1)) {
      sorted.addAll(List.of(2, 1, 0));
    } else {
      sorted.addAll(isAfter(0, 2) ? List.of(1, 2, 0) : List.of(1, 0, 2));
    }
  }

  private int placeByOne(int added) {
    int place = sorted.size();
    while (place > 0 && isAfter(sorted.get(place - 1), added)) {
      place--;
    }
    return place;
  }

  private int placeByTwo(int added) {
    int place = sorted.size() - 1;
    if (!isAfter(sorted.get(place), added)) {
      return sorted.size();
    }
    while (place >= 2) {
      place -= 2;
      if (!isAfter(sorted.get(place), added)) {
        return isAfter(sorted.get(place + 1), added) ? place + 1 : place + 2;
      }
    }
    return place == 1 && isAfter(added, sorted.get(0)) ? 1 : 0;
  }

  private void addFirstRun() {
    if (names.isEmpty()) {
      return;
    }
    sorted.add(0);
    boolean descends = names.size() > 1 && isAfter(0, 1);
    for (int i = 1; i < names.size() && isAfter(i - 1, i) == descends; i++) {
      sorted.add(i);
    }
    if (descends) {
      Collections.reverse(sorted);
    }
  }

  private int placeByBisection(int added) {
    int low = 0;
    int high = sorted.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (isAfter(sorted.get(middle), added)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
