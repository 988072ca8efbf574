package dev.signet.pf4j;

import dev.signet.verdict.Printable;
import org.slf4j.Logger;

/**
 * What plugins throw. Their exceptions are their own code: to show one may throw again, and must
 * not keep anybody from putting things right.
 */
final class PluginFailures {
  private PluginFailures() {}

  /** Returns what a failure says of itself, or else its type; with control characters escaped. */
  static String text(Throwable failure) {
    try {
      return Printable.of(String.valueOf(failure));
    } catch (RuntimeException | Error unshowable) {
      return Printable.of(failure.getClass().getName());
    }
  }

  /** Returns a failure's message, or else its type. */
  static String message(Throwable failure) {
    try {
      return String.valueOf(failure.getMessage());
    } catch (RuntimeException | Error unshowable) {
      return failure.getClass().getName();
    }
  }

  /** Logs a failure of a plugin, with its stack trace where that can be had. */
  static void warn(Logger log, String what, String plugin, Throwable failure) {
    try {
      log.warn(what, Printable.of(plugin), failure);
    } catch (RuntimeException | Error unshowable) {
      log.warn(what + " ({})", Printable.of(plugin), text(failure));
    }
  }
}
