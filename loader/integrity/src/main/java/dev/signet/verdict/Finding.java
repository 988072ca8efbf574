package dev.signet.verdict;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One problem of one bundle.
 *
 * @param reason the stable code
 * @param severity whether it speaks against the bundle, or is only worth knowing
 * @param path the entry path or file it is about, unescaped as found; null when about the whole
 *     bundle
 * @param expected what was signed: a digest of 128 lower-case hex digits (of {@link
 *     Reason#SCOPE_MISMATCH} the id asked for); null where there is none
 * @param current what was found, likewise (of {@link Reason#SCOPE_MISMATCH} the certificate's
 *     common name)
 * @param detail one plain sentence: the cause, unescaped; printers escape it
 */
public record Finding(
    Reason reason,
    Severity severity,
    @Nullable String path,
    @Nullable String expected,
    @Nullable String current,
    String detail) {

  /** Whether a finding speaks against the bundle. */
  public enum Severity {
    /** Reported, never refused for. */
    NOTICE,
    /** Refused for on the stable channel. */
    PROBLEM
  }

  /** Checks that nothing required is null. */
  public Finding {
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(detail, "detail");
  }

  /** Returns a problem of the whole bundle. */
  public static Finding of(Reason reason, String detail) {
    return new Finding(reason, Severity.PROBLEM, null, null, null, detail);
  }

  /** Returns a problem of one path. */
  public static Finding at(Reason reason, String path, String detail) {
    return new Finding(reason, Severity.PROBLEM, path, null, null, detail);
  }

  /** Returns this finding as one that is reported but never refused for. */
  public Finding asNotice() {
    return new Finding(reason, Severity.NOTICE, path, expected, current, detail);
  }

  /** Returns whether this finding speaks against the bundle. */
  public boolean isProblem() {
    return severity == Severity.PROBLEM;
  }
}
