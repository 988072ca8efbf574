package dev.signet.sign.authority;

import dev.signet.sign.key.KeyType;
import dev.signet.sign.key.Passphrase;
import dev.signet.sign.key.PemFiles;
import dev.signet.sign.key.SigningKeys;
import dev.signet.sign.problem.SigningException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;

/**
 * The private keys of an authority's issuers.
 *
 * @param passphrase of all keys but the root's
 * @param rootPassphrase of the root's key
 * @param rootKey where the root's key is when not in the state folder
 * @param encrypted whether new keys are written encrypted
 */
record AuthorityKeys(
    Passphrase passphrase, Passphrase rootPassphrase, Optional<Path> rootKey, boolean encrypted) {
  private static final byte[] PROBE = "signet".getBytes(StandardCharsets.US_ASCII);

  /** Reads an issuer's key, and checks that it is the certificate's. */
  KeyPair load(AuthorityFiles files, String issuer, X509Certificate certificate)
      throws SigningException {
    Path file = file(files, issuer);
    if (Files.notExists(file)) {
      throw new SigningException(
          file + " is not there, and this needs the key of the " + issuer,
          isRoot(issuer)
              ? "say where it is kept (--root-key), or put it back for now"
              : "put it back from a backup");
    }
    PrivateKey secret = SigningKeys.load(file, Optional.empty(), of(issuer)).privateKey();
    if (!fits(secret, certificate.getPublicKey())) {
      throw new SigningException(
          file + " is not the key of " + files.certificate(issuer),
          "give the key that was made with it");
    }
    return new KeyPair(certificate.getPublicKey(), secret);
  }

  /** Writes an issuer's new key. */
  void save(AuthorityFiles files, String issuer, PrivateKey key) throws SigningException {
    Path file = files.key(issuer);
    try {
      if (!encrypted) {
        PemFiles.writePrivateKey(file, key);
        return;
      }
      char[] secret = of(issuer).ask(file.toString());
      try {
        PemFiles.writePrivateKey(file, key, secret);
      } finally {
        Arrays.fill(secret, '\0');
      }
    } catch (FileAlreadyExistsException e) {
      throw new SigningException(
          file + " is there already, and no key is ever overwritten",
          "move it away, and try again",
          e);
    } catch (IOException e) {
      throw AuthorityFiles.unwritable(file, e);
    }
  }

  private Path file(AuthorityFiles files, String issuer) {
    return isRoot(issuer) ? rootKey.orElseGet(() -> files.key(issuer)) : files.key(issuer);
  }

  private Passphrase of(String issuer) {
    return isRoot(issuer) ? rootPassphrase : passphrase;
  }

  private static boolean isRoot(String issuer) {
    return issuer.equals(AuthorityIndex.ROOT);
  }

  private static boolean fits(PrivateKey secret, PublicKey key) throws SigningException {
    try {
      KeyType type = KeyType.of(key);
      Signature signature = Signature.getInstance(type.certificateSignature(), type.provider());
      signature.initSign(secret);
      signature.update(PROBE);
      byte[] signed = signature.sign();
      signature.initVerify(key);
      signature.update(PROBE);
      return signature.verify(signed);
    } catch (InvalidKeyException e) {
      // Of another kind.
      return false;
    } catch (GeneralSecurityException e) {
      throw new SigningException(
          "The authority's key cannot sign (" + SigningKeys.rootCause(e) + ")",
          "put its file back from a backup",
          e);
    }
  }
}
