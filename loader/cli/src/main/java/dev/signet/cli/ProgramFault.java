package dev.signet.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the program tells when it fails by itself, so that nobody knows what was found. */
final class ProgramFault {
  /** The variable of the environment that asks for the stack trace. */
  static final String TRACE = "SIGNET_STACKTRACE";

  private ProgramFault() {}

  /**
   * Returns one sentence of cause and remedy, and where it happened if somebody has asked for that;
   * unescaped.
   *
   * @param asked the variable {@link #TRACE}
   */
  static List<String> lines(Throwable fault, Optional<String> asked) {
    List<String> lines = new ArrayList<>();
    lines.add(sentence(fault));
    if (asked.filter(text -> !text.isEmpty()).isPresent()) {
      StringWriter trace = new StringWriter();
      fault.printStackTrace(new PrintWriter(trace));
      trace.toString().lines().map(line -> line.replace("\t", "  ")).forEach(lines::add);
    }
    return lines;
  }

  private static String sentence(Throwable fault) {
    if (fault instanceof OutOfMemoryError) {
      return "the memory does not suffice, so nothing was decided; give Java more, as with"
          + " JAVA_TOOL_OPTIONS=-Xmx2g.";
    }
    if (fault instanceof LinkageError) {
      return "a part of the program is missing or does not fit ("
          + fault
          + "), so nothing was decided; install signet again.";
    }
    return "the program failed ("
        + fault
        + "), so nothing was decided; please report this with the command line, and with what it"
        + " prints when the variable "
        + TRACE
        + " is 1.";
  }
}
