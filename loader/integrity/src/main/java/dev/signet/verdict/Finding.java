package dev.signet.verdict;

import java.util.Comparator;
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
 *     Reason#SCOPE_MISMATCH} the id asked for, of {@link Reason#KEY_CHANGED} a known key's digest
 *     of 64, of {@link Reason#RELEASE_CHANGED} what the version was made of); null where there is
 *     none
 * @param current what was found, in the same form (of {@link Reason#SCOPE_MISMATCH} the
 *     certificate's common name)
 * @param detail one plain sentence: the cause, unescaped; printers escape it
 * @param ownRemedy what to do about this very cause, where that is something else than about others
 *     of the reason; null for the reason's
 */
public record Finding(
    Reason reason,
    Severity severity,
    @Nullable String path,
    @Nullable String expected,
    @Nullable String current,
    String detail,
    @Nullable Remedy ownRemedy) {

  /**
   * What decides comes first: problems before notices, and among these what makes the graver {@link
   * Reason#state}.
   */
  public static final Comparator<Finding> GRAVEST_FIRST =
      Comparator.comparing(Finding::severity)
          .thenComparing(finding -> finding.reason().state())
          .reversed();

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

  /** Creates a finding of which the reason tells what to do. */
  public Finding(
      Reason reason,
      Severity severity,
      @Nullable String path,
      @Nullable String expected,
      @Nullable String current,
      String detail) {
    this(reason, severity, path, expected, current, detail, null);
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
    return new Finding(reason, Severity.NOTICE, path, expected, current, detail, ownRemedy);
  }

  /** Returns this finding as one that the host puts up with, as somebody there has chosen. */
  public Finding toleratedOnPurpose() {
    String told = detail + " The host puts up with it on purpose.";
    return new Finding(reason, Severity.NOTICE, path, expected, current, told, Remedy.NONE);
  }

  /** Returns this finding with what to do about its cause, whoever reads it. */
  public Finding withRemedy(String forAll) {
    return withRemedy(Remedy.of(forAll));
  }

  /** Returns this finding with what to do about its cause. */
  public Finding withRemedy(Remedy remedy) {
    return new Finding(reason, severity, path, expected, current, detail, remedy);
  }

  /** Returns this finding about the host's own folder, with what can be done about it there. */
  public Finding ofCore() {
    return ownRemedy == null ? withRemedy(CoreRemedies.of(reason)) : this;
  }

  /**
   * Returns what this reader can do about it: about its cause, or else about its reason; empty when
   * there is nothing to do.
   */
  public String remedy(Audience audience) {
    return (ownRemedy == null ? reason.remedy() : ownRemedy).of(audience);
  }

  /** Returns whether this finding speaks against the bundle. */
  public boolean isProblem() {
    return severity == Severity.PROBLEM;
  }
}
