package dev.signet.library;

import jdk.jfr.FlightRecorder;

/** Whether anybody records this JVM's events; a JVM need not have what it takes. */
public final class FlightRecordings {
  private static final boolean POSSIBLE = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  private FlightRecordings() {}

  /**
   * Returns whether somebody has ever recorded here. Where nobody has, no event is to be made: the
   * JDK's recorder takes longer to load than a small bundle to check, and is not there in every
   * JVM.
   */
  public static boolean areMade() {
    return POSSIBLE && FlightRecorder.isInitialized();
  }
}
