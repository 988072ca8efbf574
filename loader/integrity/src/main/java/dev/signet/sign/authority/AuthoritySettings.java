package dev.signet.sign.authority;

import dev.signet.Internal;
import dev.signet.sign.key.Passphrase;
import dev.signet.sign.problem.SigningException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How to open or make the authority of a folder; begins at {@link AuthorityFolder#in}. */
@Internal
public final class AuthoritySettings {
  private final Path folder;
  private Passphrase passphrase = Passphrase.none();
  private @Nullable Passphrase rootPassphrase;
  private @Nullable Path rootKey;
  private boolean encrypted = true;
  private Clock clock = Clock.systemUTC();
  private Supplier<BigInteger> random = CertificateIssuer::randomSerialNumber;

  AuthoritySettings(Path folder) {
    this.folder = Objects.requireNonNull(folder, "folder");
  }

  /** Sets where the passphrase of keys comes from; new ones are encrypted with it. */
  public AuthoritySettings passphrase(Passphrase source) {
    this.passphrase = Objects.requireNonNull(source, "source");
    return this;
  }

  /** Sets where the root's passphrase comes from; by default it is the same. */
  public AuthoritySettings rootPassphrase(Passphrase source) {
    this.rootPassphrase = Objects.requireNonNull(source, "source");
    return this;
  }

  /** Sets where the root's key is, when it is not kept in the folder. */
  public AuthoritySettings rootKey(Path file) {
    this.rootKey = Objects.requireNonNull(file, "file");
    return this;
  }

  /** Writes new keys unencrypted: whoever reads the folder is the authority. */
  public AuthoritySettings unencrypted() {
    this.encrypted = false;
    return this;
  }

  /** Sets the clock, by default the system's. */
  public AuthoritySettings clock(Clock source) {
    this.clock = Objects.requireNonNull(source, "source");
    return this;
  }

  /** Sets where serial numbers come from, for tests of what happens when two are the same. */
  AuthoritySettings serialNumbers(Supplier<BigInteger> source) {
    this.random = source;
    return this;
  }

  /**
   * Opens and locks the authority.
   *
   * @throws SigningException when there is none, another one uses it, or its files are damaged or
   *     do not belong together; names the file, the cause and the remedy
   */
  public AuthorityFolder open() throws SigningException {
    return new AuthorityFolder(new AuthorityFiles(folder), keys(), clock, random);
  }

  /**
   * Makes an authority, and opens it. After a failure there is nothing.
   *
   * @param intermediate the one that issues; empty when the root does
   * @throws SigningException when the folder is there and not empty, or cannot be written
   */
  public AuthorityFolder create(NewAuthority root, Optional<NewAuthority> intermediate)
      throws SigningException {
    new AuthorityMaker(folder, keys(), clock.instant()).make(root, intermediate);
    return open();
  }

  private AuthorityKeys keys() {
    return new AuthorityKeys(
        passphrase,
        rootPassphrase == null ? passphrase : rootPassphrase,
        Optional.ofNullable(rootKey),
        encrypted);
  }
}
