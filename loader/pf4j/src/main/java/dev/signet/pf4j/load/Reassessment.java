package dev.signet.pf4j.load;

import dev.signet.Internal;
import dev.signet.admit.SealedBundle;
import dev.signet.pf4j.text.AdmissionLog;
import dev.signet.policy.Decision;
import dev.signet.report.IntegrityListener;
import dev.signet.report.ScanTrigger;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Printable;
import dev.signet.verdict.Reason;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.pf4j.PluginManager;
import org.pf4j.PluginState;
import org.pf4j.PluginWrapper;
import org.slf4j.Logger;

/**
 * Judges loaded plugins again, from their sealed copies. Safe for use by several threads: trust
 * changes on one, plugins are loaded on another, and a third may close.
 */
@Internal
public final class Reassessment {
  private static final Logger LOG = AdmissionLog.LOGGER;
  private static final long PATIENCE_SECONDS = 30;

  private final PluginManager manager;
  private final Engine gate;
  private final LatestDecisions log;
  private final Settings settings;
  private final Map<String, Loaded> loaded = new LinkedHashMap<>();
  private final AtomicInteger changes = new AtomicInteger();
  private final ReentrantLock acting = new ReentrantLock();
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
    this.manager = manager;
    this.gate = gate;
    this.log = log;
    this.settings = settings;
  }

  /** Returns how often trust has changed so far. */
  public int changes() {
    return changes.get();
  }

  /** Takes note that trust has changed, and has everything judged again. */
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
   * Takes note that a bundle is loaded.
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
    try {
      if (acting.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        acting.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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
        if (differs(plugin, now)) {
          entry.setValue(new Loaded(plugin.bundle(), plugin.wrapper(), now));
          changed.add(new Change(plugin, now));
          record(plugin.bundle(), now);
        }
      }
    }
    return changed;
  }

  private static boolean differs(Loaded plugin, Decision now) {
    if (plugin.decision().action() != now.action() && isSound(plugin.bundle())) {
      return true;
    }
    if (!notices(plugin.decision()).containsAll(notices(now))
        || !circumstances(plugin.decision()).equals(circumstances(now))) {
      return true;
    }
    Set<Reason> before = problems(plugin.decision());
    Set<Reason> after = problems(now);
    // What an archive's own form was faulted for is no longer to be seen in the copy.
    return isSound(plugin.bundle()) ? !before.equals(after) : !before.containsAll(after);
  }

  private static boolean isSound(SealedBundle bundle) {
    return problems(bundle.decision()).isEmpty();
  }

  /** What the host remembers counts beside the bytes: a new key may have been confirmed. */
  private static Set<Reason> circumstances(Decision decision) {
    return decision.circumstances().stream().map(Finding::reason).collect(Collectors.toSet());
  }

  private static Set<Reason> problems(Decision decision) {
    return decision.verdict().findings().stream()
        .filter(Finding::isProblem)
        .map(Finding::reason)
        .collect(Collectors.toSet());
  }

  /**
   * What is reported of certificates and lists: that one runs out soon must be told in time. Files
   * the host puts up with are left out, since the copy is without them.
   */
  private static Set<Reason> notices(Decision decision) {
    return decision.verdict().findings().stream()
        .filter(finding -> !finding.isProblem() && finding.path() == null)
        .map(Finding::reason)
        .collect(Collectors.toSet());
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

  @SuppressWarnings("ReferenceEquality") // wrappers of one id are equal; this very one is meant
  private void act(Change change) {
    PluginWrapper wrapper = change.plugin().wrapper();
    acting.lock();
    try {
      boolean wanted = !closed && !change.now().isAdmitted();
      if (wanted && manager.getPlugin(wrapper.getPluginId()) == wrapper) {
        stop(wrapper);
      }
    } finally {
      acting.unlock();
    }
  }

  private void stop(PluginWrapper wrapper) {
    if (settings.whenRefused() == WhenRefusedLater.REPORT) {
      return;
    }
    try {
      if (settings.whenRefused() == WhenRefusedLater.STOP) {
        manager.stopPlugin(wrapper.getPluginId());
      } else {
        QuarantinedPlugins.unload(manager, wrapper);
      }
    } catch (RuntimeException e) {
      LOG.error(
          "Plugin {} is no longer trusted, and cannot be stopped",
          Printable.of(wrapper.getPluginId()),
          e);
    } finally {
      giveUp(wrapper);
    }
  }

  /**
   * A plugin whose own stop() throws is left as started by PF4J, which gives out its extensions.
   */
  private void giveUp(PluginWrapper wrapper) {
    if (wrapper.getPluginState() == PluginState.STARTED) {
      wrapper.setPluginState(PluginState.FAILED);
    }
    manager.getStartedPlugins().remove(wrapper);
  }
}
