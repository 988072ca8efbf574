package dev.signet.sample.host;

import dev.signet.sample.host.api.Widget;
import dev.signet.sample.host.api.WidgetItem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.pf4j.PluginManager;
import org.pf4j.PluginWrapper;

/**
 * The widgets of the running plugins. Those of plugins that are gone must not be shown, nor kept in
 * memory. May be asked by several threads at once.
 */
final class RunningWidgets {
  private final PluginManager manager;
  private volatile List<Source> sources = List.of();

  /** A widget and the id of the plugin it comes from. */
  private record Source(String plugin, Widget widget) {}

  /** Stands in for the widgets of a plugin whose extensions cannot be made. */
  private record BrokenWidget(String title, String cause) implements Widget {
    @Override
    public List<WidgetItem> items() {
      return List.of(new WidgetItem.Text("The extension cannot be made: " + cause));
    }
  }

  RunningWidgets(PluginManager manager) {
    this.manager = manager;
    collect();
  }

  /** Returns what comes of a change to the plugins, and forgets the widgets it took away. */
  synchronized <T> T after(Supplier<T> change) {
    try {
      return change.get();
    } finally {
      collect();
    }
  }

  /** Returns what each shows right now, by plugin. */
  List<Contribution> contributions() {
    return sources.stream()
        .sorted(Comparator.comparing(Source::plugin))
        .map(source -> Contribution.of(source.plugin(), source.widget()))
        .toList();
  }

  private void collect() {
    List<Source> found = new ArrayList<>();
    for (PluginWrapper plugin : manager.getStartedPlugins()) {
      for (Widget widget : widgets(plugin.getPluginId())) {
        found.add(new Source(plugin.getPluginId(), widget));
      }
    }
    sources = List.copyOf(found);
  }

  private List<Widget> widgets(String plugin) {
    try {
      return manager.getExtensions(Widget.class, plugin);
    } catch (RuntimeException | Error e) {
      // Foreign code: a plugin that cannot make its extension must not stop the others.
      return List.of(new BrokenWidget(plugin, e.toString()));
    }
  }
}
