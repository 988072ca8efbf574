package dev.signet.report.compare;

import dev.signet.policy.Decision;
import dev.signet.verdict.Subject;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What two sets of settings decide on the same plugins: those of now, and others.
 *
 * @param plugins all that either of them finds, in the order in which a start would look at them
 */
public record PolicyComparison(List<Plugin> plugins) {
  /** Copies the list. */
  public PolicyComparison {
    plugins = List.copyOf(plugins);
  }

  /** What becomes of a plugin. */
  public enum Effect {
    /** It is admitted now, and would be refused. */
    STOPS,
    /** It is refused now, and would be admitted. */
    STARTS,
    /** It is admitted, and there would be something to report. */
    WARNS,
    /** It is admitted, and there would be nothing to report any more. */
    CLEARS,
    /** The same is done with it. */
    STAYS;

    /** Returns it as in reports: {@code stops}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One plugin.
   *
   * @param source where it lies
   * @param now what the settings of now decide; empty where they do not look there
   * @param then what the others would decide; likewise, but one of the two is there
   */
  public record Plugin(Path source, Optional<Decision> now, Optional<Decision> then) {
    /** Checks that nothing is null. */
    public Plugin {
      Objects.requireNonNull(source, "source");
      Objects.requireNonNull(now, "now");
      Objects.requireNonNull(then, "then");
    }

    /** Returns what becomes of it. */
    public Effect effect() {
      boolean before = now.filter(Decision::isAdmitted).isPresent();
      boolean after = then.filter(Decision::isAdmitted).isPresent();
      if (before != after) {
        return after ? Effect.STARTS : Effect.STOPS;
      }
      boolean told = before && isTold(now);
      boolean wouldBeTold = after && isTold(then);
      if (told != wouldBeTold) {
        return wouldBeTold ? Effect.WARNS : Effect.CLEARS;
      }
      return Effect.STAYS;
    }

    private static boolean isTold(Optional<Decision> decision) {
      return decision.filter(one -> one.action() != Decision.Action.ADMIT).isPresent();
    }

    /**
     * Returns what it is, as its descriptors say; unescaped.
     *
     * @throws java.util.NoSuchElementException when nobody decided on it
     */
    public Subject subject() {
      return then.or(() -> now).map(decision -> decision.verdict().subject()).orElseThrow();
    }
  }

  /** Returns the plugins of which this becomes. */
  public List<Plugin> of(Effect effect) {
    return plugins.stream().filter(plugin -> plugin.effect() == effect).toList();
  }

  /** Returns how many plugins become what; those of which there are none, too. */
  public Map<Effect, Integer> counts() {
    Map<Effect, Integer> counts = new EnumMap<>(Effect.class);
    for (Effect effect : Effect.values()) {
      counts.put(effect, of(effect).size());
    }
    return counts;
  }

  /** Returns whether no plugin would be lost, and none would be worse off. */
  public boolean isHarmless() {
    return of(Effect.STOPS).isEmpty() && of(Effect.WARNS).isEmpty();
  }
}
