package dev.signet.pf4j.load;

/**
 * What happens to a loaded plugin that would be refused now, besides telling listeners. One that
 * fails to stop counts as failed: its extensions are not given out any more, but its threads go on.
 */
public enum WhenRefusedLater {
  /** Nothing: the listeners decide. */
  REPORT,
  /** It is stopped, with those that need it. It stays loaded, and the host could start it again. */
  STOP,
  /** It is stopped and unloaded, with those that need it. */
  UNLOAD
}
