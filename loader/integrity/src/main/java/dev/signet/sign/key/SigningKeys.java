package dev.signet.sign.key;

import dev.signet.pem.FileKind;
import dev.signet.pem.InputFile;
import dev.signet.pem.Part;
import dev.signet.sign.problem.SigningException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidParameterException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Loads private keys from what openssl and others write: PEM (PKCS #8, PKCS #1, SEC 1, each also
 * encrypted), DER, PKCS #12; and from devices that speak PKCS #11. The form is told by the content,
 * not by the file's name.
 */
public final class SigningKeys {
  private SigningKeys() {}

  /**
   * Loads a key from a file.
   *
   * @param alias the name of the key in a PKCS #12 container; empty when it holds only one
   * @param passphrase asked when the key or container is encrypted
   * @throws SigningException when there is no such key, or the passphrase is wrong; names the file
   */
  public static SigningKey load(Path file, Optional<String> alias, Passphrase passphrase)
      throws SigningException {
    InputFile content = InputFile.of(InputFiles.read(file));
    List<Part> keys = content.parts(FileKind.PRIVATE_KEY, FileKind.PKCS12);
    if (keys.isEmpty()) {
      throw InputFiles.none(file, "private key", content.instead(FileKind.PRIVATE_KEY));
    }
    Part key = keys.get(0);
    if (key.kind() == FileKind.PKCS12) {
      return Pkcs12Keys.load(file, key, alias, passphrase);
    }
    PrivateKey secret = DerKeys.privateKey(file, key, passphrase);
    return content.parts(FileKind.CERTIFICATE).isEmpty()
        ? new SigningKey(secret)
        : new SigningKey(secret, InputFiles.certificates(file), Optional.empty());
  }

  /**
   * Opens a device through the JDK's SunPKCS11 provider, which is not installed for anything else.
   *
   * @param configuration a file as the "PKCS#11 Reference Guide" of the JDK describes it, with at
   *     least {@code name} and {@code library}
   * @param alias the key's label; empty when the device holds only one
   * @param pin asked once
   * @throws SigningException when the device or the key cannot be used; names the file
   */
  public static SigningKey token(Path configuration, Optional<String> alias, Passphrase pin)
      throws SigningException {
    @Nullable Provider template = Security.getProvider("SunPKCS11");
    if (template == null) {
      throw new SigningException(
          "This Java runtime has no PKCS #11", "use one with the module jdk.crypto.cryptoki");
    }
    InputFiles.read(configuration);
    char[] secret = pin.ask("the device of " + configuration);
    try {
      Provider provider = template.configure(configuration.toString());
      KeyStore store = KeyStore.getInstance("PKCS11", provider);
      store.load(null, secret);
      return new StoredKeys(configuration.toString(), store, Optional.of(provider)).key(alias);
    } catch (InvalidParameterException | ProviderException | UnsupportedOperationException e) {
      throw new SigningException(
          configuration + ": the device cannot be used: " + rootCause(e), "check the file", e);
    } catch (GeneralSecurityException | IOException e) {
      throw new SigningException(
          configuration + ": the device cannot be opened: " + rootCause(e), "check the PIN", e);
    } finally {
      Arrays.fill(secret, '\0');
    }
  }

  public static String rootCause(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }
}
