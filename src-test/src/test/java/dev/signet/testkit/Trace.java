package dev.signet.testkit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What code of plugins has run in this JVM: plugins write to it, tests read it. */
public final class Trace {
  private static final List<String> EVENTS = new CopyOnWriteArrayList<>();

  private Trace() {}

  /** Called by plugins. */
  public static void add(String event) {
    EVENTS.add(event);
  }

  /** Returns what was added about a plugin. */
  public static List<String> of(String pluginId) {
    return EVENTS.stream().filter(event -> event.startsWith(pluginId + " ")).toList();
  }

  /** Returns everything that was added, in order. */
  public static List<String> all() {
    return List.copyOf(EVENTS);
  }

  /** Forgets everything. */
  public static void clear() {
    EVENTS.clear();
  }
}
