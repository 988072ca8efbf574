package dev.signet.pf4j.workspace;

import java.util.Locale;

/** What is done to a plugins root. */
public enum InstallAction {
  /** A plugin comes that was not there. */
  INSTALL,
  /** A plugin takes the place of another release of itself, or of the same one. */
  UPDATE,
  /** The files of a plugin are put right; what is not the release's own is kept aside. */
  REPAIR,
  /** A plugin goes. */
  UNINSTALL;

  /** Returns the verb in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
