package dev.signet.sign;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * What was signed, or need not be.
 *
 * @param file the file that holds the signature, or would hold it: {@code signature.json}, or an
 *     archive that contains it
 * @param id the plugin's, which is the common name of its author's certificate
 * @param format the version of {@code signature.json}: 1 or 2
 * @param algorithm name of the signature algorithm, such as {@code ecdsa-p384-sha384}
 * @param files how many files are signed
 * @param written whether the file was written, and not only rehearsed or found right as it was
 * @param notices what the author should know, such as what may keep it from running: a plain
 *     sentence or two each, unescaped
 */
public record SignedBundle(
    Path file,
    String id,
    int format,
    String algorithm,
    int files,
    boolean written,
    List<String> notices) {

  /** Checks that nothing is null, and copies the list. */
  public SignedBundle {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(algorithm, "algorithm");
    notices = List.copyOf(notices);
  }
}
