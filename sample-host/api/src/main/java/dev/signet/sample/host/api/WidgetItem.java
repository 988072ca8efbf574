package dev.signet.sample.host.api;

import java.util.Objects;
import java.util.function.Function;

/** One line of a widget, in plain text: no markup means anything in it. */
public sealed interface WidgetItem {

  /** Returns the value of the function for this kind of line. */
  <T> T fold(
      Function<? super Text, ? extends T> text,
      Function<? super Entry, ? extends T> entry,
      Function<? super Gauge, ? extends T> gauge);

  /**
   * A sentence.
   *
   * @param text plain text
   */
  record Text(String text) implements WidgetItem {
    /** Checks that nothing is null. */
    public Text {
      Objects.requireNonNull(text, "text");
    }

    @Override
    public <T> T fold(
        Function<? super Text, ? extends T> text,
        Function<? super Entry, ? extends T> entry,
        Function<? super Gauge, ? extends T> gauge) {
      return text.apply(this);
    }
  }

  /**
   * A name and its value.
   *
   * @param label plain text
   * @param value plain text
   */
  record Entry(String label, String value) implements WidgetItem {
    /** Checks that nothing is null. */
    public Entry {
      Objects.requireNonNull(label, "label");
      Objects.requireNonNull(value, "value");
    }

    @Override
    public <T> T fold(
        Function<? super Text, ? extends T> text,
        Function<? super Entry, ? extends T> entry,
        Function<? super Gauge, ? extends T> gauge) {
      return entry.apply(this);
    }
  }

  /**
   * A name, its value in words, and how full it is.
   *
   * @param label plain text
   * @param value plain text
   * @param share from 0 (empty) to 1 (full)
   */
  record Gauge(String label, String value, double share) implements WidgetItem {
    /**
     * Checks that nothing is null.
     *
     * @throws IllegalArgumentException when the share is not between 0 and 1
     */
    public Gauge {
      Objects.requireNonNull(label, "label");
      Objects.requireNonNull(value, "value");
      if (!(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException("share must be from 0 to 1, but is " + share);
      }
    }

    @Override
    public <T> T fold(
        Function<? super Text, ? extends T> text,
        Function<? super Entry, ? extends T> entry,
        Function<? super Gauge, ? extends T> gauge) {
      return gauge.apply(this);
    }
  }
}
