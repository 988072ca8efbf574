package dev.signet.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The application of this module, run from its executable jar in a process of its own. */
final class StartedApplication implements AutoCloseable {
  private static final Pattern PORT = Pattern.compile("(?:Tomcat|Netty) started on port (\\d+)");
  private static final Pattern AGE = Pattern.compile("\"VALUE\",\"value\":[0-9]");

  private final Process process;
  private final List<String> log = new ArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private @Nullable String port;

  private StartedApplication(Process process) {
    this.process = process;
  }

  /**
   * Starts it in this folder, and waits until it serves or has ended.
   *
   * @param java home of the Java that runs it
   */
  static StartedApplication in(Path folder, Path java, String... settings) throws IOException {
    return in(folder, java, List.of(), settings);
  }

  /** Starts it likewise, with more options of the JVM. */
  static StartedApplication in(Path folder, Path java, List<String> options, String... settings)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(java.resolve("bin/java").toString());
    command.addAll(options);
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar"));
    command.add(Path.of(System.getProperty("signet.boot.app")).toAbsolutePath().toString());
    command.add("--spring.security.user.name=admin");
    command.add("--spring.security.user.password=secret");
    command.addAll(List.of(settings));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    // Meant for the command, and no setting.
    builder.environment().put("SIGNET_STACKTRACE", "1");
    StartedApplication application = new StartedApplication(builder.start());
    application.readUntilItServes();
    return application;
  }

  private void readUntilItServes() throws IOException {
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      log.add(line);
      Matcher found = PORT.matcher(line);
      if (found.find()) {
        port = found.group(1);
      }
      if (line.contains("Started Application in")) {
        return;
      }
    }
  }

  /** Returns what it has written until it served, or ended. */
  String log() {
    return String.join("\n", log);
  }

  HttpResponse<String> get(String path) throws Exception {
    return client.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> getAsAdmin(String path) throws Exception {
    return client.send(asAdmin(path).build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> postAsAdmin(String path, String json) throws Exception {
    HttpRequest request =
        asAdmin(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /** Returns once the rescan that was asked for has ended; until then its age is no number. */
  void awaitRescan() throws Exception {
    Instant latest = Instant.now().plus(Duration.ofMinutes(1));
    String age;
    do {
      assertThat(Instant.now()).as("all is read again within a minute").isBefore(latest);
      age = getAsAdmin("/actuator/metrics/signet.rescan.age").body();
    } while (!AGE.matcher(age).find());
  }

  private HttpRequest.Builder asAdmin(String path) {
    String login =
        Base64.getEncoder().encodeToString("admin:secret".getBytes(StandardCharsets.UTF_8));
    return request(path).header("Authorization", "Basic " + login);
  }

  private HttpRequest.Builder request(String path) {
    assertThat(port).as("it does not serve:\n%s", log()).isNotNull();
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
  }

  /** Has it end as an administrator does, and returns the exit code. */
  int stop() throws Exception {
    process.destroy();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
