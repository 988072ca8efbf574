package dev.signet.sample.host.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * Who is logged in: a bounded number of sessions, each ending when it was not used for half an
 * hour, and in any case eight hours after the login. Safe for use by several threads.
 */
final class Sessions {
  /** How long a session lasts without use. */
  static final Duration IDLE = Duration.ofMinutes(30);

  /** How long a session lasts at most. */
  static final Duration LONGEST = Duration.ofHours(8);

  private static final int MOST = 100;

  private final Clock clock;
  // By the tokens' digests: how long looking one up takes tells nothing about the others.
  private final Map<String, Session> sessions = new HashMap<>();

  Sessions(Clock clock) {
    this.clock = clock;
  }

  private record Session(Instant opened, Instant used) {
    boolean isOver(Instant now) {
      return !now.isBefore(used.plus(IDLE)) || !now.isBefore(opened.plus(LONGEST));
    }
  }

  /** Lets in whoever has this token; of too many, who was away longest is out. */
  synchronized void open(String token) {
    Instant now = clock.instant();
    sessions.values().removeIf(session -> session.isOver(now));
    if (sessions.size() >= MOST) {
      sessions.entrySet().stream()
          .min(Comparator.comparing(entry -> entry.getValue().used()))
          .ifPresent(entry -> sessions.remove(entry.getKey()));
    }
    sessions.put(Sha256.of(token), new Session(now, now));
  }

  /** Returns whether who has this token is logged in, and counts as use. */
  synchronized boolean use(String token) {
    Instant now = clock.instant();
    String key = Sha256.of(token);
    Session session = sessions.get(key);
    if (session == null || session.isOver(now)) {
      sessions.remove(key);
      return false;
    }
    sessions.put(key, new Session(session.opened(), now));
    return true;
  }

  /** Returns whether who has this token is logged in; no use: a page that asks by itself. */
  synchronized boolean isOpen(String token) {
    Session session = sessions.get(Sha256.of(token));
    return session != null && !session.isOver(clock.instant());
  }

  /** Ends a session. */
  synchronized void close(String token) {
    sessions.remove(Sha256.of(token));
  }
}
