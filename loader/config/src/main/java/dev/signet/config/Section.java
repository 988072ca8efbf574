package dev.signet.config;

import dev.signet.file.NameEncoding;
import dev.signet.trust.TrustStoreException;
import dev.signet.verdict.Durations;
import java.math.BigInteger;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One part of the settings. What is asked for is known; {@link #rejectOthers} then finds the keys
 * nobody knows. Problems are collected, so that all are told at once.
 */
final class Section {
  private static final String TOO_LONG =
      "should be at most " + Durations.LONGEST.toDays() + " days";

  private static final int MOST_DIGITS = 40;

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

  /** Makes something of a text, or says why it cannot be one. */
  @FunctionalInterface
  interface Form<T> {
    /**
     * Returns the value.
     *
     * @throws IllegalArgumentException saying what it should be
     */
    T of(String text);
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
    return value(key, this::path0);
  }

  List<Path> paths(String key) {
    return values(key, this::path0);
  }

  List<String> texts(String key) {
    return values(key, text -> text);
  }

  /** Returns what one of a few words stands for. */
  <T> Optional<T> word(String key, Map<String, T> words) {
    return value(key, text -> meaning(text, words));
  }

  /** Returns what some of a few words stand for. */
  <T> List<T> words(String key, Map<String, T> words) {
    return values(key, text -> meaning(text, words));
  }

  private static <T> T meaning(String text, Map<String, T> words) {
    T meaning = words.get(text);
    if (meaning == null) {
      throw new IllegalArgumentException(
          "should be one of " + String.join(", ", words.keySet().stream().sorted().toList()));
    }
    return meaning;
  }

  /** Returns a span of time: {@code P14D}, {@code PT6H}, or plainly {@code 14 days}. */
  Optional<Duration> duration(String key) {
    return value(key, Section::duration0);
  }

  /** Returns a span of time likewise that is not none. */
  Optional<Duration> interval(String key) {
    return value(
        key,
        text -> {
          Duration duration = duration0(text);
          if (duration.isZero()) {
            throw new IllegalArgumentException("should be longer than nothing");
          }
          return duration;
        });
  }

  /** Returns an instant, or the beginning of a day in UTC. */
  Optional<Instant> instant(String key) {
    return value(
        key,
        text -> {
          try {
            return Instant.parse(text.contains("T") ? text : text + "T00:00:00Z");
          } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                "should be a date or an instant like 2027-01-31T12:00:00Z", e);
          }
        });
  }

  /** Returns a whole number from 1 to a maximum. */
  Optional<Long> count(String key, long maximum) {
    return value(
        key,
        text -> {
          BigInteger number = number(text);
          if (number.signum() <= 0 || number.compareTo(BigInteger.valueOf(maximum)) > 0) {
            throw new IllegalArgumentException("should be from 1 to " + maximum);
          }
          return number.longValue();
        });
  }

  private static BigInteger number(String text) {
    try {
      if (text.length() <= MOST_DIGITS) {
        return new BigInteger(text.replace("_", ""));
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("should be a whole number", e);
    }
    throw new IllegalArgumentException("should be a whole number of a few digits");
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

  private <T> Optional<T> value(String key, Form<T> form) {
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

  private <T> List<T> values(String key, Form<T> form) {
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

  private <T> Optional<T> formed(String key, Node.Scalar scalar, Form<T> form) {
    try {
      return Optional.of(form.of(scalar.text()));
    } catch (IllegalArgumentException e) {
      problem(scalar.place(), key, "'" + scalar.text() + "' " + e.getMessage());
      return Optional.empty();
    }
  }

  private Path path0(String text) {
    try {
      return folder.resolve(text).normalize();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(NameEncoding.problem(e), e);
    }
  }

  private static Duration duration0(String text) {
    try {
      String[] words = text.split(" ", -1);
      if (words.length == 2) {
        Function<Long, Duration> unit = unit(words[1].toLowerCase(Locale.ROOT));
        return bounded(unit.apply(Long.parseLong(words[0])));
      }
      return bounded(Duration.parse(text));
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(TOO_LONG, e);
    } catch (DateTimeException | NumberFormatException e) {
      throw new IllegalArgumentException("should be a span of time like '14 days' or PT6H", e);
    }
  }

  private static Function<Long, Duration> unit(String word) {
    return switch (word) {
      case "second", "seconds" -> Duration::ofSeconds;
      case "minute", "minutes" -> Duration::ofMinutes;
      case "hour", "hours" -> Duration::ofHours;
      case "day", "days" -> Duration::ofDays;
      default -> throw new NumberFormatException(word);
    };
  }

  private static Duration bounded(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("should not be negative");
    }
    if (duration.compareTo(Durations.LONGEST) > 0) {
      throw new IllegalArgumentException(TOO_LONG);
    }
    return duration;
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
    problems.add(start + prefix + key + ": " + what + end);
  }
}
