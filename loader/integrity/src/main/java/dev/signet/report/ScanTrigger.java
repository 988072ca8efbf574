package dev.signet.report;

/** Why something was scanned. */
public enum ScanTrigger {
  /**
   * It was about to be loaded. A source that has not changed since it was sealed is not re-read.
   */
  LOAD,
  /** Somebody, or the schedule, had all of its bytes read again. */
  RESCAN,
  /** Trust, or the time, had changed while it was loaded. */
  REASSESSMENT,
  /** The host's own folder was checked. Files that have not changed are not re-read. */
  CHECK
}
