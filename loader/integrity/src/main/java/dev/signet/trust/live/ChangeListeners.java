package dev.signet.trust.live;

import dev.signet.trust.TrustSource;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;

/** Those who want to know of changes; what one of them throws does not keep it from the others. */
final class ChangeListeners {
  private static final Logger LOG = TrustLog.LOGGER;

  private final List<Entry> listeners = new CopyOnWriteArrayList<>();

  // A class of its own: one listener may be added twice.
  private static final class Entry {
    private final Runnable listener;

    Entry(Runnable listener) {
      this.listener = listener;
    }
  }

  TrustSource.Subscription add(Runnable listener) {
    Entry entry = new Entry(Objects.requireNonNull(listener, "listener"));
    listeners.add(entry);
    return () -> listeners.remove(entry);
  }

  void call() {
    call(listeners.iterator());
  }

  /** Goes on after an error, too, which the caller gets in the end. */
  private static void call(Iterator<Entry> rest) {
    if (!rest.hasNext()) {
      return;
    }
    try {
      rest.next().listener.run();
    } catch (RuntimeException e) {
      LOG.warn("A listener for changes of trust failed", e);
    } finally {
      call(rest);
    }
  }

  void clear() {
    listeners.clear();
  }
}
