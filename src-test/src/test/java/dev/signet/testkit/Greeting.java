package dev.signet.testkit;

import org.pf4j.ExtensionPoint;

/** The extension point of the plugins that {@link PluginKit} makes. */
public interface Greeting extends ExtensionPoint {
  /** Returns a text that tells which bytes are running. */
  String text();
}
