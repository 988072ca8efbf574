package dev.signet.pf4j.resolve;

import dev.signet.admit.JudgedBundle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Function;

/** Puts what is needed before what needs it, and else keeps the order. */
public final class LoadOrder<T> {
  private final List<T> items;
  private final Map<String, Integer> positions = new HashMap<>();
  private final List<List<Integer>> dependents = new ArrayList<>();
  private final int[] unmet;
  private int placed;

  private LoadOrder(
      Collection<T> items,
      Function<T, String> id,
      Function<T, ? extends Collection<String>> needs) {
    this.items = List.copyOf(items);
    this.unmet = new int[items.size()];
    for (T item : this.items) {
      positions.put(id.apply(item), positions.size());
      dependents.add(new ArrayList<>());
    }
    for (int i = 0; i < this.items.size(); i++) {
      for (String needed : needs.apply(this.items.get(i))) {
        Integer position = positions.get(needed);
        if (position != null) {
          dependents.get(position).add(i);
          unmet[i]++;
        }
      }
    }
  }

  /**
   * Returns bundles in the order of what they cannot do without.
   *
   * @param bundles of different ids
   */
  public static <B extends JudgedBundle> List<B> of(Collection<B> bundles) {
    return of(bundles, JudgedBundle::id, Dependency::idsRequiredBy);
  }

  /**
   * Returns items in order; those that need themselves in a circle come last.
   *
   * @param id of an item, different for each
   * @param needs the ids of what an item needs; those of others do not matter
   */
  public static <T> List<T> of(
      Collection<T> items,
      Function<T, String> id,
      Function<T, ? extends Collection<String>> needs) {
    return new LoadOrder<>(items, id, needs).sorted();
  }

  /** Returns the items that need themselves in a circle, or something that does. */
  static <T> List<T> unplaced(
      Collection<T> items,
      Function<T, String> id,
      Function<T, ? extends Collection<String>> needs) {
    LoadOrder<T> order = new LoadOrder<>(items, id, needs);
    return order.sorted().subList(order.placed, items.size());
  }

  private List<T> sorted() {
    PriorityQueue<Integer> ready = new PriorityQueue<>();
    for (int i = 0; i < unmet.length; i++) {
      if (unmet[i] == 0) {
        ready.add(i);
      }
    }
    List<T> sorted = new ArrayList<>();
    while (!ready.isEmpty()) {
      int next = ready.remove();
      sorted.add(items.get(next));
      for (int dependent : dependents.get(next)) {
        if (--unmet[dependent] == 0) {
          ready.add(dependent);
        }
      }
    }
    placed = sorted.size();
    for (int i = 0; i < unmet.length; i++) {
      if (unmet[i] > 0) {
        sorted.add(items.get(i));
      }
    }
    return sorted;
  }
}
