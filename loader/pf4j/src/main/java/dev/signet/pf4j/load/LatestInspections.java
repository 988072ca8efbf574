package dev.signet.pf4j.load;

import dev.signet.Internal;
import dev.signet.admit.Admission;
import dev.signet.admit.InspectedBundle;
import dev.signet.admit.JudgedBundle;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What each bundle was found to be by itself at the latest look, before it counted what lies beside
 * it. Thread-safe.
 */
@Internal
public final class LatestInspections {
  private final Map<Path, JudgedBundle> latest = new ConcurrentHashMap<>();

  public void add(JudgedBundle bundle) {
    latest.put(bundle.source(), bundle);
  }

  public void add(Path source, Admission.Result result) {
    add(
        result.<JudgedBundle>fold(
            admitted -> admitted, refused -> new InspectedBundle(source, refused, "")));
  }

  /** Forgets the looks at every source but these. */
  void retain(Set<Path> sources) {
    latest.keySet().retainAll(sources);
  }

  /** Returns the looks at these that there are, in their order. */
  public Map<Path, JudgedBundle> at(Iterable<Path> sources) {
    Map<Path, JudgedBundle> looks = new LinkedHashMap<>();
    for (Path source : sources) {
      JudgedBundle look = latest.get(source);
      if (look != null) {
        looks.put(source, look);
      }
    }
    return looks;
  }
}
