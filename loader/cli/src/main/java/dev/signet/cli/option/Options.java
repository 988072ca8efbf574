package dev.signet.cli.option;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The forms that options have. */
public final class Options {
  private static final int MOST_DAYS = 36_500;

  private Options() {}

  /** An option without a parameter. */
  public static Option<Boolean> flag(String name, String description) {
    return new Option<>(
        OptionSpec.builder(name).type(boolean.class).arity("0").description(description).build());
  }

  /** A file or folder. */
  public static Option<Path> path(String name, String label, String description) {
    return new Option<>(path(name, label).description(description).build());
  }

  /** A file or folder that must be named. */
  public static Option<Path> requiredPath(String name, String label, String description) {
    return new Option<>(path(name, label).required(true).description(description).build());
  }

  /** Files or folders: the option may be repeated. */
  public static Option<List<Path>> paths(String name, String label, String description) {
    return new Option<>(
        OptionSpec.builder(name)
            .paramLabel(label)
            .type(ArrayList.class)
            .auxiliaryTypes(Path.class)
            .arity("1")
            .description(description)
            .build());
  }

  /** Texts: the option may be repeated. */
  public static Option<List<String>> texts(String name, String label, String description) {
    return new Option<>(
        OptionSpec.builder(name)
            .paramLabel(label)
            .type(ArrayList.class)
            .auxiliaryTypes(String.class)
            .arity("1")
            .description(description)
            .build());
  }

  /** Any text. */
  public static Option<String> text(String name, String label, String description) {
    return new Option<>(
        OptionSpec.builder(name)
            .paramLabel(label)
            .type(String.class)
            .arity("1")
            .description(description)
            .build());
  }

  /** Any text, which must be given. */
  public static Option<String> requiredText(String name, String label, String description) {
    return new Option<>(
        OptionSpec.builder(name)
            .paramLabel(label)
            .type(String.class)
            .arity("1")
            .required(true)
            .description(description)
            .build());
  }

  /** One of a few words. */
  public static Option<String> choice(String name, List<String> words, String description) {
    return new Option<>(
        OptionSpec.builder(name)
            .paramLabel(String.join("|", words))
            .type(String.class)
            .arity("1")
            .completionCandidates(words)
            .description(description)
            .build());
  }

  /** A whole number of days. */
  public static Option<String> days(String name, String description) {
    return text(name, "DAYS", description);
  }

  /**
   * An id as the argument that is no option.
   *
   * @param arity how many there may be; several make a list
   */
  public static PositionalParamSpec id(String arity, String description) {
    PositionalParamSpec.Builder id =
        PositionalParamSpec.builder().arity(arity).paramLabel("<appid>").description(description);
    return arity.endsWith("*")
        ? id.index("0..*").type(ArrayList.class).auxiliaryTypes(String.class).build()
        : id.index("0").type(String.class).build();
  }

  /** Returns the one id, if it was given. */
  public static Optional<String> given(PositionalParamSpec id) {
    @Nullable String value = id.getValue();
    return Optional.ofNullable(value);
  }

  /** {@code --help}, which every command has. */
  public static OptionSpec help() {
    return OptionSpec.builder("-h", "--help")
        .usageHelp(true)
        .arity("0")
        .type(boolean.class)
        .description("Show this help and exit.")
        .build();
  }

  /**
   * Returns the chosen word, or a default.
   *
   * @throws CommandException when it is not one of the words
   */
  public static String chosen(Option<String> option, String otherwise) throws CommandException {
    String word = option.value().orElse(otherwise);
    List<String> words = new ArrayList<>();
    option.spec().completionCandidates().forEach(words::add);
    if (!words.contains(word)) {
      throw CommandException.input(
          option.name() + ": '" + word + "' should be one of " + String.join(", ", words) + ".");
    }
    return word;
  }

  /**
   * Returns the number of days.
   *
   * @throws CommandException when it is not from 1 to 36,500
   */
  public static Optional<Duration> duration(Option<String> days) throws CommandException {
    if (days.value().isEmpty()) {
      return Optional.empty();
    }
    String text = days.get();
    if (!text.matches("[1-9][0-9]{0,4}") || Integer.parseInt(text) > MOST_DAYS) {
      throw CommandException.input(
          days.name() + ": '" + text + "' should be a number of days from 1 to " + MOST_DAYS + ".");
    }
    return Optional.of(Duration.ofDays(Integer.parseInt(text)));
  }

  private static OptionSpec.Builder path(String name, String label) {
    return OptionSpec.builder(name).paramLabel(label).type(Path.class).arity("1");
  }
}
