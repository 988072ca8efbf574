package dev.signet.testkit;

import dev.signet.trust.TrustSource;
import dev.signet.trust.TrustStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Trust that a test changes; listeners are called on the test's thread. */
public final class SwitchedTrust implements TrustSource {
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile TrustStore current;

  /** Starts with this trust. */
  public SwitchedTrust(TrustStore first) {
    current = first;
  }

  @Override
  public TrustStore current() {
    return current;
  }

  @Override
  public Subscription onChange(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Trusts this from now on, and tells so. */
  public void set(TrustStore next) {
    current = next;
    listeners.forEach(Runnable::run);
  }

  /** Returns how many listen. */
  public int listeners() {
    return listeners.size();
  }
}
