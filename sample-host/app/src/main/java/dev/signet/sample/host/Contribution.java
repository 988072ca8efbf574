package dev.signet.sample.host;

import dev.signet.sample.host.api.Widget;
import dev.signet.sample.host.api.WidgetItem;
import java.util.List;

/**
 * What one extension shows right now.
 *
 * @param plugin the id of the plugin it comes from
 * @param title unescaped
 * @param items unescaped
 */
public record Contribution(String plugin, String title, List<WidgetItem> items) {

  /** Copies the items. */
  public Contribution {
    items = List.copyOf(items);
  }

  /** Asks a widget; one that fails is shown as failed and takes nothing else down. */
  static Contribution of(String plugin, Widget widget) {
    try {
      return new Contribution(plugin, widget.title(), widget.items());
    } catch (RuntimeException | Error e) {
      // Foreign code: whatever it does wrong is its own box's trouble.
      String sentence = "This widget failed: " + e;
      return new Contribution(
          plugin, widget.getClass().getSimpleName(), List.of(new WidgetItem.Text(sentence)));
    }
  }
}
