package dev.signet.sign;

import java.nio.file.Path;
import java.util.Objects;

/**
 * What was signed, or need not be.
 *
 * @param file the file that holds the signature, or would hold it: {@code signature.json}, or an
 *     archive that contains it
 * @param id who may be relied on to have signed it: the certificate's common name
 * @param format the version of {@code signature.json}: 1 or 2
 * @param algorithm name of the signature algorithm, such as {@code ecdsa-p384-sha384}
 * @param files how many files are signed
 * @param written whether the file was written, and not only rehearsed or found right as it was
 */
public record SignedBundle(
    Path file, String id, int format, String algorithm, int files, boolean written) {

  /** Checks that nothing is null. */
  public SignedBundle {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(algorithm, "algorithm");
  }
}
