package dev.signet.config;

import dev.signet.trust.TrustStoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One part of the settings. What is asked for is known; {@link #rejectOthers} then finds the keys
 * nobody knows. Problems are collected, so that all are told at once.
 */
final class Section {
  private static final int MOST_CHARS = 200;

  private final Path folder;
  private final String prefix;
  private final Node.Mapping mapping;
  private final List<String> problems;
  private final Set<String> known = new LinkedHashSet<>();

  private Section(Path folder, String prefix, Node.Mapping mapping, List<String> problems) {
    this.folder = folder;
    this.prefix = prefix;
    this.mapping = mapping;
    this.problems = problems;
  }

  /** Returns all settings. */
  static Section root(HostSettings settings) {
    return new Section(
        settings.folder(), settings.origin().prefix(), settings.root(), new ArrayList<>());
  }

  /** Does something with a setting that can fail. */
  @FunctionalInterface
  interface Use {
    /**
     * Uses it.
     *
     * @throws TrustStoreException telling cause and remedy
     * @throws IllegalArgumentException telling what it should be
     */
    void run() throws TrustStoreException;
  }

  /** Returns what is wrong so far, in the file's order. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  Optional<String> text(String key) {
    return value(key, text -> text);
  }

  Optional<Boolean> flag(String key) {
    return word(key, Map.of("true", true, "false", false));
  }

  /** Returns a path; a relative one starts at the settings' folder. */
  Optional<Path> path(String key) {
    return value(key, this::resolved);
  }

  List<Path> paths(String key) {
    return values(key, this::resolved);
  }

  List<String> texts(String key) {
    return values(key, text -> text);
  }

  /** Returns what one of a few words stands for. */
  <T> Optional<T> word(String key, Map<String, T> words) {
    return value(key, text -> SettingForms.word(text, words));
  }

  /** Returns what some of a few words stand for. */
  <T> List<T> words(String key, Map<String, T> words) {
    return values(key, text -> SettingForms.word(text, words));
  }

  /** Returns a span of time: {@code P14D}, {@code PT6H}, or plainly {@code 14 days}. */
  Optional<Duration> duration(String key) {
    return value(key, SettingForms::duration);
  }

  /** Returns a span of time that is not zero. */
  Optional<Duration> interval(String key) {
    return value(key, SettingForms::interval);
  }

  /** Returns an instant, or the beginning of a day in UTC. */
  Optional<Instant> instant(String key) {
    return value(key, SettingForms::instant);
  }

  /** Returns a whole number from 1 to a maximum. */
  Optional<Long> count(String key, long maximum) {
    return value(key, text -> SettingForms.count(text, maximum));
  }

  Optional<Section> section(String key) {
    known.add(key);
    Node.Member member = mapping.members().get(key);
    if (member == null || isNothing(member.value())) {
      return Optional.empty();
    }
    if (member.value() instanceof Node.Mapping found) {
      return Optional.of(new Section(folder, prefix + key + ".", found, problems));
    }
    problem(member.place(), key, "should hold keys and values of its own");
    return Optional.empty();
  }

  /** Returns the keys of a section whose keys are the host's own, such as ids. */
  Set<String> keys() {
    return mapping.members().keySet();
  }

  /** Uses a setting; what is thrown becomes a problem of its key. */
  void use(String key, Use use) {
    try {
      use.run();
    } catch (TrustStoreException | IllegalArgumentException e) {
      problem(key, String.valueOf(e.getMessage()));
    }
  }

  /** Notes what is wrong with a setting that was read. */
  void problem(String key, String what) {
    problem(place(key), key, what);
  }

  /** Refuses a setting that has no meaning here, though it has one elsewhere. */
  void refuse(String key, String why) {
    known.add(key);
    if (mapping.members().containsKey(key)) {
      problem(key, why);
    }
  }

  void require(String key, boolean present, String remedy) {
    Node.Member member = mapping.members().get(key);
    // Of one that is there and wrong, it is said already.
    if (!present && (member == null || isEmptyList(member.value()))) {
      problem(place(key), key, "is missing; " + remedy);
    }
  }

  /** Ends this section: every other key is unknown. */
  void rejectOthers() {
    mapping
        .members()
        .forEach(
            (key, member) -> {
              if (!known.contains(key)) {
                problem(
                    member.place(), key, "is no setting; there are " + String.join(", ", known));
              }
            });
  }

  private <T> Optional<T> value(String key, Function<String, T> form) {
    known.add(key);
    Node.Member member = mapping.members().get(key);
    if (member == null) {
      return Optional.empty();
    }
    if (isNothing(member.value())) {
      problem(member.place(), key, "is empty; give it a value, or take it out");
    } else if (member.value() instanceof Node.Scalar scalar) {
      return formed(key, scalar, form);
    } else {
      problem(member.place(), key, "should have one value");
    }
    return Optional.empty();
  }

  private <T> List<T> values(String key, Function<String, T> form) {
    known.add(key);
    Node.Member member = mapping.members().get(key);
    if (member == null) {
      return List.of();
    }
    if (member.value() instanceof Node.Sequence sequence) {
      List<T> values = new ArrayList<>();
      for (Node item : sequence.items()) {
        if (isNothing(item)) {
          problem(item.place(), key, "has an empty entry; give it a value, or take it out");
        } else if (item instanceof Node.Scalar scalar) {
          formed(key, scalar, form).ifPresent(values::add);
        } else {
          problem(item.place(), key, "should hold single values only");
        }
      }
      return values;
    }
    return value(key, form).map(List::of).orElse(List.of());
  }

  private <T> Optional<T> formed(String key, Node.Scalar scalar, Function<String, T> form) {
    try {
      return Optional.of(form.apply(scalar.text()));
    } catch (IllegalArgumentException e) {
      problem(scalar.place(), key, "'" + shown(scalar.text()) + "' " + e.getMessage());
      return Optional.empty();
    }
  }

  /** Returns as much of a text as one cares to read. */
  static String shown(String text) {
    return text.length() <= MOST_CHARS ? text : text.substring(0, MOST_CHARS) + "\u2026";
  }

  private Path resolved(String text) {
    return SettingForms.path(text, folder);
  }

  private static boolean isNothing(Node node) {
    return node instanceof Node.Scalar scalar && scalar.text().isBlank();
  }

  private static boolean isEmptyList(Node node) {
    return node instanceof Node.Sequence sequence && sequence.items().isEmpty();
  }

  private String place(String key) {
    Node.Member member = mapping.members().get(key);
    return member == null ? mapping.place() : member.place();
  }

  private void problem(String place, String key, String what) {
    String start = place.isEmpty() ? "" : place + ": ";
    String end = what.endsWith(".") ? "" : ".";
    problems.add(start + prefix + shown(key) + ": " + what + end);
  }
}
