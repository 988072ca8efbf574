package dev.signet.sign.key;

import dev.signet.sign.problem.SigningException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The keys of an opened container or device.
 *
 * @param name the file it was opened by, for messages
 * @param provider what signs with its keys; empty for the JDK's own software providers
 */
record StoredKeys(String name, KeyStore store, Optional<Provider> provider) {

  /**
   * Returns one key.
   *
   * @param alias its name; empty when there is only one
   * @param secret what the key itself is encrypted with; null for a device
   */
  SigningKey key(Optional<String> alias, char @Nullable [] secret) throws SigningException {
    try {
      String chosen = choose(alias);
      List<X509Certificate> certificates = new ArrayList<>();
      Certificate @Nullable [] chain = store.getCertificateChain(chosen);
      if (chain != null) {
        for (Certificate certificate : chain) {
          certificates.add((X509Certificate) certificate);
        }
      }
      @Nullable Key key = store.getKey(chosen, secret);
      if (key instanceof PrivateKey found) {
        return new SigningKey(found, certificates, provider);
      }
      throw new SigningException(name + ": '" + chosen + "' is no private key; name another.");
    } catch (GeneralSecurityException e) {
      throw new SigningException(
          name + ": the key cannot be read: " + SigningKeys.rootCause(e) + ".", e);
    }
  }

  private String choose(Optional<String> alias) throws GeneralSecurityException, SigningException {
    List<String> keys = new ArrayList<>();
    for (String candidate : Collections.list(store.aliases())) {
      if (store.isKeyEntry(candidate)) {
        keys.add(candidate);
      }
    }
    if (alias.isPresent() ? keys.contains(alias.get()) : keys.size() == 1) {
      return alias.orElseGet(() -> keys.get(0));
    }
    throw new SigningException(
        keys.isEmpty()
            ? name + " holds no private key with its certificate; put both into it."
            : name + ": name one of its keys as alias: " + String.join(", ", keys) + ".");
  }
}
