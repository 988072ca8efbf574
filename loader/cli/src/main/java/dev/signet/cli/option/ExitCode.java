package dev.signet.cli.option;

/** What the program tells the script that called it. Stable once released. */
public final class ExitCode {
  /** A check passed, a file was written, help was printed. */
  public static final int OK = 0;

  /** A check has findings. */
  public static final int FINDINGS = 1;

  /** The command line, or a file it names, cannot be used, or this machine fails (disk, memory). */
  public static final int USAGE = 2;

  /** The signer or the authority refuses: what was asked for would be wrong. */
  public static final int REFUSED = 3;

  private ExitCode() {}
}
