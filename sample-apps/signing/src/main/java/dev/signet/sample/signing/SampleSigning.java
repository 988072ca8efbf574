package dev.signet.sample.signing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** What the samples' builds call: make the authority, sign a folder, sign a jar. */
public final class SampleSigning {
  private static final String USAGE =
      "usage: authority FOLDER REVOKED-ID ID... | sign-folder AUTHORITY AUTHOR FOLDER"
          + " | sign-jar AUTHORITY AUTHOR JAR SIGNED-JAR";

  private SampleSigning() {}

  /**
   * Runs one command.
   *
   * @throws IllegalArgumentException when it is written wrongly
   * @throws IOException when a file cannot be read or written
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length < 4) {
      throw new IllegalArgumentException(USAGE);
    }
    Path folder = Path.of(arguments[1]);
    switch (arguments[0]) {
      case "authority" ->
          ThrowawayAuthority.create(
              folder,
              List.of(arguments).subList(2, arguments.length),
              arguments[2],
              Clock.systemUTC());
      case "sign-folder" -> signFolder(folder, arguments[2], Path.of(arguments[3]));
      case "sign-jar" ->
          signJar(folder, arguments[2], Path.of(arguments[3]), Path.of(arguments[4]));
      default -> throw new IllegalArgumentException(USAGE);
    }
  }

  public static void signFolder(Path authority, String author, Path folder) throws IOException {
    throw new IOException("later");
  }

  private static void signJar(Path authority, String author, Path jar, Path signed)
      throws IOException {
    Files.createDirectories(signed.toAbsolutePath().getParent());
    Files.copy(jar, signed);
  }
}
