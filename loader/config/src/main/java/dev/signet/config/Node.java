package dev.signet.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A value of the settings, and the place where somebody wrote it, as problems are to name it:
 * {@code /etc/myhost/signet.yaml:3}; empty for nowhere.
 */
public sealed interface Node {
  /** Returns where it stands. */
  String place();

  /**
   * A text, number or word.
   *
   * @param place where it stands
   * @param text empty for nothing at all
   */
  record Scalar(String place, String text) implements Node {
    /** Checks that nothing is null. */
    public Scalar {
      Objects.requireNonNull(place, "place");
      Objects.requireNonNull(text, "text");
    }
  }

  /**
   * A list.
   *
   * @param place where it begins
   * @param items in their order
   */
  record Sequence(String place, List<Node> items) implements Node {
    /** Copies the list. */
    public Sequence {
      Objects.requireNonNull(place, "place");
      items = List.copyOf(items);
    }
  }

  /**
   * Keys and values.
   *
   * @param place where it begins
   * @param members in their order
   */
  record Mapping(String place, Map<String, Member> members) implements Node {
    /** Copies the members. */
    public Mapping {
      Objects.requireNonNull(place, "place");
      members = new LinkedHashMap<>(members);
    }
  }

  /**
   * A value and the place of its key.
   *
   * @param place where the key stands
   * @param value what it is set to
   */
  record Member(String place, Node value) {
    /** Checks that nothing is null. */
    public Member {
      Objects.requireNonNull(place, "place");
      Objects.requireNonNull(value, "value");
    }
  }
}
