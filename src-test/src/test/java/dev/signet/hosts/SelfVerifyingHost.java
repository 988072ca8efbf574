package dev.signet.hosts;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signet.bundle.BundleKind;
import dev.signet.pf4j.PluginAdmission;
import dev.signet.policy.SignatureRequirement;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.pf4j.JarPluginManager;
import org.pf4j.PluginRepository;
import org.pf4j.PluginWrapper;

/**
 * A host that checks its jars itself once they are loaded, by a checksum beside each. It goes on
 * doing so: a wrapper's path is the sealed copy, which has the bytes of the jar, and the admission
 * knows where that came from.
 */
final class SelfVerifyingHost implements HostShape {
  private static final class Manager extends JarPluginManager {
    private final PluginAdmission admission;

    Manager(TestHost host) {
      super(host.plugins());
      admission =
          PluginAdmission.builder()
              .trust(host.trust())
              .require(SignatureRequirement.ALL)
              .stateDirectory(host.state())
              .kinds(BundleKind.JAR)
              .build(this);
    }

    @Override
    public void loadPlugins() {
      super.loadPlugins();
      for (PluginWrapper plugin : List.copyOf(getPlugins())) {
        if (!isAsListed(plugin.getPluginPath())) {
          unloadPlugin(plugin.getPluginId());
        }
      }
    }

    private boolean isAsListed(Path sealed) {
      try {
        Path source = admission.sourceOf(sealed).orElseThrow();
        String listed = Files.readString(source.resolveSibling(source.getFileName() + ".sha256"));
        return listed.equals(sha256(Files.readAllBytes(sealed)));
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

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Opened open(TestHost host) {
    Manager manager = new Manager(host);
    manager.loadPlugins();
    manager.startPlugins();
    return new Opened(manager, manager.admission);
  }

  @Override
  public Map<String, byte[]> files(PluginKit kit) {
    return kit.jarFiles();
  }

  @Override
  public Path ship(TestHost host, String id, Map<String, byte[]> files) {
    byte[] jar = Trees.archiveBytes(files);
    Path file = Trees.write(host.plugins().resolve(id + ".jar"), jar);
    Trees.write(host.plugins().resolve(id + ".jar.sha256"), sha256(jar).getBytes(UTF_8));
    return file;
  }
}
