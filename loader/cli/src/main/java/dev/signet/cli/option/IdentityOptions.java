package dev.signet.cli.option;

import dev.signet.sign.SigningIdentity;
import dev.signet.sign.problem.SigningException;
import java.nio.file.Path;

/** The options that name who signs: a key, its certificate, and what lies above that. */
public final class IdentityOptions {
  private final KeyOptions key;
  private final Option<Path> certificate;
  private final Option<Path> chain;

  public IdentityOptions(Command command) {
    key = new KeyOptions(command, "The private key");
    certificate =
        command.add(
            Options.path(
                "--certificate",
                "FILE",
                "The certificate of the key, PEM or DER; by default the one beside the key in a"
                    + " PKCS#12 file or on a device."));
    chain =
        command.add(
            Options.path(
                "--chain", "FILE", "The certificates between it and the authority's root."));
  }

  /** Loads them; may ask for a passphrase. */
  public SigningIdentity load() throws CommandException, SigningException {
    return SigningIdentity.load(key.load(), certificate.value(), chain.value());
  }
}
