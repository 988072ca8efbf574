package dev.signet.postgres;

/**
 * The fleet's database did not do what was asked of it. The message names what, the cause and the
 * remedy, and is shown to administrators as it is.
 */
public final class FleetException extends Exception {
  private static final long serialVersionUID = 1;

  FleetException(String message, Throwable cause) {
    super(message, cause);
  }
}
