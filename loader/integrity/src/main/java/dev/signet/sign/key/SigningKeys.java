package dev.signet.sign.key;

import dev.signet.file.IoCause;
import dev.signet.sign.problem.SigningException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidParameterException;
import java.security.KeyStore;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.security.UnrecoverableKeyException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Loads private keys from what openssl and others write: PEM (PKCS #8, PKCS #1, SEC 1, each also
 * encrypted), DER, PKCS #12; and from devices that speak PKCS #11. The form is told by the content,
 * not by the file's name.
 */
public final class SigningKeys {
  private static final int MAX_BYTES = 1 << 20;
  private static final String PEM_BEGIN = "-----BEGIN ";

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
    byte[] content = read(file);
    String text = new String(content, StandardCharsets.ISO_8859_1);
    if (text.contains(PEM_BEGIN)) {
      return PemReader.key(file, text, passphrase);
    }
    if (DerKeys.isKeyContainer(content)) {
      return container(file, content, alias, passphrase);
    }
    return new SigningKey(DerKeys.privateKey(file, content, passphrase));
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
      throw new SigningException("This Java runtime has no PKCS #11: use one with SunPKCS11.");
    }
    read(configuration);
    char[] secret = pin.ask("the device of " + configuration);
    try {
      Provider provider = template.configure(configuration.toString());
      KeyStore store = KeyStore.getInstance("PKCS11", provider);
      store.load(null, secret);
      return new StoredKeys(configuration.toString(), store, Optional.of(provider))
          .key(alias, null);
    } catch (InvalidParameterException | ProviderException | UnsupportedOperationException e) {
      throw new SigningException(
          configuration + ": the device cannot be used: " + rootCause(e) + "; check the file.", e);
    } catch (GeneralSecurityException | IOException e) {
      throw new SigningException(
          configuration + ": the device cannot be opened: " + rootCause(e) + "; check the PIN.", e);
    } finally {
      Arrays.fill(secret, '\0');
    }
  }

  private static SigningKey container(
      Path file, byte[] content, Optional<String> alias, Passphrase passphrase)
      throws SigningException {
    char[] secret = passphrase.ask(file.toString());
    try {
      KeyStore store = KeyStore.getInstance("PKCS12", "SUN");
      store.load(new ByteArrayInputStream(content), secret);
      return new StoredKeys(file.toString(), store, Optional.empty()).key(alias, secret);
    } catch (IOException e) {
      boolean wrong = e.getCause() instanceof UnrecoverableKeyException;
      throw new SigningException(
          file + (wrong ? ": the passphrase is wrong." : " cannot be read: " + rootCause(e) + "."),
          e);
    } catch (GeneralSecurityException e) {
      throw new SigningException(file + " cannot be read: " + rootCause(e) + ".", e);
    } finally {
      Arrays.fill(secret, '\0');
    }
  }

  public static byte[] read(Path file) throws SigningException {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new SigningException(
            file + " is larger than any key or certificate; check the path.");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new SigningException(
          file + " cannot be read (" + IoCause.of(e) + "); check the path and its permissions.", e);
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
