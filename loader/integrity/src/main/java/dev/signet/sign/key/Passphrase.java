package dev.signet.sign.key;

import dev.signet.sign.problem.SigningException;
import java.nio.file.Path;
import java.util.Optional;

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

  /**
   * Returns a source that reads the first line of a file, in UTF-8.
   *
   * @param file asked for a passphrase, it names itself when it cannot be read, or its first line
   *     is longer than 1,024 characters
   */
  static Passphrase firstLineOf(Path file) {
    return purpose -> PassphraseFile.firstLine(file);
  }

  /**
   * Returns a source that takes the value of an environment variable.
   *
   * @param name for messages
   * @param value empty when there is no such variable
   */
  static Passphrase ofVariable(String name, Optional<String> value) {
    return purpose ->
        value
            .orElseThrow(
                () ->
                    new SigningException(
                        purpose
                            + " needs a passphrase, and there is no variable "
                            + name
                            + " in the environment",
                        "set it"))
            .toCharArray();
  }

  /** Returns a source that has none. */
  static Passphrase none() {
    return purpose -> {
      throw new SigningException(
          purpose + " is encrypted",
          "give its passphrase, or decrypt it first, as with openssl pkey -in FILE -out FILE");
    };
  }
}
