package dev.signet.testkit;

/** What a plugin may throw: an error that throws whenever somebody looks at it. */
public final class HostileError extends Error {
  private static final long serialVersionUID = 1;

  @Override
  public String getMessage() {
    throw new IllegalStateException("nobody may read this");
  }

  @Override
  public String toString() {
    return getMessage();
  }
}
