package dev.signet.policy;

import dev.signet.trust.Scope;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Signer;
import dev.signet.verdict.Subject;
import dev.signet.verdict.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** Says in one or two plain sentences what a verdict means. */
final class Explanation {
  private static final int DETAILS = 3;

  private Explanation() {}

  /** Returns the sentences, unescaped. */
  static String of(Verdict verdict) {
    return verdict.fold(
        verified ->
            name(verdict) + " is signed by " + signedBy(verified.vouchedBy()) + notices(verified),
        unsigned ->
            name(verdict)
                + " is not signed; nothing shows that it was changed, and nobody vouches for it.",
        Explanation::rejected);
  }

  private static String rejected(Verdict.Rejected verdict) {
    String state =
        switch (verdict.state()) {
          case UNSIGNED -> " is not signed.";
          case INVALID -> " cannot be accepted as it is.";
          case MODIFIED -> " is not what its author signed.";
          case EXPIRED -> " is signed with a certificate that is not valid now.";
          case UNTRUSTED -> " is not signed by anyone this host trusts with it.";
          case REVOKED -> " is signed, but the trust in that signature was withdrawn.";
        };
    return name(verdict) + state + details(verdict.findings());
  }

  private static String name(Verdict verdict) {
    Subject subject = verdict.subject();
    if (subject.id().isEmpty()) {
      return "The bundle";
    }
    if (subject.id().equals(Scope.CORE)) {
      return "The host's own code";
    }
    return "Plugin '"
        + subject.id()
        + "'"
        + (subject.version().isEmpty() ? "" : " " + subject.version());
  }

  private static String signedBy(Signer signer) {
    return "CN="
        + signer.commonName()
        + " (key "
        + signer.keyId().substring(0, 16)
        + ") under "
        + signer.anchor()
        + ".";
  }

  private static String notices(Verdict.Verified verdict) {
    return details(verdict.findings());
  }

  private static String details(List<Finding> findings) {
    if (findings.isEmpty()) {
      return "";
    }
    boolean anyProblem = findings.stream().anyMatch(Finding::isProblem);
    List<Finding> told =
        findings.stream().filter(finding -> finding.isProblem() == anyProblem).toList();
    StringJoiner text = new StringJoiner(" ", told.isEmpty() ? "" : " ", "");
    told.stream().limit(DETAILS).forEach(finding -> text.add(sentence(finding)));
    if (told.size() > DETAILS) {
      text.add(String.format(Locale.ROOT, "And %d more.", told.size() - DETAILS));
    }
    return text.toString();
  }

  private static String sentence(Finding finding) {
    boolean aboutFile = finding.reason() != Reason.MISSING_SIGNATURE && finding.path() != null;
    return aboutFile ? finding.path() + ": " + finding.detail() : finding.detail();
  }
}
