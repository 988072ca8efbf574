package dev.signet.pf4j.update;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.pf4j.update.PluginInfo;

/** Reads lists of plugins as if a server had sent them. */
public final class PluginLists {
  private PluginLists() {}

  /** Returns what a list says of plugins, by id. */
  public static Map<String, PluginInfo> read(byte[] list) throws IOException {
    return new PluginList("test", URI.create("https://plugins.example.org/"), WebAccess.DEFAULT)
        .parse(list);
  }
}
