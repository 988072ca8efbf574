package dev.signet.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The real {@code openssl} of the machine, run in one folder. */
public final class OpenSsl {
  private static final long SECONDS = 60;

  private final Path folder;

  private OpenSsl(Path folder) {
    this.folder = folder;
  }

  /** Runs in this folder; skips the test where there is no openssl 3. */
  public static OpenSsl in(Path folder) {
    OpenSsl openSsl = new OpenSsl(folder);
    assumeTrue(openSsl.isVersion3(), "openssl 3 is not installed; interoperability is not tested");
    return openSsl;
  }

  /** Runs it with arguments separated by blanks; fails the test when it fails. */
  public String run(String arguments) {
    return run(arguments.split(" ", -1));
  }

  /** Runs it; fails the test when it fails. */
  public String run(String... arguments) {
    Result result = execute(arguments);
    assertThat(result.exitCode())
        .as("openssl %s: %s", Arrays.toString(arguments), result.output())
        .isZero();
    return result.output();
  }

  /** Runs it with arguments separated by blanks; fails the test when it does not fail. */
  public String fail(String arguments) {
    Result result = execute(arguments.split(" ", -1));
    assertThat(result.exitCode()).as("openssl %s: %s", arguments, result.output()).isNotZero();
    return result.output();
  }

  /** Returns a file of the folder. */
  public Path file(String name) {
    return folder.resolve(name);
  }

  /** Makes a root authority: {@code root.key}, {@code root.crt}. */
  public OpenSsl root() {
    run("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out root.key");
    run(
        "req -x509 -new -key root.key -subj /CN=Root -days 3650 -out root.crt"
            + " -addext basicConstraints=critical,CA:TRUE"
            + " -addext keyUsage=critical,keyCertSign,cRLSign");
    return this;
  }

  /** Issues {@code name.crt} for {@code name.key} under the root, valid for a year. */
  public Path issue(String name, String commonName) {
    write(
        "leaf.ext",
        """
        basicConstraints=critical,CA:FALSE
        keyUsage=critical,digitalSignature
        extendedKeyUsage=codeSigning
        """);
    run("req", "-new", "-key", name + ".key", "-subj", "/CN=" + commonName, "-out", name + ".csr");
    run(
        "x509 -req -in "
            + name
            + ".csr -CA root.crt -CAkey root.key -CAcreateserial -days 365 -extfile leaf.ext -out "
            + name
            + ".crt");
    return file(name + ".crt");
  }

  /** Writes a file of the folder. */
  public Path write(String name, String text) {
    return Trees.write(file(name), text.getBytes(StandardCharsets.UTF_8));
  }

  private boolean isVersion3() {
    try {
      return execute("version").output().startsWith("OpenSSL 3");
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private record Result(int exitCode, String output) {}

  private Result execute(String... arguments) {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    try {
      Path output = Files.createTempFile("openssl", ".txt");
      try {
        Process process =
            new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new AssertionError("openssl does not end: " + command);
        }
        return new Result(process.exitValue(), Files.readString(output));
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
