package dev.signet.report.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A value of kept results, as {@link JsonTree} reads it. A member that is missing, or of another
 * type than it is asked for, is an {@link IllegalArgumentException} that names it.
 *
 * @param value a map, list, text, integer or truth value
 */
record Node(Object value) {
  private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  Node member(String name) {
    return optional(name)
        .orElseThrow(() -> new IllegalArgumentException("\"" + name + "\" is missing"));
  }

  Optional<Node> optional(String name) {
    if (value instanceof Map<?, ?> object) {
      return Optional.<Object>ofNullable(object.get(name)).map(Node::new);
    }
    throw new IllegalArgumentException("what holds \"" + name + "\" is no object");
  }

  List<Node> list(String name) {
    if (member(name).value instanceof List<?> list) {
      List<Node> nodes = new ArrayList<>();
      for (Object element : list) {
        nodes.add(new Node(element));
      }
      return nodes;
    }
    throw new IllegalArgumentException("\"" + name + "\" is no list");
  }

  String text(String name) {
    if (member(name).value instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("\"" + name + "\" is no text");
  }

  @Nullable String textOrNull(String name) {
    return optional(name).isPresent() ? text(name) : null;
  }

  /**
   * Returns an instant of our time.
   *
   * @throws java.time.DateTimeException when it is none at all
   */
  Instant instant(String name) {
    Instant instant = Instant.parse(text(name));
    // Calendars and consoles know no instant far from our time; we never wrote one.
    if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
      throw new IllegalArgumentException("an instant is invalid");
    }
    return instant;
  }

  Optional<Instant> optionalInstant(String name) {
    return optional(name).map(there -> instant(name));
  }

  boolean flag(String name) {
    if (member(name).value instanceof Boolean flag) {
      return flag;
    }
    throw new IllegalArgumentException("\"" + name + "\" is neither true nor false");
  }

  int count(String name) {
    if (member(name).value instanceof Integer count && count >= 0) {
      return count;
    }
    throw new IllegalArgumentException("\"" + name + "\" is no count");
  }

  <E extends Enum<E>> E word(Class<E> type, String name) {
    return Enum.valueOf(type, text(name));
  }
}
