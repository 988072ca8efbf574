package dev.signet.pf4j;

import dev.signet.admit.JudgedBundle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** Puts what is needed before what needs it, and else keeps the order. */
final class LoadOrder<B extends JudgedBundle> {
  private final List<B> bundles;
  private final Map<String, Integer> positions = new HashMap<>();
  private final List<List<Integer>> dependents = new ArrayList<>();
  private final int[] unmet;

  private LoadOrder(Collection<B> bundles) {
    this.bundles = List.copyOf(bundles);
    this.unmet = new int[bundles.size()];
    for (B bundle : this.bundles) {
      positions.put(bundle.id(), positions.size());
      dependents.add(new ArrayList<>());
    }
    for (int i = 0; i < this.bundles.size(); i++) {
      for (Dependency needed : Dependency.requiredBy(this.bundles.get(i))) {
        Integer position = positions.get(needed.id());
        if (position != null) {
          dependents.get(position).add(i);
          unmet[i]++;
        }
      }
    }
  }

  /**
   * Returns the bundles in order; those that need themselves in a circle come last.
   *
   * @param bundles of different ids
   */
  static <B extends JudgedBundle> List<B> of(Collection<B> bundles) {
    return new LoadOrder<>(bundles).sorted();
  }

  private List<B> sorted() {
    PriorityQueue<Integer> ready = new PriorityQueue<>();
    for (int i = 0; i < unmet.length; i++) {
      if (unmet[i] == 0) {
        ready.add(i);
      }
    }
    List<B> sorted = new ArrayList<>();
    while (!ready.isEmpty()) {
      int next = ready.remove();
      sorted.add(bundles.get(next));
      for (int dependent : dependents.get(next)) {
        if (--unmet[dependent] == 0) {
          ready.add(dependent);
        }
      }
    }
    for (int i = 0; i < unmet.length; i++) {
      if (unmet[i] > 0) {
        sorted.add(bundles.get(i));
      }
    }
    return sorted;
  }
}
