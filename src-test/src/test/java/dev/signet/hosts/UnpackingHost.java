package dev.signet.hosts;

import dev.signet.pf4j.PluginAdmission;
import dev.signet.policy.SignatureRequirement;
import dev.signet.testkit.TestHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.pf4j.DefaultPluginManager;
import org.pf4j.PluginRepository;
import org.pf4j.PluginWrapper;
import org.pf4j.util.FileUtils;

/**
 * A host whose manager unpacks its zips beside themselves in its constructor. What it unpacked is
 * never looked at: the zip is read, and the folder beside it reported.
 */
final class UnpackingHost implements HostShape {
  private static final class Manager extends DefaultPluginManager {
    private final PluginAdmission admission;

    Manager(TestHost host) {
      super(host.plugins());
      try (DirectoryStream<Path> zips = Files.newDirectoryStream(host.plugins(), "*.zip")) {
        for (Path zip : zips) {
          FileUtils.expandIfZip(zip);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      admission =
          PluginAdmission.builder()
              .trust(host.trust())
              .require(SignatureRequirement.ALL)
              .stateDirectory(host.state())
              .build(this);
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
    Manager manager = new Manager(host);
    manager.loadPlugins();
    manager.startPlugins();
    return new Opened(manager, manager.admission);
  }
}
