package dev.signet.bundle;

import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * A pattern of entry paths, see {@link Exclusions#with}. A match takes time in proportion to path
 * and pattern, whatever they are: whoever makes a bundle chooses the paths, and a regular
 * expression could be kept busy for hours by a single one.
 */
final class Glob {
  // Below every character.
  private static final int ONE_OF_NAME = -1;
  private static final int ANY_OF_NAME = -2;
  private static final int ANY = -3;

  private final int[] parts;

  Glob(String glob) {
    IntStream.Builder builder = IntStream.builder();
    int i = 0;
    while (i < glob.length()) {
      if (glob.startsWith("**", i)) {
        builder.add(ANY);
        i += 2;
      } else {
        int c = glob.codePointAt(i);
        builder.add(c == '*' ? ANY_OF_NAME : c == '?' ? ONE_OF_NAME : c);
        i += Character.charCount(c);
      }
    }
    parts = builder.build().toArray();
  }

  /** Returns whether the whole path matches. */
  boolean matches(EntryPath path) {
    BitSet reached = new BitSet();
    reach(0, reached);
    for (int c : path.value().codePoints().toArray()) {
      BitSet next = new BitSet();
      for (int part = reached.nextSetBit(0); part >= 0; part = reached.nextSetBit(part + 1)) {
        step(part, c, next);
      }
      reached = next;
    }
    return reached.get(parts.length);
  }

  /** Adds which parts may come next when this one meets the character. */
  private void step(int part, int c, BitSet next) {
    if (part == parts.length) {
      return;
    }
    switch (parts[part]) {
      case ANY -> reach(part, next);
      case ANY_OF_NAME -> {
        if (c != '/') {
          reach(part, next);
        }
      }
      case ONE_OF_NAME -> {
        if (c != '/') {
          reach(part + 1, next);
        }
      }
      default -> {
        if (c == parts[part]) {
          reach(part + 1, next);
        }
      }
    }
  }

  /** Adds a part, and those behind it as long as they may stand for nothing at all. */
  private void reach(int part, BitSet reached) {
    reached.set(part);
    if (part < parts.length && (parts[part] == ANY || parts[part] == ANY_OF_NAME)) {
      reach(part + 1, reached);
    }
  }
}
