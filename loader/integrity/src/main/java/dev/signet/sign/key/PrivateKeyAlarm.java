package dev.signet.sign.key;

import dev.signet.Internal;
import dev.signet.pem.FileKind;
import dev.signet.pem.InputFile;
import dev.signet.verdict.Guard;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Collections;
import java.util.regex.Pattern;

/**
 * Looks for a private key among the bytes written to it: in PEM anywhere, in DER or a Java or PKCS
 * #12 key store as the whole file. Tells when it is closed.
 */
@Internal
public final class PrivateKeyAlarm extends OutputStream {
  /** The key's own base64 is asked for, since code that handles PEM has the heading alone. */
  private static final Pattern PEM =
      Pattern.compile(
          "-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY-----"
              + "(?:[\\s\\\\nr]{1,32}(?:Proc-Type|DEK-Info): [^\\r\\n\\\\]{1,80}){0,2}"
              + "[\\s\\\\nr]{0,32}[A-Za-z0-9+/]{32}");

  /** More than the longest match. */
  private static final int OVERLAP = 512;

  /** Larger key stores hold certificates by the hundred. */
  private static final int WHOLE_FILE = 256 << 10;

  private static final int DER_SEQUENCE = 0x30;
  private static final int JAVA_KEY_STORE = 0xfe;

  private final Runnable onKey;
  private final ByteArrayOutputStream whole = new ByteArrayOutputStream();
  private String end = "";
  private boolean found;
  private boolean tooLarge;

  public PrivateKeyAlarm(Runnable onKey) {
    this.onKey = onKey;
  }

  /** Returns whether there is such a file and it holds a private key. */
  static boolean isIn(Path file) {
    boolean[] found = {false};
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (PrivateKeyAlarm alarm = new PrivateKeyAlarm(() -> found[0] = true)) {
      Files.copy(file, alarm);
    } catch (IOException e) {
      // Whoever cannot read it has no private key.
      return false;
    }
    return found[0];
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    String text = end + new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
    found |= PEM.matcher(text).find();
    end = text.substring(Math.max(0, text.length() - OVERLAP));
    tooLarge |= whole.size() + length > WHOLE_FILE;
    if (!tooLarge) {
      whole.write(bytes, offset, length);
    }
  }

  @Override
  public void close() {
    if (found || (!tooLarge && isKey(whole.toByteArray()))) {
      onKey.run();
    }
  }

  private static boolean isKey(byte[] file) {
    int first = file.length == 0 ? -1 : file[0] & 0xff;
    if (first != DER_SEQUENCE && first != JAVA_KEY_STORE) {
      return false;
    }
    InputFile content = InputFile.of(file);
    return !content.parts(FileKind.PRIVATE_KEY).isEmpty()
        || (!content.parts(FileKind.PKCS12, FileKind.JAVA_KEY_STORE).isEmpty()
            && hasKeyEntry(file));
  }

  // A store on which the JDK's reader breaks is none that holds a key for anybody.
  private static boolean hasKeyEntry(byte[] file) {
    return Guard.run(
        () -> hasKeyEntry("PKCS12", file) || hasKeyEntry("JKS", file), failure -> false);
  }

  /** Without its passphrase a store still tells which entries are keys. */
  private static boolean hasKeyEntry(String type, byte[] file) {
    try {
      KeyStore store = KeyStore.getInstance(type, "SUN");
      store.load(new ByteArrayInputStream(file), null);
      for (String alias : Collections.list(store.aliases())) {
        if (store.isKeyEntry(alias)) {
          return true;
        }
      }
      return false;
    } catch (IOException | GeneralSecurityException e) {
      // Not a store of this type.
      return false;
    }
  }
}
