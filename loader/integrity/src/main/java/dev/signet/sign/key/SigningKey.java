package dev.signet.sign.key;

import dev.signet.Internal;
import dev.signet.envelope.SignatureAlgorithm;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A private key, and the certificates that came with it. Immutable.
 *
 * @param privateKey the key, or a handle of one that never leaves its device
 * @param certificates the certificates in the same container, the key's own first; empty when there
 *     are none
 * @param provider what signs with the key; empty for the JDK's own software providers
 */
public record SigningKey(
    PrivateKey privateKey, List<X509Certificate> certificates, Optional<Provider> provider) {

  /** Checks that nothing is null and copies the list. */
  public SigningKey {
    Objects.requireNonNull(privateKey, "privateKey");
    Objects.requireNonNull(provider, "provider");
    certificates = List.copyOf(certificates);
  }

  /** A key in memory without certificates. */
  public SigningKey(PrivateKey privateKey) {
    this(privateKey, List.of(), Optional.empty());
  }

  /**
   * Returns a signature over these bytes.
   *
   * @throws GeneralSecurityException when the key does not fit, or cannot sign
   * @throws java.security.ProviderException when a device fails
   */
  @Internal
  public byte[] sign(SignatureAlgorithm by, byte[] bytes) throws GeneralSecurityException {
    return provider.isPresent()
        ? by.sign(privateKey, bytes, provider.get())
        : by.sign(privateKey, bytes);
  }

  /** Tells nothing of the key. */
  @Override
  public String toString() {
    return "SigningKey[" + privateKey.getAlgorithm() + "]";
  }
}
