package dev.signet.sample.host.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.sign.key.PemFiles;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trees;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A host that does not run, in a folder of its own, and what its commands said last. */
final class CommandedHost {
  private final TestHost host;
  private final Path settings;
  private final Path downloads;
  private String said = "";
  private String complained = "";

  CommandedHost(Path folder) throws IOException {
    host = new TestHost(folder);
    downloads = Files.createDirectories(folder.resolve("downloads"));
    settings = folder.resolve("signet.yaml");
    Trees.write(
        folder.resolve("trust/root.crt"),
        PemFiles.text(host.authority().certificate()).getBytes(UTF_8));
    Files.writeString(
        settings, "plugins: plugins\ntrust: trust\nrequire: ALL\nstateDirectory: state\n");
  }

  PluginKit signed(String id, String version) {
    return host.signed(id, version);
  }

  /** Returns the kit of a plugin signed by a key of its own under a good certificate. */
  PluginKit byANewKey(String id, String version) {
    return signed(id, version).signedBy(PluginAuthor.of(id, host.authority()));
  }

  /** Adds a line to the settings. */
  void setting(String line) throws IOException {
    Files.writeString(settings, Files.readString(settings) + line);
  }

  /** Returns the kit of a signed plugin of which a method, start or stop, throws an error. */
  PluginKit throwing(String method, String id, String version) {
    PluginKit kit = signed(id, version);
    return kit.source(
        kit.pluginClass(),
        """
        package kit.%s;
        public class KitPlugin extends org.pf4j.Plugin {
          @Override public void %s() { throw new AssertionError("no"); }
        }
        """
            .formatted(id, method));
  }

  /** Returns a manager of its plugins, closed with it. */
  VerifyingPluginManager manager() {
    return host.manager();
  }

  Path settings() {
    return settings;
  }

  /** Has it run, until it is closed. */
  void start() {
    host.started();
  }

  Path plugins() {
    return host.plugins();
  }

  Path state() {
    return host.state();
  }

  Path downloads() {
    return downloads;
  }

  /**
   * Runs a command, with this host's settings unless it names others, and returns its exit code.
   */
  int run(Object... arguments) {
    List<String> line = new ArrayList<>();
    for (Object argument : arguments) {
      line.add(argument.toString());
    }
    if (!line.get(0).startsWith("-") && line.stream().noneMatch(w -> w.startsWith("--config"))) {
      line.add("--config=" + settings);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        HostCommands.run(
            line, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), 120);
    complained = err.toString(UTF_8);
    said = out.toString(UTF_8) + complained;
    return code;
  }

  /** Returns all that the command printed. */
  String said() {
    return said;
  }

  /** Returns what it printed as an error. */
  String complained() {
    return complained;
  }

  void close() throws Exception {
    host.close();
  }
}
