package dev.signet.pf4j.update;

import dev.signet.pf4j.install.InstallPreview;
import dev.signet.pf4j.install.InstallRequest;
import dev.signet.pf4j.install.InstallResult;
import dev.signet.pf4j.install.SignedPluginInstaller;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.pf4j.update.FileVerifier;
import org.pf4j.update.VerifyException;

/**
 * Refuses a download that would not be installed, before pf4j-update touches the installed plugin:
 * the bundle must be of the id and version that were asked for, and be admitted by all rules of
 * {@link SignedPluginInstaller}.
 *
 * <p>For hosts that keep pf4j-update's own {@code UpdateManager}. It still deletes the installed
 * plugin before it loads the new one; {@link SignedUpdateManager} does not.
 */
public final class SignatureFileVerifier implements FileVerifier {
  private static final Pattern SHA512 = Pattern.compile("[0-9A-Fa-f]{128}");

  private final SignedPluginInstaller installer;

  /** Creates a verifier by the rules of an installer. */
  public SignatureFileVerifier(SignedPluginInstaller installer) {
    this.installer = Objects.requireNonNull(installer, "installer");
  }

  /**
   * Verifies a download.
   *
   * @throws VerifyException when it would be refused; the message says why and what to do
   * @throws IOException when the file cannot be read
   */
  @Override
  public void verify(Context context, Path file) throws IOException, VerifyException {
    requireChecksum(context.sha512sum, file);
    InstallPreview preview = preview(context, file);
    if (!preview.decision().isAdmitted()) {
      throw new VerifyException(new InstallResult.Refused(preview.decision()).explanation());
    }
  }

  private InstallPreview preview(Context context, Path file) {
    try {
      return installer.preview(
          InstallRequest.of(file).withId(context.id).withVersion(context.version));
    } catch (IllegalStateException e) {
      // pf4j-update knows of no other one; it leaves the installed plugin alone for it.
      throw new VerifyException(e, "%s", e.getMessage());
    }
  }

  /**
   * Compares with the checksum, if there is one. One that has to be fetched first is left aside: it
   * comes from where the file comes from, and the signature says more.
   */
  static void requireChecksum(@Nullable String expected, Path file) throws IOException {
    if (expected == null || !SHA512.matcher(expected).matches()) {
      return;
    }
    String actual = sha512(file);
    if (!MessageDigest.isEqual(
        HexFormat.of().parseHex(actual),
        HexFormat.of().parseHex(expected.toLowerCase(Locale.ROOT)))) {
      throw new VerifyException(
          "The download has SHA-512 "
              + actual
              + ", not the one its repository names; download it again.");
    }
  }

  private static String sha512(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-512");
      byte[] chunk = new byte[64 << 10];
      for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
        digest.update(chunk, 0, length);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-512", e);
    }
  }
}
