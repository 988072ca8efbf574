package dev.signet.benchmark;

/** The least a program can do. */
public final class Nothing {
  private Nothing() {}

  /** Ends at once. */
  public static void main(String[] args) {}
}
