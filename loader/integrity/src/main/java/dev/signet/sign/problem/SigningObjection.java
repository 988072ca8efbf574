package dev.signet.sign.problem;

import dev.signet.verdict.Audience;
import dev.signet.verdict.Finding;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thing that speaks against signing a bundle, or against issuing a certificate.
 *
 * @param code stable, for scripts: one of the constants here; or where a verifier would refuse the
 *     signed bundle, the name of its {@code Reason}
 * @param path the entry path it is about, unescaped; null when about the whole bundle or the
 *     certificate
 * @param detail one plain sentence: the cause, unescaped
 * @param remedy one plain sentence: the way out
 */
public record SigningObjection(String code, @Nullable String path, String detail, String remedy) {

  /** The private key is not the certificate's. */
  public static final String KEY_MISMATCH = "KEY_MISMATCH";

  /** The certificate may not sign bundles at all. */
  public static final String UNFIT_CERTIFICATE = "UNFIT_CERTIFICATE";

  /** The certificate is for another id. */
  public static final String OTHER_ID = "OTHER_ID";

  /** The certificate has expired, or is not valid yet. */
  public static final String NOT_VALID_NOW = "NOT_VALID_NOW";

  /** The bundle contains a private key. */
  public static final String PRIVATE_KEY = "PRIVATE_KEY";

  /** The bundle contains the data of a version control system. */
  public static final String VERSION_CONTROL = "VERSION_CONTROL";

  /** The bundle contains what an operating system or an editor leaves behind. */
  public static final String CLUTTER = "CLUTTER";

  /** The bundle is not the folder or archive of an app. */
  public static final String NO_APP = "NO_APP";

  /** The chosen format cannot express it. */
  public static final String FORMAT = "FORMAT";

  /** A request or its subject has no one common name that is ever given out. */
  public static final String INVALID_ID = "INVALID_ID";

  /** A key is neither RSA of at least 2048 bits nor P-384. */
  public static final String WEAK_KEY = "WEAK_KEY";

  /** A request is not signed with its own key: whoever sent it may not have that. */
  public static final String NO_POSSESSION = "NO_POSSESSION";

  /** A request is for the host's own code, which was not allowed. */
  public static final String RESERVED_ID = "RESERVED_ID";

  /** A certificate would outlast its issuer's, or its issuer cannot issue any more. */
  public static final String ISSUER_ENDS = "ISSUER_ENDS";

  /** This authority has never issued such a certificate. */
  public static final String NOT_ISSUED_HERE = "NOT_ISSUED_HERE";

  /** Several certificates fit, and only one was meant. */
  public static final String AMBIGUOUS = "AMBIGUOUS";

  /** Checks that nothing required is null. */
  public SigningObjection {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(detail, "detail");
    Objects.requireNonNull(remedy, "remedy");
  }

  /** Returns an objection to the certificate or to the bundle as a whole. */
  public static SigningObjection of(String code, String detail, String remedy) {
    return new SigningObjection(code, null, detail, remedy);
  }

  /** Returns what a verifier would object to. */
  public static SigningObjection of(Finding finding) {
    return new SigningObjection(
        finding.reason().name(), finding.path(), finding.detail(), finding.remedy(Audience.AUTHOR));
  }

  /** Returns path, cause and remedy as one line, unescaped. */
  public String sentence() {
    return (path == null ? "" : path + ": ") + detail + " " + remedy;
  }
}
