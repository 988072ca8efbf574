package dev.signet.sign.problem;

import java.util.ArrayList;
import java.util.List;

/**
 * Signing or issuing would be wrong; nothing was written. Carries everything that speaks against
 * it.
 */
public final class SigningRefusedException extends SigningException {
  private static final long serialVersionUID = 1;
  private static final int LINES = 20;

  private final String start;
  private final transient List<SigningObjection> objections;

  /**
   * Creates the exception.
   *
   * @param subject what is not signed, for the message; empty for none
   * @param objections at least one
   */
  public SigningRefusedException(String subject, List<SigningObjection> objections) {
    this(objections, subject.isEmpty() ? "" : subject + " is not signed: ");
  }

  private SigningRefusedException(List<SigningObjection> objections, String start) {
    super(sentences(start, objections), null);
    this.start = start;
    this.objections = List.copyOf(objections);
  }

  /**
   * Returns a refusal of what is to be signed with.
   *
   * @param certificate the file, for the message
   * @param objections at least one
   */
  public static SigningRefusedException ofCertificate(
      String certificate, List<SigningObjection> objections) {
    return new SigningRefusedException(objections, certificate + ": ");
  }

  public SigningRefusedException(SigningObjection objection, Throwable cause) {
    super(List.of(objection.sentence()), cause);
    this.start = "";
    this.objections = List.of(objection);
  }

  /** Returns what speaks against it, in the order of the checks; at least one. */
  public List<SigningObjection> objections() {
    return objections;
  }

  /** Returns the lines of the message, unescaped: the first 20 objections, and how many more. */
  public List<String> sentences() {
    return sentences(start, objections);
  }

  private static List<String> sentences(String start, List<SigningObjection> objections) {
    List<String> lines = new ArrayList<>();
    for (SigningObjection objection : objections) {
      if (lines.size() == LINES) {
        lines.add(start + "And " + (objections.size() - LINES) + " more.");
        break;
      }
      lines.add(start + objection.sentence());
    }
    return List.copyOf(lines);
  }
}
