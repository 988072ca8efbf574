package dev.signet.sign;

import java.util.List;
import java.util.stream.Collectors;

/** Signing would be wrong; nothing was written. Carries everything that speaks against it. */
public final class SigningRefusedException extends SigningException {
  private static final long serialVersionUID = 1;
  private static final int LINES = 20;

  private final transient List<SigningObjection> objections;

  /**
   * Creates the exception.
   *
   * @param subject what is not signed, for the message; empty for none
   * @param objections at least one
   */
  SigningRefusedException(String subject, List<SigningObjection> objections) {
    super(message(subject, objections));
    this.objections = List.copyOf(objections);
  }

  SigningRefusedException(SigningObjection objection, Throwable cause) {
    super(objection.sentence(), cause);
    this.objections = List.of(objection);
  }

  /** Returns what speaks against it, in the order of the checks; at least one. */
  public List<SigningObjection> objections() {
    return objections;
  }

  private static String message(String subject, List<SigningObjection> objections) {
    String start = subject.isEmpty() ? "" : subject + " is not signed: ";
    int more = objections.size() - LINES;
    return objections.stream()
            .limit(LINES)
            .map(objection -> start + objection.sentence())
            .collect(Collectors.joining("\n"))
        + (more > 0 ? "\n" + start + "And " + more + " more." : "");
  }
}
