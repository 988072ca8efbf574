package dev.signet.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value of the file, and the line it begins at, counted from 1. */
sealed interface Node {
  int line();

  /** A text, number or word; empty for nothing at all, and for {@code null} and {@code ~}. */
  record Scalar(int line, String text) implements Node {}

  /** A list. */
  record Sequence(int line, List<Node> items) implements Node {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /** Keys and values, in their order. */
  record Mapping(int line, Map<String, Member> members) implements Node {
    public Mapping {
      members = new LinkedHashMap<>(members);
    }
  }

  /** A value and the line of its key. */
  record Member(int line, Node value) {}
}
