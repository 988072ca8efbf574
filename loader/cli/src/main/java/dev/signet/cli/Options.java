package dev.signet.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/** The forms that options have. */
final class Options {
  private Options() {}

  /** An option without a parameter. */
  static Option<Boolean> flag(String name, String description) {
    return new Option<>(
        OptionSpec.builder(name).type(boolean.class).arity("0").description(description).build());
  }

  /** A file or folder. */
  static Option<Path> path(String name, String label, String description) {
    return new Option<>(path(name, label).description(description).build());
  }

  /** A file or folder that must be named. */
  static Option<Path> requiredPath(String name, String label, String description) {
    return new Option<>(path(name, label).required(true).description(description).build());
  }

  /** Files or folders: the option may be repeated. */
  static Option<List<Path>> paths(String name, String label, String description) {
    return new Option<>(
        OptionSpec.builder(name)
            .paramLabel(label)
            .type(ArrayList.class)
            .auxiliaryTypes(Path.class)
            .arity("1")
            .description(description)
            .build());
  }

  /** Any text. */
  static Option<String> text(String name, String label, String description) {
    return new Option<>(
        OptionSpec.builder(name)
            .paramLabel(label)
            .type(String.class)
            .arity("1")
            .description(description)
            .build());
  }

  /** One of a few words. */
  static Option<String> choice(String name, List<String> words, String description) {
    return new Option<>(
        OptionSpec.builder(name)
            .paramLabel(String.join("|", words))
            .type(String.class)
            .arity("1")
            .completionCandidates(words)
            .description(description)
            .build());
  }

  /** {@code --help}, which every command has. */
  static OptionSpec help() {
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
   * @throws CommandException when it is none of the words
   */
  static String chosen(Option<String> option, String otherwise) throws CommandException {
    String word = option.value().orElse(otherwise);
    List<String> words = new ArrayList<>();
    option.spec().completionCandidates().forEach(words::add);
    if (!words.contains(word)) {
      throw CommandException.input(
          option.name() + ": '" + word + "' is none of " + String.join(", ", words) + ".");
    }
    return word;
  }

  private static OptionSpec.Builder path(String name, String label) {
    return OptionSpec.builder(name).paramLabel(label).type(Path.class).arity("1");
  }
}
