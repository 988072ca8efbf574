package dev.signet.sign;

/**
 * Where the passphrase of a key comes from; asked only when the key turns out to need one. Never an
 * argument of a program, which everyone on the machine can read.
 */
@FunctionalInterface
public interface Passphrase {

  /**
   * Returns the passphrase; whoever asked overwrites the array after use.
   *
   * @param purpose what it opens, for a prompt
   * @throws SigningException when there is none to be had; the message says how to give one
   */
  char[] ask(String purpose) throws SigningException;

  /** Returns a source that has none. */
  static Passphrase none() {
    return purpose -> {
      throw new SigningException(
          purpose
              + " is encrypted; give its passphrase, or decrypt it first, as with openssl pkey -in"
              + " FILE -out FILE.");
    };
  }
}
