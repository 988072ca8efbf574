package dev.signet.library;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One line for the log, with fields for machines where the host's SLF4J knows them: 2.0 does, 1.7
 * logs the line alone. What the line says is never in a field only.
 */
public final class LogEvent {
  private static final boolean KNOWS_FIELDS = knowsFields();

  private final Logger log;
  private final Level level;
  private final Map<String, Object> fields = new LinkedHashMap<>();
  private @Nullable Throwable cause;

  private LogEvent(Logger log, Level level) {
    this.log = log;
    this.level = level;
  }

  /** Begins one of this level; nothing is logged until {@link #log}. */
  public static LogEvent of(Logger log, Level level) {
    return new LogEvent(log, level);
  }

  /** Adds a field. */
  public LogEvent field(String name, Object value) {
    fields.put(name, value);
    return this;
  }

  /** Adds what was thrown. */
  public LogEvent cause(Throwable thrown) {
    cause = thrown;
    return this;
  }

  /**
   * Logs it, where the level is wanted.
   *
   * @param message with {@code {}} for each argument
   */
  public void log(String message, Object... arguments) {
    if (KNOWS_FIELDS) {
      Fluent.log(this, message, arguments);
      return;
    }
    Object[] all = arguments;
    if (cause != null) {
      // As the last one, SLF4J takes it for what was thrown.
      all = Arrays.copyOf(arguments, arguments.length + 1);
      all[arguments.length] = cause;
    }
    switch (level) {
      case ERROR -> log.error(message, all);
      case WARN -> log.warn(message, all);
      case INFO -> log.info(message, all);
      case DEBUG -> log.debug(message, all);
      case TRACE -> log.trace(message, all);
    }
  }

  private static boolean knowsFields() {
    try {
      Class.forName("org.slf4j.spi.LoggingEventBuilder", false, Logger.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** All that needs SLF4J 2.0; never loaded without it. */
  private static final class Fluent {
    private Fluent() {}

    static void log(LogEvent event, String message, Object... arguments) {
      LoggingEventBuilder builder = event.log.atLevel(event.level);
      for (Map.Entry<String, Object> field : event.fields.entrySet()) {
        builder = builder.addKeyValue(field.getKey(), field.getValue());
      }
      builder.setCause(event.cause).log(message, arguments);
    }
  }
}
