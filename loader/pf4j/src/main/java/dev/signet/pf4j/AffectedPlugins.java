package dev.signet.pf4j;

import dev.signet.admit.SealedBundle;
import dev.signet.verdict.Printable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pf4j.PluginManager;
import org.pf4j.PluginRuntimeException;
import org.pf4j.PluginState;
import org.pf4j.PluginWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A plugin that is to be replaced, and all that use it, also through others or optionally: they go
 * with it and come back with it. PF4J lends classes along these lines, and its own way to unload
 * dependents stops what is needed before what needs it.
 */
final class AffectedPlugins {
  private static final Logger LOG = LoggerFactory.getLogger(AffectedPlugins.class);

  private final PluginManager manager;
  private final AdmittedSources sources;
  private final String id;
  private final List<Member> members;

  /** One of them, as it was. */
  private record Member(String id, @Nullable SealedBundle bundle, PluginState state) {
    boolean ran() {
      return state == PluginState.STARTED;
    }

    /** What had failed may well run beside the new release. */
    boolean isToRun() {
      return ran() || state == PluginState.FAILED;
    }
  }

  private AffectedPlugins(
      PluginManager manager, AdmittedSources sources, String id, List<Member> members) {
    this.manager = manager;
    this.sources = sources;
    this.id = id;
    this.members = members;
  }

  /** Looks at what is loaded now. */
  static AffectedPlugins by(PluginManager manager, AdmittedSources sources, String id) {
    Map<String, SealedBundle> bundles = new LinkedHashMap<>();
    sources.runningBundles().forEach(bundle -> bundles.put(bundle.id(), bundle));
    Set<String> affected = new HashSet<>(Set.of(id));
    List<Member> members = new ArrayList<>();
    // What is needed comes first in this list; what PF4J could not resolve uses nothing so far.
    List<PluginWrapper> ordered = new ArrayList<>(manager.getResolvedPlugins());
    manager.getPlugins().stream().filter(plugin -> !ordered.contains(plugin)).forEach(ordered::add);
    for (PluginWrapper plugin : ordered) {
      boolean uses =
          plugin.getDescriptor().getDependencies().stream()
              .anyMatch(dependency -> affected.contains(dependency.getPluginId()));
      String member = plugin.getPluginId();
      if (uses || member.equals(id)) {
        affected.add(member);
        members.add(new Member(member, bundles.get(member), plugin.getPluginState()));
      }
    }
    return new AffectedPlugins(manager, sources, id, members);
  }

  /** Returns the ids of the others, each after those it uses. */
  List<String> others() {
    return members.stream().map(Member::id).filter(member -> !member.equals(id)).toList();
  }

  /** Returns the ids of those among the others that run: only these are stopped and started. */
  List<String> running() {
    return members.stream()
        .filter(Member::ran)
        .map(Member::id)
        .filter(member -> !member.equals(id))
        .toList();
  }

  /** Returns whether the plugin itself was loaded and not running, on purpose. */
  private boolean isKeptStopped() {
    return members.stream().anyMatch(member -> member.id().equals(id) && !member.isToRun());
  }

  /**
   * Stops and unloads all of them that are loaded now, each before those it uses.
   *
   * @throws PluginRuntimeException when PF4J does not let go of one
   */
  void takeOut() {
    List<String> ids = new ArrayList<>(List.of(id));
    ids.addAll(others());
    Collections.reverse(ids);
    ids.forEach(this::takeOut);
  }

  /**
   * Loads and starts a new release, and the others after it.
   *
   * @throws PluginRuntimeException when something cannot be loaded, or what is to run does not
   */
  void bringBack(SealedBundle installed) {
    manager.loadPlugin(installed.path());
    loadOthers();
    if (!isKeptStopped() && isEnabled(id)) {
      start(id);
    }
    startOthers();
  }

  /**
   * Loads and starts the others, without the plugin itself.
   *
   * @throws PluginRuntimeException when something cannot be loaded, or what ran does not
   */
  void bringBackOthers() {
    loadOthers();
    startOthers();
  }

  /** Loads and starts all of them as they were; returns the ids of those that do not run again. */
  List<String> restore() {
    List<String> failed = new ArrayList<>();
    for (Member member : members) {
      try {
        load(member);
      } catch (RuntimeException | Error e) {
        fail(member, e, failed);
      }
    }
    for (Member member : members) {
      if (member.ran() && !failed.contains(member.id())) {
        try {
          start(member.id());
        } catch (RuntimeException | Error e) {
          fail(member, e, failed);
        }
      }
    }
    return failed;
  }

  private void loadOthers() {
    members.stream().filter(member -> !member.id().equals(id)).forEach(this::load);
  }

  private void startOthers() {
    for (Member member : members) {
      if (member.id().equals(id)) {
        continue;
      }
      if (member.ran()) {
        start(member.id());
      } else if (member.isToRun()) {
        manager.startPlugin(member.id());
      }
    }
  }

  private void load(Member member) {
    SealedBundle bundle = member.bundle();
    if (bundle == null) {
      throw new PluginRuntimeException("Plugin {} was not loaded by this host", member.id());
    }
    sources.reissue(bundle);
    manager.loadPlugin(bundle.path());
  }

  private void start(String member) {
    PluginState state = manager.startPlugin(member);
    if (state != PluginState.STARTED) {
      PluginWrapper wrapper = manager.getPlugin(member);
      Throwable cause = wrapper == null ? null : wrapper.getFailedException();
      PluginRuntimeException failure =
          new PluginRuntimeException(
              "Plugin '"
                  + Printable.of(member)
                  + "' does not start: "
                  + Printable.of(String.valueOf(cause == null ? state : cause))
                  + ".");
      failure.initCause(cause);
      throw failure;
    }
  }

  private boolean isEnabled(String member) {
    PluginWrapper wrapper = manager.getPlugin(member);
    return wrapper != null && wrapper.getPluginState() != PluginState.DISABLED;
  }

  @SuppressWarnings("ReferenceEquality") // wrappers of one id are equal; this very one is meant
  private void takeOut(String member) {
    PluginWrapper wrapper = manager.getPlugin(member);
    if (wrapper == null) {
      return;
    }
    try {
      Disarmed.unload(manager, wrapper);
    } catch (RuntimeException | Error e) {
      // A plugin that cannot even be stopped needs its update more than any other.
      LOG.warn("Plugin {} does not stop as it should", Printable.of(member), e);
      if (manager.getPlugin(member) == wrapper) {
        wrapper.setPluginState(PluginState.FAILED);
        Disarmed.unload(manager, wrapper);
      }
    }
    Disarmed.closeClassLoader(wrapper);
    manager.getStartedPlugins().remove(wrapper);
    if (manager.getPlugin(member) == wrapper) {
      throw new PluginRuntimeException("Plugin {} does not unload", member);
    }
  }

  private static void fail(Member member, Throwable cause, List<String> failed) {
    LOG.error("Plugin {} does not run again", Printable.of(member.id()), cause);
    failed.add(member.id());
  }
}
