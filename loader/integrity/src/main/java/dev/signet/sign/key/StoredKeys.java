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
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The keys of an opened device.
 *
 * @param name the file it was opened by, for messages
 * @param provider what signs with its keys; empty for the JDK's own software providers
 */
record StoredKeys(String name, KeyStore store, Optional<Provider> provider) {

  /**
   * Returns one key.
   *
   * @param alias its name; empty when there is only one
   */
  SigningKey key(Optional<String> alias) throws SigningException {
    try {
      String chosen = choose(alias);
      List<X509Certificate> certificates = new ArrayList<>();
      Certificate @Nullable [] chain = store.getCertificateChain(chosen);
      if (chain != null) {
        for (Certificate certificate : chain) {
          certificates.add((X509Certificate) certificate);
        }
      }
      @Nullable Key key = store.getKey(chosen, null);
      if (key instanceof PrivateKey found) {
        return new SigningKey(found, certificates, provider);
      }
      throw new SigningException(name + ": '" + chosen + "' is no private key", "name another");
    } catch (GeneralSecurityException e) {
      throw new SigningException(
          name + ": the key cannot be read: " + SigningKeys.rootCause(e),
          "check with the device's or container's own program that it may be used",
          e);
    }
  }

  private String choose(Optional<String> alias) throws GeneralSecurityException, SigningException {
    List<String> keys = new ArrayList<>();
    for (String candidate : Collections.list(store.aliases())) {
      if (store.isKeyEntry(candidate)) {
        keys.add(candidate);
      }
    }
    return keys.get(choose(name, keys, alias));
  }

  /**
   * Returns which of several keys is meant.
   *
   * @param container for messages
   * @param keys their names
   * @param alias one of them, in capitals or not; empty when there is only one
   */
  static int choose(String container, List<String> keys, Optional<String> alias)
      throws SigningException {
    if (alias.isEmpty() && keys.size() == 1) {
      return 0;
    }
    List<Integer> meant =
        IntStream.range(0, keys.size())
            .filter(i -> alias.filter(keys.get(i)::equalsIgnoreCase).isPresent())
            .boxed()
            .toList();
    if (meant.size() == 1) {
      return meant.get(0);
    }
    throw keys.isEmpty()
        ? new SigningException(
            container + " holds no private key with its certificate", "put both into it")
        : new SigningException(
            container
                + alias
                    .map(name -> " holds no one key named '" + name + "'")
                    .orElse(" holds several keys"),
            "name one of them as alias: " + String.join(", ", keys));
  }
}
