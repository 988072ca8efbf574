package dev.signet.attack.mutation;

/** The one class of the bundles that are changed; each loader of them defines it anew. */
public final class Probe {
  @Override
  public String toString() {
    return "a probe";
  }
}
