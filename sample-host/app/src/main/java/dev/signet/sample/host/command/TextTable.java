package dev.signet.sample.host.command;

import java.util.ArrayList;
import java.util.List;

/**
 * A table for a console: short columns as wide as their content, the last two share the rest; what
 * does not fit goes on in the next line.
 */
final class TextTable {
  private static final String GAP = "  ";
  private static final int WIDEST_SHORT_COLUMN = 18;
  private static final int NARROWEST_TEXT_COLUMN = 24;
  private static final int TEXT_COLUMNS = 2;

  private final List<String> header;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * Creates an empty table.
   *
   * @param header at least three column titles
   */
  TextTable(List<String> header) {
    this.header = List.copyOf(header);
  }

  /**
   * Adds a row.
   *
   * @param cells one per column; a line break in a cell is kept
   */
  void add(List<String> cells) {
    if (cells.size() != header.size()) {
      throw new IllegalArgumentException(
          "cells: " + cells.size() + " given for " + header.size() + " columns");
    }
    rows.add(List.copyOf(cells));
  }

  /**
   * Returns the table, each line ended by a line feed.
   *
   * @param width characters per line; lines are longer only when the columns cannot be narrower
   */
  String render(int width) {
    List<Integer> widths = widths(width);
    StringBuilder out = new StringBuilder();
    appendRow(out, header, widths);
    String rule =
        "-"
            .repeat(
                widths.stream().mapToInt(Integer::intValue).sum()
                    + GAP.length() * (widths.size() - 1));
    for (List<String> row : rows) {
      out.append(rule).append('\n');
      appendRow(out, row, widths);
    }
    return out.append(rule).append('\n').toString();
  }

  private List<Integer> widths(int total) {
    List<Integer> widths = new ArrayList<>();
    int rest = total - GAP.length() * (header.size() - 1);
    for (int column = 0; column < header.size() - TEXT_COLUMNS; column++) {
      int longest = header.get(column).length();
      for (List<String> row : rows) {
        longest = Math.max(longest, row.get(column).length());
      }
      int width = Math.min(longest, WIDEST_SHORT_COLUMN);
      widths.add(width);
      rest -= width;
    }
    int each = Math.max(NARROWEST_TEXT_COLUMN, rest / TEXT_COLUMNS);
    widths.add(each);
    widths.add(Math.max(each, rest - each));
    return widths;
  }

  private static void appendRow(StringBuilder out, List<String> cells, List<Integer> widths) {
    List<List<String>> wrapped = new ArrayList<>();
    for (int column = 0; column < cells.size(); column++) {
      wrapped.add(wrap(cells.get(column), widths.get(column)));
    }
    int height = wrapped.stream().mapToInt(List::size).max().orElse(0);
    for (int line = 0; line < height; line++) {
      StringBuilder text = new StringBuilder();
      for (int column = 0; column < cells.size(); column++) {
        List<String> lines = wrapped.get(column);
        String part = line < lines.size() ? lines.get(line) : "";
        text.append(part).append(" ".repeat(widths.get(column) - part.length())).append(GAP);
      }
      out.append(text.toString().stripTrailing()).append('\n');
    }
  }

  /** Returns the text in lines of at most the given width, broken between words where possible. */
  static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    for (String paragraph : text.split("\n", -1)) {
      StringBuilder line = new StringBuilder();
      for (String word : paragraph.split(" ", -1)) {
        if (line.length() > 0 && line.length() + 1 + word.length() > width) {
          lines.add(line.toString());
          line.setLength(0);
        }
        if (line.length() > 0) {
          line.append(' ');
        }
        line.append(word);
        while (line.length() > width) {
          int cut = cut(line, width);
          lines.add(line.substring(0, cut));
          line.delete(0, cut);
        }
      }
      lines.add(line.toString());
    }
    return lines;
  }

  /** Where to cut a word that is too long: after a folder of a path, never within a character. */
  private static int cut(StringBuilder word, int width) {
    int afterSlash = word.lastIndexOf("/", width - 1) + 1;
    if (afterSlash > 0) {
      return afterSlash;
    }
    return Character.isHighSurrogate(word.charAt(width - 1)) ? width - 1 : width;
  }
}
