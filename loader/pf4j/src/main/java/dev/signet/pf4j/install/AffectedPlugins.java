package dev.signet.pf4j.install;

import dev.signet.admit.SealedBundle;
import dev.signet.pf4j.load.AdmissionTools;
import dev.signet.pf4j.load.AdmittedSources;
import dev.signet.pf4j.text.PluginFailures;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.pf4j.PluginManager;
import org.pf4j.PluginRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * A plugin that is to be replaced, and all that use it, also through others or optionally: they go
 * with it and come back with it. PF4J lends classes along these lines, and its own way to unload
 * dependents stops what is needed before what needs it.
 */
final class AffectedPlugins {
  private static final Logger LOG = LoggerFactory.getLogger(AffectedPlugins.class);

  private final PluginManager manager;
  private final AdmittedSources sources;
  private final PluginStarts starts;
  private final String id;
  private final List<AffectedPlugin> members;

  private AffectedPlugins(
      PluginManager manager, AdmittedSources sources, String id, List<AffectedPlugin> members) {
    this.manager = manager;
    this.sources = sources;
    this.starts = new PluginStarts(manager);
    this.id = id;
    this.members = members;
  }

  /** Looks at what is loaded now. */
  static AffectedPlugins by(AdmissionTools tools, String id) {
    PluginManager manager = tools.manager();
    AdmittedSources sources = tools.sources();
    return new AffectedPlugins(manager, sources, id, AffectedPlugin.with(tools, id));
  }

  /** Returns the bundles they were loaded from. */
  List<SealedBundle> bundles() {
    return members.stream().flatMap(member -> Stream.ofNullable(member.bundle())).toList();
  }

  /** Returns the ids of the others that run, each after those it uses. */
  List<String> running() {
    return members.stream()
        .filter(member -> member.ran() && !member.id().equals(id))
        .map(AffectedPlugin::id)
        .toList();
  }

  private List<AffectedPlugin> others() {
    return members.stream().filter(member -> !member.id().equals(id)).toList();
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
    others().forEach(member -> ids.add(member.id()));
    Collections.reverse(ids);
    ids.forEach(member -> PluginUnload.now(manager, member));
  }

  /**
   * Loads and starts a new release, and the others after it.
   *
   * @throws PluginRuntimeException when something cannot be loaded, or what is to run does not
   */
  void bringBack(SealedBundle installed) {
    manager.loadPlugin(installed.path());
    loadOthers();
    if (!isKeptStopped()) {
      starts.withNeeds(id);
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
    starts.takeBack();
    List<String> failed = new ArrayList<>();
    for (AffectedPlugin member : members) {
      try {
        load(member);
      } catch (RuntimeException | Error e) {
        fail(member, e, failed);
      }
    }
    for (AffectedPlugin member : members) {
      if (member.ran() && !failed.contains(member.id())) {
        try {
          starts.alone(member.id());
        } catch (RuntimeException | Error e) {
          fail(member, e, failed);
        }
      }
    }
    return failed;
  }

  private void loadOthers() {
    others().forEach(this::load);
  }

  private void startOthers() {
    for (AffectedPlugin member : others()) {
      if (member.ran()) {
        starts.alone(member.id());
      } else if (member.isToRun()) {
        startWhatHadFailed(member);
      }
    }
  }

  private void startWhatHadFailed(AffectedPlugin member) {
    try {
      starts.alone(member.id());
    } catch (RuntimeException | Error e) {
      PluginFailures.warn(LOG, "Plugin {} still does not start", member.id(), e);
    }
  }

  private void load(AffectedPlugin member) {
    SealedBundle bundle = member.bundle();
    if (bundle == null) {
      throw new PluginRuntimeException("Plugin {} was not loaded by this host", member.id());
    }
    manager.loadPlugin(sources.reissue(bundle).path());
  }

  private static void fail(AffectedPlugin member, Throwable cause, List<String> failed) {
    PluginFailures.log(LOG, Level.ERROR, "Plugin {} does not run again", member.id(), cause);
    failed.add(member.id());
  }
}
