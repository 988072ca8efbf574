package dev.signet.report;

import dev.signet.Internal;

/** Which version of Signet this is. */
@Internal
public final class EngineVersion {
  private EngineVersion() {}

  /** Returns the version that the jar's manifest names; {@code (not packaged)} for none. */
  public static String current() {
    String version = EngineVersion.class.getPackage().getImplementationVersion();
    return version == null ? "(not packaged)" : version;
  }
}
