package dev.signet.pf4j.text;

import dev.signet.library.LogEvent;
import dev.signet.verdict.Printable;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * What plugins throw. Their exceptions are their own code: to show one may throw again, and must
 * not keep anybody from putting things right.
 */
public final class PluginFailures {
  private PluginFailures() {}

  /** Returns what a failure says of itself, or else its type; with control characters escaped. */
  public static String text(Throwable failure) {
    try {
      return Printable.of(String.valueOf(failure));
    } catch (RuntimeException | Error unshowable) {
      return Printable.of(failure.getClass().getName());
    }
  }

  /** Returns a failure's message, or else its type. */
  public static String message(Throwable failure) {
    try {
      return String.valueOf(failure.getMessage());
    } catch (RuntimeException | Error unshowable) {
      return failure.getClass().getName();
    }
  }

  /** Logs a failure of a plugin, with its stack trace where that can be had. */
  public static void warn(Logger log, String what, String plugin, Throwable failure) {
    log(log, Level.WARN, what, plugin, failure);
  }

  /** As {@link #warn}, at another level. */
  public static void log(Logger log, Level level, String what, String plugin, Throwable failure) {
    try {
      LogEvent.of(log, level).cause(failure).log(what, Printable.of(plugin));
    } catch (RuntimeException | Error unshowable) {
      LogEvent.of(log, level).log(what + " ({})", Printable.of(plugin), text(failure));
    }
  }
}
