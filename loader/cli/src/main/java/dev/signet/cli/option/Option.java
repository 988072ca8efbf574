package dev.signet.cli.option;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;

/**
 * One option of a command, and its value once the command line was read.
 *
 * @param spec the declaration
 * @param <T> the type of the value
 */
public record Option<T>(OptionSpec spec) {

  /** Returns the value, where the option was given or has a default. */
  public Optional<T> value() {
    @Nullable T value = spec.getValue();
    return Optional.ofNullable(value);
  }

  /** Returns the value of an option that is required or has a default. */
  public T get() {
    return value()
        .orElseThrow(() -> new IllegalStateException(spec.longestName() + " has no value"));
  }

  /** Returns whether an option without a parameter was given. */
  public boolean isGiven() {
    return Boolean.TRUE.equals(spec.getValue());
  }

  /** Returns the name as it is typed. */
  public String name() {
    return spec.longestName();
  }
}
