package dev.signet.testkit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** What a class logs while this is open, and nowhere else. */
public final class LoggedEvents implements AutoCloseable {
  private final ListAppender<ILoggingEvent> events = new ListAppender<>();
  private final Logger logger;
  private final @Nullable Level levelBefore;

  /** Listens to everything the class logs at this level or above. */
  public LoggedEvents(Class<?> type, Level level) {
    logger = (Logger) LoggerFactory.getLogger(type);
    levelBefore = logger.getLevel();
    events.start();
    logger.setLevel(level);
    logger.addAppender(events);
    logger.setAdditive(false);
  }

  /** Returns the events so far. */
  public List<ILoggingEvent> events() {
    return List.copyOf(events.list);
  }

  /** Returns the messages so far. */
  public List<String> messages() {
    return events().stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  /** Returns the value of a field of an event, as text. */
  public static String field(ILoggingEvent event, String key) {
    return Objects.requireNonNull(event.getKeyValuePairs(), "no fields").stream()
        .filter(pair -> pair.key.equals(key))
        .map(pair -> String.valueOf(pair.value))
        .findFirst()
        .orElseThrow();
  }

  /** Forgets the events so far. */
  public void clear() {
    events.list.clear();
  }

  @Override
  public void close() {
    logger.detachAppender(events);
    logger.setAdditive(true);
    logger.setLevel(levelBefore);
  }
}
