package dev.signet.sample.host.api;

import java.util.List;
import org.pf4j.ExtensionPoint;

/**
 * One box on the dashboard.
 *
 * <p>A widget says what it knows, never how it looks: it hands over plain text, and the host does
 * the escaping and the layout for console and page alike. Both methods are called anew for each
 * view, possibly by several threads at once.
 */
public interface Widget extends ExtensionPoint {

  /** Returns the heading: a few words of plain text. */
  String title();

  /**
   * Returns what there is to show right now, top to bottom; may be empty.
   *
   * @throws RuntimeException when it is unknown; the host then shows the failure in this widget's
   *     place and goes on
   */
  List<WidgetItem> items();
}
