package dev.signet.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.junit.jupiter.api.Assumptions;

/** A real registry, Debian's {@code docker-registry}, in a folder and on a port of its own. */
public final class DockerRegistry implements AutoCloseable {
  private static final List<Path> PROGRAMS =
      List.of(Path.of("/usr/bin/docker-registry"), Path.of("/usr/bin/registry"));
  private static final Pattern LISTENING = Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+)");
  private static final int COST = 4;

  private final Process process;
  private final String name;

  private DockerRegistry(Process process, String name) {
    this.process = process;
    this.name = name;
  }

  /** Starts one that anybody may write to; skips the test where there is none. */
  public static DockerRegistry start(Path folder) throws IOException {
    return start(folder, List.of());
  }

  /** Starts one that wants this user name and password. */
  public static DockerRegistry start(Path folder, String user, String password) throws IOException {
    byte[] salt = new byte[16];
    new SecureRandom().nextBytes(salt);
    String hash = OpenBSDBCrypt.generate("2y", password.toCharArray(), salt, COST);
    Path users = Files.writeString(folder.resolve("htpasswd"), user + ":" + hash + "\n");
    return start(folder, List.of("auth:", "  htpasswd:", "    realm: test", "    path: " + users));
  }

  private static DockerRegistry start(Path folder, List<String> further) throws IOException {
    Path program =
        PROGRAMS.stream().filter(Files::isExecutable).findFirst().orElse(Path.of("none"));
    Assumptions.assumeTrue(
        Files.isExecutable(program),
        "docker-registry is not installed; a real registry is not tested with");
    List<String> lines = new ArrayList<>();
    lines.addAll(List.of("version: 0.1", "log:", "  level: info", "storage:", "  filesystem:"));
    lines.add("    rootdirectory: " + Files.createDirectory(folder.resolve("storage")));
    lines.addAll(List.of("http:", "  addr: 127.0.0.1:0"));
    lines.addAll(further);
    Path config = Files.write(folder.resolve("registry.yml"), lines);
    ProcessBuilder builder =
        new ProcessBuilder(program.toString(), "serve", config.toString())
            .redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.put("OTEL_TRACES_EXPORTER", "none");
    Process process = builder.start();
    try {
      return new DockerRegistry(process, "127.0.0.1:" + port(process));
    } catch (IOException | AssertionError e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static String port(Process process) throws IOException {
    BufferedReader log = process.inputReader(StandardCharsets.UTF_8);
    StringBuilder read = new StringBuilder();
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      Matcher listening = LISTENING.matcher(line);
      if (listening.find()) {
        drain(log);
        return listening.group(1);
      }
      read.append(line).append('\n');
    }
    throw new AssertionError("the registry does not start:\n" + read);
  }

  /** Else the registry stops when its pipe is full. */
  private static void drain(BufferedReader log) {
    Thread reader =
        new Thread(
            () -> {
              try {
                while (log.readLine() != null) {
                  // Nobody wants to know.
                }
              } catch (IOException e) {
                return; // It has ended.
              }
            },
            "registry-log");
    reader.setDaemon(true);
    reader.start();
  }

  /** Returns its name, as references have it. */
  public String name() {
    return name;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
