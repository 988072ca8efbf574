package dev.signet.cli;

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
import java.util.Locale;
import java.util.Optional;

/** The terminal, or whatever the streams were redirected to, that the program was started in. */
final class SystemTerminal implements Terminal {
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
  public Optional<char[]> askPassphrase(String prompt) {
    Console console = System.console();
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

  /**
   * Linux tells each stream apart; elsewhere all of them count as one. A console alone proves
   * nothing: newer JDKs have one for redirected streams, too.
   */
  private static boolean isTerminal(int descriptor) {
    Path stream = Path.of("/proc/self/fd/" + descriptor);
    if (Files.isDirectory(stream.getParent())) {
      try {
        String target = Files.readSymbolicLink(stream).toString().toLowerCase(Locale.ROOT);
        return target.startsWith("/dev/pts/")
            || target.startsWith("/dev/tty")
            || target.equals("/dev/console");
      } catch (IOException e) {
        // A closed stream: nobody reads it.
        return false;
      }
    }
    return Runtime.version().feature() < 22 && System.console() != null;
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
