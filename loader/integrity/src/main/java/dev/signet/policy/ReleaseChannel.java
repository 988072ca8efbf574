package dev.signet.policy;

import java.util.Objects;

/** The host's release channel. Only {@code stable}, exactly so spelt, enforces. */
public record ReleaseChannel(String name) {
  /** The channel that enforces. */
  public static final ReleaseChannel STABLE = new ReleaseChannel("stable");

  /** Checks that the name is not null. */
  public ReleaseChannel {
    Objects.requireNonNull(name, "name");
  }

  /** Returns whether problems refuse. */
  public boolean enforces() {
    return name.equals("stable");
  }
}
