package dev.signet.cli;

/** What the program tells the script that called it. Stable once released. */
final class ExitCode {
  /** A check passed, a file was written, help was printed. */
  static final int OK = 0;

  /** A check has findings. */
  static final int FINDINGS = 1;

  /** The command line, or a file it names, cannot be used, or this machine fails (disk, memory). */
  static final int USAGE = 2;

  /** The signer or the authority refuses: what was asked for would be wrong. */
  static final int REFUSED = 3;

  private ExitCode() {}
}
