package dev.signet.envelope;

/**
 * A {@code signature.json} has no reading, or more than one; the message says why in a sentence.
 */
final class MalformedException extends Exception {
  MalformedException(String message) {
    super(message);
  }
}
