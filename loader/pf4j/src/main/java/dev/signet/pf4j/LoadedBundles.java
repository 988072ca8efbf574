package dev.signet.pf4j;

import dev.signet.admit.JudgedBundle;
import java.util.List;
import java.util.Map;

/**
 * What is loaded.
 *
 * @param versions by id
 * @param bundles what it was loaded from
 */
record LoadedBundles(Map<String, String> versions, List<? extends JudgedBundle> bundles) {
  /** As at a start. */
  static final LoadedBundles NOTHING = new LoadedBundles(Map.of(), List.of());

  LoadedBundles {
    versions = Map.copyOf(versions);
    bundles = List.copyOf(bundles);
  }
}
