package dev.signet.spring;

import dev.signet.bundle.descriptor.PluginDescriptorReader;
import dev.signet.lock.PluginsLock;
import dev.signet.sign.BundleSigner;
import dev.signet.sign.LockSigner;
import dev.signet.sign.SigningIdentity;
import dev.signet.sign.authority.CertificateAuthority;
import dev.signet.sign.authority.Validity;
import dev.signet.sign.key.KeyType;
import dev.signet.sign.key.PemFiles;
import dev.signet.trust.Scope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.tools.ToolProvider;

/** The folders of a host, {@code plugins} and {@code trust}, with plugins that greet. */
final class PluginFolder {
  private final Validity validity =
      Validity.starting(Instant.now().minus(Duration.ofDays(1)), Duration.ofDays(100));
  private final CertificateAuthority authority =
      CertificateAuthority.root("Test Root", KeyType.P384, validity);
  private final Path host;

  /** Makes the folders below this one. */
  PluginFolder(Path host) throws Exception {
    this.host = host;
    Files.createDirectories(plugins());
    Path root = Files.createDirectories(trust()).resolve("root.crt");
    PemFiles.writeCertificates(root, List.of(authority.certificate()));
  }

  Path plugins() {
    return host.resolve("plugins");
  }

  Path trust() {
    return host.resolve("trust");
  }

  Path state() {
    return host.resolve("state");
  }

  /** Adds a plugin that nobody has signed. */
  Path unsigned(String id) throws Exception {
    Path plugin = Files.createDirectories(plugins().resolve(id + "-1.0.0"));
    Files.writeString(
        plugin.resolve("plugin.properties"), "plugin.id=" + id + "\nplugin.version=1.0.0\n");
    return plugin;
  }

  /** Adds a plugin of which nothing is wrong. */
  Path signed(String id) throws Exception {
    return sign(unsigned(id), id);
  }

  /** Adds a plugin of which nothing is wrong, and that says hello. */
  Path greeting(String id) throws Exception {
    Path plugin = unsigned(id);
    Path index = Files.createDirectories(plugin.resolve("classes/META-INF"));
    Files.writeString(index.resolve("extensions.idx"), "greeting.Hello\n");
    compile(
        plugin,
        "Hello",
        """
        package greeting;
        public class Hello implements java.util.function.Supplier<String> {
          @Override public String get() { return "hello"; }
        }
        """);
    return sign(plugin, id);
  }

  /** Adds a plugin of which nothing is wrong, and that fails when it is started. */
  Path broken(String id) throws Exception {
    return starting(id, "throw new IllegalStateException();");
  }

  /** Adds a plugin of which nothing is wrong, and that makes this file when it is started. */
  Path leavingATrace(String id, Path file) throws Exception {
    return starting(
        id, "new java.io.File(\"" + file.toString().replace("\\", "/") + "\").mkdir();");
  }

  private Path starting(String id, String code) throws Exception {
    return running(id, code, "");
  }

  /** Adds a plugin of which nothing is wrong, and that does this when it starts and stops. */
  Path running(String id, String atStart, String atStop) throws Exception {
    Path plugin = unsigned(id);
    Files.writeString(
        plugin.resolve("plugin.properties"),
        "plugin.class=running.Running\n",
        StandardOpenOption.APPEND);
    compile(
        plugin,
        "Running",
        """
        package running;
        public class Running extends org.pf4j.Plugin {
          @Override public void start() { %s }
          @Override public void stop() { %s }
        }
        """
            .formatted(atStart, atStop));
    return sign(plugin, id);
  }

  /** Adds a plugin that says who it is in no file but this. */
  Path describedBy(String id, String file, String text) throws Exception {
    Path plugin = Files.createDirectories(plugins().resolve(id + "-1.0.0"));
    Files.writeString(plugin.resolve(file), text);
    KeyPair keys = KeyType.P384.generate();
    BundleSigner.builder(author(id, keys))
        .descriptor(PluginDescriptorReader.named(file + ":yaml"))
        .build()
        .sign(plugin);
    return plugin;
  }

  private void compile(Path plugin, String type, String text) throws Exception {
    Path source = Files.createDirectories(host.resolve("source")).resolve(type + ".java");
    Files.writeString(source, text);
    String to = plugin.resolve("classes").toString();
    String with = System.getProperty("java.class.path");
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "--release",
                "17",
                "-proc:none",
                "-cp",
                with,
                "-d",
                to,
                source.toString());
    if (result != 0) {
      throw new IllegalStateException(type + " does not compile");
    }
  }

  private Path sign(Path plugin, String id) throws Exception {
    BundleSigner.builder(author(id, KeyType.P384.generate())).build().sign(plugin);
    return plugin;
  }

  /** Returns a list that says that this fleet is to run nothing. */
  byte[] emptyList(String fleet) throws Exception {
    PluginsLock list = new PluginsLock(fleet, 1, Instant.EPOCH, List.of());
    return new LockSigner(
            author(Scope.LOCK, KeyType.P384.generate()), Clock.systemUTC(), Optional.empty())
        .sign(list)
        .toBytes();
  }

  private SigningIdentity author(String id, KeyPair keys) throws Exception {
    return SigningIdentity.of(
        keys.getPrivate(), authority.issue(id, keys.getPublic(), validity), List.of());
  }
}
