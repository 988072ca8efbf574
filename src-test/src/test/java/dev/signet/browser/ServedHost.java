package dev.signet.browser;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signet.sample.host.Dashboard;
import dev.signet.sample.host.PageServer;
import dev.signet.sample.host.ServeOptions;
import dev.signet.sign.PemFiles;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trees;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sample host with two signed plugins, served. */
final class ServedHost implements AutoCloseable {
  private static final Pattern PASSWORD = Pattern.compile("password of this run: (\\S+)");

  private final TestHost host;
  private final Path folder;
  private Dashboard dashboard;
  private PageServer server;
  private String password;

  /** Makes a host in a folder. */
  ServedHost(Path folder) {
    this.folder = folder;
    this.host = new TestHost(folder);
    Trees.write(
        folder.resolve("trust/root.crt"),
        PemFiles.text(host.authority().certificate()).getBytes(UTF_8));
  }

  /** Returns the host whose plugins can be added to before it starts. */
  TestHost host() {
    return host;
  }

  /** Starts it with one more setting. */
  ServedHost start(String setting) throws Exception {
    Path settings = folder.resolve("signet.yaml");
    Files.writeString(
        settings,
        "plugins: plugins\ntrust: trust\nrequire: ALL\nstateDirectory: state\n" + setting + "\n");
    dashboard = Dashboard.open(settings);
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    server =
        PageServer.start(dashboard, ServeOptions.local(0), new PrintStream(printed, true, UTF_8));
    Matcher matcher = PASSWORD.matcher(printed.toString(UTF_8));
    if (!matcher.find()) {
      throw new AssertionError("no password printed: " + printed.toString(UTF_8));
    }
    password = matcher.group(1);
    return this;
  }

  String address(String path) {
    return server.address().resolve(path).toString();
  }

  String password() {
    return password;
  }

  @Override
  public void close() throws Exception {
    server.close();
    dashboard.close();
    host.close();
  }
}
