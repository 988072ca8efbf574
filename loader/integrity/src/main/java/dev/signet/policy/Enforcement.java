package dev.signet.policy;

import java.util.Locale;

/**
 * What a host makes of a problem in one dimension. All of them are looked for, whatever it says.
 */
public enum Enforcement {
  /** It refuses. */
  ENFORCE,
  /** It is reported as a problem that would have refused, and the bundle is admitted. */
  WARN,
  /** It is reported as a notice, and the bundle is admitted. */
  OFF;

  /** Returns it as in settings and reports: {@code enforce}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
