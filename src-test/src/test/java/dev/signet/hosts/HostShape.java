package dev.signet.hosts;

import dev.signet.pf4j.PluginAdmission;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trees;
import java.nio.file.Path;
import java.util.Map;
import org.pf4j.PluginManager;

/** A way in which hosts are built around PF4J, written with what Signet promises to hosts. */
interface HostShape {
  /** What such a host keeps. */
  record Opened(PluginManager manager, PluginAdmission admission) implements AutoCloseable {
    @Override
    public void close() {
      admission.close();
    }
  }

  /** Opens the host; what lies in its plugins folder is loaded and started. */
  Opened open(TestHost host);

  /** Returns the files of a plugin as authors ship it to such a host. */
  default Map<String, byte[]> files(PluginKit kit) {
    return kit.folderFiles();
  }

  /** Puts a plugin where the host looks for it. */
  default Path ship(TestHost host, String id, Map<String, byte[]> files) {
    return Trees.archive(host.plugins().resolve(id + ".zip"), files);
  }
}
