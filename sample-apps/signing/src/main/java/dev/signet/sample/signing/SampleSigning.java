package dev.signet.sample.signing;

import dev.signet.sign.BundleSigner;
import dev.signet.sign.SigningException;
import dev.signet.sign.SigningIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** What the samples' builds call: make the authority, and sign a plugin. */
public final class SampleSigning {
  private static final String USAGE =
      "usage: authority FOLDER REVOKED-ID ID... | sign AUTHORITY-FOLDER ID BUNDLE";

  private SampleSigning() {}

  /**
   * Runs one command.
   *
   * @throws IllegalArgumentException when it is written wrongly
   * @throws SigningException when the bundle cannot be signed
   * @throws IOException when the authority's files cannot be written
   */
  public static void main(String[] arguments) throws IOException, SigningException {
    if (arguments.length < 4) {
      throw new IllegalArgumentException(USAGE);
    }
    Path authority = Path.of(arguments[1]);
    switch (arguments[0]) {
      case "authority" ->
          ThrowawayAuthority.create(
              authority,
              List.of(arguments).subList(2, arguments.length),
              arguments[2],
              Clock.systemUTC());
      case "sign" -> sign(authority, arguments[2], Path.of(arguments[3]));
      default -> throw new IllegalArgumentException(USAGE);
    }
  }

  /**
   * Signs a plugin in place with the key and the certificate of its author.
   *
   * @param authority the folder of the throwaway authority
   * @param id the plugin's id, which is what its author's files are named after
   * @param bundle a folder, a zip or a jar
   * @throws SigningException when the bundle cannot be signed
   */
  public static void sign(Path authority, String id, Path bundle) throws SigningException {
    Path authors = authority.resolve("authors");
    SigningIdentity author =
        SigningIdentity.load(
            authors.resolve(id + ".key"), authors.resolve(id + ".crt"), Optional.empty());
    BundleSigner.builder(author).build().sign(bundle);
  }
}
