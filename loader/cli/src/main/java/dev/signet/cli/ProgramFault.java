package dev.signet.cli;

/** What the program tells when it fails by itself, so that nobody knows what was found. */
final class ProgramFault {
  private ProgramFault() {}

  /** Returns one sentence of cause and remedy, unescaped. */
  static String sentence(Throwable fault) {
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
        + "), so nothing was decided; please report this with the command line.";
  }
}
