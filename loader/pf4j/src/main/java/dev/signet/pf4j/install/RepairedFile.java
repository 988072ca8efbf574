package dev.signet.pf4j.install;

import java.util.Objects;

/**
 * One file or folder that a repair changes.
 *
 * @param path in the bundle, with slashes, and with one at the end of a folder; the bundle's own
 *     name for all of it; unescaped
 * @param change what becomes of it
 */
public record RepairedFile(String path, Change change) {

  /** What becomes of it. */
  public enum Change {
    /** It is not the release's own: that takes its place, and it is kept aside. */
    REPLACED("replaced; what is there is kept aside"),
    /** It is missing, and put back. */
    PUT_BACK("put back"),
    /** The release has nothing of this name: it is kept aside. */
    MOVED_ASIDE("moved aside");

    private final String label;

    Change(String label) {
      this.label = label;
    }

    /** Returns what becomes of it, in words for people. */
    public String label() {
      return label;
    }
  }

  /** Checks that nothing is null. */
  public RepairedFile {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(change, "change");
  }
}
