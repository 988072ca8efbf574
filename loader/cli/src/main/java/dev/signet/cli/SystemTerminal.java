package dev.signet.cli;

import dev.signet.cli.option.Terminal;
import java.io.Console;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** The terminal, or whatever the streams were redirected to, that the program was started in. */
final class SystemTerminal implements Terminal {
  private static final int STDIN = 0;
  private static final int STDOUT = 1;
  private static final int STDERR = 2;

  private final PrintWriter out = writer(System.out, "stdout.encoding");
  private final PrintWriter err = writer(System.err, "stderr.encoding");

  @Override
  public PrintWriter out() {
    return out;
  }

  @Override
  public PrintWriter err() {
    return err;
  }

  @Override
  public void writeDocument(String text) {
    out.flush();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.out.write(bytes, 0, bytes.length);
    System.out.flush();
  }

  /** After no-color.org: any value of NO_COLOR but an empty one says no. */
  @Override
  public boolean isColoured() {
    return environment("NO_COLOR").filter(value -> !value.isEmpty()).isEmpty()
        && !"dumb".equals(environment("TERM").orElse(""))
        && isTerminal(STDOUT);
  }

  @Override
  public boolean isWatched() {
    return isTerminal(STDERR);
  }

  @Override
  @SuppressWarnings("SystemConsoleNull") // only a terminal's console is asked
  public Optional<char[]> askPassphrase(String prompt) {
    Console console = isTerminal(STDIN) ? System.console() : null;
    return console == null
        ? Optional.empty()
        : Optional.ofNullable(console.readPassword("%s", prompt));
  }

  @Override
  public Optional<String> environment(String name) {
    return Optional.ofNullable(System.getenv(name));
  }

  @Override
  public Clock clock() {
    return Clock.systemUTC();
  }

  /** Linux tells each stream apart; elsewhere they count as one. */
  private static boolean isTerminal(int descriptor) {
    Path streams = Path.of("/proc/self/fd");
    if (!Files.isDirectory(streams)) {
      return isConsoleTerminal();
    }
    try {
      Path stream = streams.resolve(Integer.toString(descriptor));
      String target = Files.readSymbolicLink(stream).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException e) {
      // A closed stream: nobody reads it.
      return false;
    }
  }

  /** From JDK 22 on there is a console for redirected streams, too, and a method that tells. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isConsoleTerminal() {
    Console console = System.console();
    if (console == null || Runtime.version().feature() < 22) {
      return console != null;
    }
    try {
      return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  private static PrintWriter writer(PrintStream stream, String property) {
    return new PrintWriter(new OutputStreamWriter(stream, charset(property)), false);
  }

  /** JDK 17 keeps a redirected stream's encoding to itself; then the system's own is right. */
  private static Charset charset(String property) {
    String name = System.getProperty(property, System.getProperty("native.encoding", "UTF-8"));
    try {
      return Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return StandardCharsets.UTF_8;
    }
  }
}
