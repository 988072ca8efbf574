package dev.signet.sign.key;

import dev.signet.file.IoCause;
import dev.signet.sign.problem.SigningException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads a passphrase from a file without ever making a string of it. */
final class PassphraseFile {
  private static final int LONGEST = 1_024;

  private PassphraseFile() {}

  static char[] firstLine(Path file) throws SigningException {
    char[] buffer = new char[LONGEST];
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      int length = 0;
      for (int c = reader.read(); c >= 0 && c != '\n' && c != '\r'; c = reader.read()) {
        if (length == buffer.length) {
          throw new SigningException(file + " is too long for a passphrase", "check the path");
        }
        buffer[length++] = (char) c;
      }
      return Arrays.copyOf(buffer, length);
    } catch (IOException e) {
      throw new SigningException(
          "The passphrase file " + file + " cannot be read (" + IoCause.of(e) + ")",
          "check the path and its permissions",
          e);
    } finally {
      Arrays.fill(buffer, '\0');
    }
  }
}
