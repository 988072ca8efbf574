package dev.signet.sign.key;

import dev.signet.sign.problem.SigningException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Opens what a passphrase protects, asking for it once.
 *
 * @param file what is opened, for the prompt and for messages
 * @param passphrase where it comes from
 */
record Unlocking(Path file, Passphrase passphrase) {

  /**
   * Opens something.
   *
   * @param <T> what comes of it
   */
  @FunctionalInterface
  interface Opener<T> {
    /**
     * Opens it.
     *
     * @throws NoSuchAlgorithmException when it is encrypted in another way than is understood
     * @throws GeneralSecurityException when the passphrase does not fit
     * @throws IOException when what comes out makes no sense
     */
    T open(char[] secret) throws GeneralSecurityException, IOException, SigningException;
  }

  /** Asks for the passphrase and opens something with it. */
  <T> T open(Opener<T> opener) throws SigningException {
    char[] secret = passphrase.ask(file.toString());
    try {
      return opener.open(secret);
    } catch (NoSuchAlgorithmException e) {
      throw new SigningException(
          file + " is encrypted in a way that cannot be read here (" + e.getMessage() + ")",
          "encrypt it anew, as with openssl pkcs8 -topk8, or openssl pkcs12 -export",
          e);
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      // With luck a wrong one gives what looks like a key until it is read.
      throw new SigningException(
          file + ": the passphrase is wrong, or the file is damaged",
          "give the right one, or put the file back from a backup" + hint(secret),
          e);
    } finally {
      Arrays.fill(secret, '\0');
    }
  }

  private static String hint(char[] secret) {
    return StandardCharsets.US_ASCII.newEncoder().canEncode(java.nio.CharBuffer.wrap(secret))
        ? ""
        : ". The passphrase has characters beyond ASCII, which count as UTF-8 here: where the program"
            + " that encrypted the file took them for something else, give it another passphrase";
  }
}
