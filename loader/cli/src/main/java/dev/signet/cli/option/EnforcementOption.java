package dev.signet.cli.option;

import dev.signet.policy.Enforcement;
import dev.signet.policy.EnforcementRules;
import dev.signet.policy.ReleaseChannel;
import dev.signet.verdict.Dimension;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The options that say which release channel a host is on, and what it enforces beside that. */
public final class EnforcementOption {
  private final Option<String> channel;
  private final Option<String> enforcement;

  /** Adds the options to a command. */
  public EnforcementOption(Command command, String ofChannel) {
    channel = command.add(Options.text("--channel", "NAME", ofChannel));
    enforcement =
        command.add(
            Options.text(
                "--enforcement",
                "DIMENSION=RULE[,...]",
                "What is enforced beside the channel: "
                    + words(Dimension.values())
                    + ", each enforce, warn or off."));
  }

  /**
   * Returns what is asked for, beside rules that hold without.
   *
   * @throws CommandException when there are no such rules
   */
  public EnforcementRules over(EnforcementRules present) throws CommandException {
    EnforcementRules rules =
        present.on(channel.value().map(ReleaseChannel::new).orElse(present.channel()));
    for (String each : enforcement.value().map(text -> text.split(",", -1)).orElse(new String[0])) {
      int sign = each.indexOf('=');
      Optional<Dimension> dimension =
          find(Dimension.values(), each.substring(0, Math.max(sign, 0)));
      Optional<Enforcement> rule = find(Enforcement.values(), each.substring(sign + 1));
      if (dimension.isEmpty() || rule.isEmpty()) {
        throw CommandException.input(
            "--enforcement: '"
                + each
                + "' is no rule for a dimension; write it like integrity=enforce. Dimensions are "
                + words(Dimension.values())
                + "; rules are "
                + words(Enforcement.values())
                + ".");
      }
      rules = rules.with(dimension.get(), rule.get());
    }
    Optional<String> objection = rules.objection();
    if (objection.isPresent()) {
      throw CommandException.input("--enforcement: " + objection.get() + ".");
    }
    return rules;
  }

  private static <E extends Enum<E>> Optional<E> find(E[] values, String word) {
    return Stream.of(values).filter(each -> word(each).equals(word)).findFirst();
  }

  private static String words(Enum<?>[] values) {
    return Stream.of(values).map(EnforcementOption::word).collect(Collectors.joining(", "));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
