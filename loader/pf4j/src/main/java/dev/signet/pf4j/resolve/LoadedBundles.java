package dev.signet.pf4j.resolve;

import dev.signet.admit.JudgedBundle;
import java.util.List;
import java.util.Map;

/**
 * What is loaded.
 *
 * @param versions by id
 * @param bundles what it was loaded from
 */
public record LoadedBundles(Map<String, String> versions, List<? extends JudgedBundle> bundles) {
  /** As at a start. */
  public static final LoadedBundles NOTHING = new LoadedBundles(Map.of(), List.of());

  public LoadedBundles {
    versions = Map.copyOf(versions);
    bundles = List.copyOf(bundles);
  }
}
