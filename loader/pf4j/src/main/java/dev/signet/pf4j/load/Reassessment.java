package dev.signet.pf4j.load;

import dev.signet.Internal;
import dev.signet.admit.SealedBundle;
import dev.signet.pf4j.text.AdmissionLog;
import dev.signet.policy.Decision;
import dev.signet.report.IntegrityListener;
import dev.signet.report.ScanTrigger;
import dev.signet.verdict.Finding;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.pf4j.PluginManager;
import org.pf4j.PluginWrapper;
import org.slf4j.Logger;

/**
 * Judges loaded plugins again, from their sealed copies. Safe for use by several threads: trust
 * changes on one, plugins are loaded on another, and a third may close.
 */
@Internal
public final class Reassessment {
  private static final Logger LOG = AdmissionLog.LOGGER;

  private final Engine gate;
  private final LatestDecisions log;
  private final Settings settings;
  private final PluginStopper stopper;
  private final Map<String, Loaded> loaded = new LinkedHashMap<>();
  private final AtomicInteger changes = new AtomicInteger();
  private volatile boolean closed;

  /** What a host wants to happen, and where. */
  public record Settings(
      List<IntegrityListener> listeners, WhenRefusedLater whenRefused, Executor executor) {
    public Settings {
      listeners = List.copyOf(listeners);
    }
  }

  private record Loaded(SealedBundle bundle, PluginWrapper wrapper, Decision decision) {}

  private record Change(Loaded plugin, Decision now) {}

  public Reassessment(PluginManager manager, Engine gate, LatestDecisions log, Settings settings) {
    this.gate = gate;
    this.log = log;
    this.settings = settings;
    this.stopper = new PluginStopper(manager, settings.whenRefused());
  }

  /** Returns how often trust has changed so far. */
  public int changes() {
    return changes.get();
  }

  /** Records that trust has changed, and has everything judged again. */
  public void trustChanged() {
    changes.incrementAndGet();
    try {
      settings.executor().execute(this::run);
    } catch (RejectedExecutionException e) {
      LOG.error("Loaded plugins cannot be judged again: the host's executor takes no task", e);
    }
  }

  /**
   * Makes sure that a bundle that is about to be loaded would be admitted by the trust of now.
   *
   * @throws PluginRejectedException when it would not
   */
  public void requireAdmitted(SealedBundle bundle) {
    if (changes.get() == 0) {
      return;
    }
    Decision now = gate.reassess(bundle);
    if (!now.isAdmitted()) {
      log.record(bundle.source(), now);
      throw new PluginRejectedException(now);
    }
  }

  /**
   * Records that a file of a bundle's sealed copy is not what was verified, on any thread. The copy
   * stands for its source no longer.
   */
  public void copyChanged(SealedBundle bundle, Finding file) {
    gate.forget(bundle);
    record(bundle, gate.policy().weigh(bundle.decision(), file));
  }

  /**
   * Records that a bundle is loaded.
   *
   * @param changesBefore {@link #changes} before it was made sure that it is admitted
   */
  public void loaded(SealedBundle bundle, PluginWrapper wrapper, int changesBefore) {
    synchronized (loaded) {
      loaded.put(bundle.id(), new Loaded(bundle, wrapper, bundle.decision()));
    }
    if (changes.get() != changesBefore) {
      trustChanged();
    }
  }

  /**
   * Judges everything that is loaded, tells the listeners, and then does what the host wants done:
   * a plugin that does not let itself be stopped keeps nobody from knowing of the others.
   */
  public void run() {
    List<Change> changes = changed();
    try {
      forEach(changes.iterator(), this::tell);
    } finally {
      forEach(changes.iterator(), this::act);
    }
    log.tellResults();
  }

  /** Goes on after an error, too, which the caller gets in the end: it may be a plugin's own. */
  private static <T> void forEach(Iterator<T> rest, Consumer<T> step) {
    if (rest.hasNext()) {
      try {
        step.accept(rest.next());
      } finally {
        forEach(rest, step);
      }
    }
  }

  /** Waits, for a bounded time, for what is being judged or stopped; nothing begins afterwards. */
  public void close() {
    closed = true;
    synchronized (loaded) {
      loaded.clear();
    }
    stopper.close();
  }

  private List<Change> changed() {
    List<Change> changed = new ArrayList<>();
    synchronized (loaded) {
      loaded.values().removeIf(plugin -> Unloading.isDone(plugin.wrapper()));
      if (closed) {
        return List.of();
      }
      Engine check = gate.asOfNow();
      for (Map.Entry<String, Loaded> entry : loaded.entrySet()) {
        Loaded plugin = entry.getValue();
        Decision now = check.reassess(plugin.bundle());
        if (DecisionComparison.differs(plugin.bundle(), plugin.decision(), now)) {
          entry.setValue(new Loaded(plugin.bundle(), plugin.wrapper(), now));
          changed.add(new Change(plugin, now));
          record(plugin.bundle(), now);
        }
      }
    }
    return changed;
  }

  /** The latest decision on the source may be about newer bytes than the loaded ones. */
  private void record(SealedBundle bundle, Decision now) {
    Decision latest = log.all().get(bundle.source());
    String loadedContent = bundle.decision().verdict().subject().contentDigest();
    if (latest != null && latest.verdict().subject().contentDigest().equals(loadedContent)) {
      log.record(bundle.source(), ScanTrigger.REASSESSMENT, now);
    }
  }

  private void tell(Change change) {
    if (!closed) {
      forEach(settings.listeners().iterator(), listener -> tell(listener, change));
    }
  }

  private static void tell(IntegrityListener listener, Change change) {
    try {
      listener.decisionChanged(
          change.plugin().bundle().id(), change.plugin().decision(), change.now());
    } catch (RuntimeException e) {
      LOG.warn("A listener for changed decisions failed", e);
    }
  }

  private void act(Change change) {
    if (!change.now().isAdmitted()) {
      stopper.stop(change.plugin().wrapper());
    }
  }
}
