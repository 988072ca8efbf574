package dev.signet.policy;

import dev.signet.verdict.Dimension;
import dev.signet.verdict.Reason;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which dimensions a host enforces. The release channel is the shorthand: all on {@code stable},
 * none elsewhere, where each only warns; single ones may be chosen otherwise. Immutable.
 *
 * @param channel the host's release channel
 * @param chosen what the host chose beside it
 */
public record EnforcementRules(ReleaseChannel channel, Map<Dimension, Enforcement> chosen) {
  /** Copies the map. */
  public EnforcementRules {
    Objects.requireNonNull(channel, "channel");
    chosen = Map.copyOf(chosen);
  }

  /** Returns the rules that a channel is short for. */
  public static EnforcementRules of(ReleaseChannel channel) {
    return new EnforcementRules(channel, Map.of());
  }

  /** Returns these rules on another channel; what was chosen beside it stays. */
  public EnforcementRules on(ReleaseChannel other) {
    return new EnforcementRules(other, chosen);
  }

  /** Returns these rules with another one for a dimension. */
  public EnforcementRules with(Dimension dimension, Enforcement enforcement) {
    Map<Dimension, Enforcement> more = new EnumMap<>(Dimension.class);
    more.putAll(chosen);
    more.put(
        Objects.requireNonNull(dimension, "dimension"),
        Objects.requireNonNull(enforcement, "enforcement"));
    return new EnforcementRules(channel, more);
  }

  /** Returns what is made of a problem in a dimension. */
  public Enforcement of(Dimension dimension) {
    return chosen.getOrDefault(dimension, ofChannel());
  }

  /** Returns what is made of a problem: the strictest rule of all it leaves open. */
  Enforcement of(Reason reason) {
    return Dimension.of(reason).stream().map(this::of).sorted().findFirst().orElse(ofChannel());
  }

  /** Returns what the channel says alone. */
  private Enforcement ofChannel() {
    return channel.enforces() ? Enforcement.ENFORCE : Enforcement.WARN;
  }

  /** Returns the dimensions that are less strict here than the channel is. */
  public Set<Dimension> loosened() {
    return differing(1);
  }

  /** Returns the dimensions that are stricter here than the channel is. */
  public Set<Dimension> tightened() {
    return differing(-1);
  }

  private Set<Dimension> differing(int sign) {
    if (chosen.isEmpty()) {
      return Set.of();
    }
    Set<Dimension> found = new TreeSet<>();
    chosen.forEach(
        (dimension, enforcement) -> {
          if (Integer.signum(enforcement.compareTo(ofChannel())) == sign) {
            found.add(dimension);
          }
        });
    return found;
  }

  /**
   * Returns what speaks against these rules, with the remedy. On the channel that enforces, bytes
   * nobody vouches for and bytes that were changed may be put up with, but never quietly.
   */
  public Optional<String> objection() {
    if (chosen.isEmpty() || !channel.enforces()) {
      return Optional.empty();
    }
    Set<Dimension> quiet = EnumSet.of(Dimension.INTEGRITY, Dimension.AUTHENTICITY);
    quiet.removeIf(dimension -> of(dimension) != Enforcement.OFF);
    return quiet.isEmpty()
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%s cannot be off on the channel stable; choose warn, or name another channel",
                Dimension.words(quiet)));
  }

  /**
   * Returns what differs from the channel's shorthand, as {@code integrity enforce, expiry off};
   * empty when nothing does.
   */
  public Optional<String> differences() {
    Set<Dimension> different = new TreeSet<>(loosened());
    different.addAll(tightened());
    return different.isEmpty() ? Optional.empty() : Optional.of(words(different));
  }

  /**
   * Returns what administrators must not overlook, in one or two sentences: where less is enforced
   * than the channel is short for; empty where nothing is.
   */
  public Optional<String> warning() {
    Set<Dimension> loose = loosened();
    return loose.isEmpty()
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "This host puts up with more than its channel '%s' does (%s).",
                channel.name(),
                words(loose)));
  }

  private String words(Set<Dimension> some) {
    StringBuilder text = new StringBuilder();
    for (Dimension dimension : some) {
      text.append(text.isEmpty() ? "" : ", ")
          .append(dimension.word())
          .append(' ')
          .append(of(dimension).word());
    }
    return text.toString();
  }
}
