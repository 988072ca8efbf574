package dev.signet.hosts;

import dev.signet.pf4j.PluginAdmission;
import dev.signet.policy.SignatureRequirement;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trees;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.pf4j.DefaultPluginManager;
import org.pf4j.PluginRepository;
import org.pf4j.PluginWrapper;

/**
 * A service that takes its own plugin out of a bundle with one zip for each service, as Spinnaker's
 * do. The zip of each service is what its author signed; it is taken out as it is, and verified,
 * sealed and loaded like any other. Nothing of the bundle around it is trusted.
 */
final class ServicesHost implements HostShape {
  private static final String SERVICE = "orca";

  static final class Manager extends DefaultPluginManager {
    private final Path bundles;
    private final PluginAdmission admission;

    Manager(TestHost host, Path bundles) {
      super(host.plugins());
      this.bundles = bundles;
      this.admission =
          PluginAdmission.builder()
              .trust(host.trust())
              .require(SignatureRequirement.ALL)
              .stateDirectory(host.state())
              .build(this);
    }

    @Override
    public void loadPlugins() {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(bundles, "*.zip")) {
        all.forEach(this::takeOut);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      super.loadPlugins();
    }

    /** Copies this service's zip into the plugins folder, under the bundle's name. */
    private void takeOut(Path bundle) {
      try (ZipFile zip = new ZipFile(bundle.toFile())) {
        ZipEntry service = zip.getEntry(SERVICE + ".zip");
        if (service != null) {
          try (InputStream in = zip.getInputStream(service)) {
            Path target = getPluginsRoot().resolve(bundle.getFileName().toString());
            Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    protected PluginRepository createPluginRepository() {
      return PluginAdmission.repository(() -> admission);
    }

    @Override
    protected PluginWrapper loadPluginFromPath(Path path) {
      return admission.load(path, super::loadPluginFromPath);
    }
  }

  @Override
  public Opened open(TestHost host) {
    Manager manager = new Manager(host, bundles(host));
    manager.loadPlugins();
    manager.startPlugins();
    return new Opened(manager, manager.admission);
  }

  static Path bundles(TestHost host) {
    return host.plugins().resolveSibling("bundles");
  }

  @Override
  public Path ship(TestHost host, String id, Map<String, byte[]> files) {
    return ship(host, id, SERVICE, files);
  }

  /** Ships a bundle with a zip for one service, and one for the pages that the browser loads. */
  static Path ship(TestHost host, String id, String service, Map<String, byte[]> files) {
    Map<String, byte[]> bundle = new LinkedHashMap<>();
    bundle.putAll(
        Trees.files(
            "plugin-info.json",
            "{\"id\": \"" + id + "\", \"releases\": [{\"version\": \"1.0.0\"}]}"));
    bundle.put(service + ".zip", Trees.archiveBytes(files));
    bundle.put("deck.zip", Trees.archiveBytes(Trees.files("index.js", "export default {}")));
    Trees.archive(bundles(host).resolve(id + "-1.0.0.zip"), bundle);
    return host.plugins().resolve(id + "-1.0.0.zip");
  }
}
