package dev.signet.verdict;

/**
 * What can be done about a problem of the host's own folder, where that is something else than for
 * a plugin. It has a maker in place of an author, runs whatever is found, and may hold what is none
 * of its code.
 */
final class CoreRemedies {
  private static final String LEAVE_OUT =
      "What is none of the host's code is left out by name: --kept-in-core, <keptInCore> in Maven,"
          + " keptInCore of the host.";

  private CoreRemedies() {}

  static Remedy of(Reason reason) {
    return switch (reason) {
      case MISSING_SIGNATURE ->
          new Remedy(
              "Install a signed release of the host; of this one nobody can tell whether it was"
                  + " changed.",
              "Sign it as the last step of the host's build: with integrity:sign-core, or the goal"
                  + " sign of signet-maven-plugin with <core>.");
      case MALFORMED_SIGNATURE, BAD_SIGNATURE, UNREADABLE ->
          new Remedy(
              "Install the host's release again; if it stays so, ask its maker to sign it again.",
              reason.remedy().forAuthor());
      case UNTRUSTED_CERTIFICATE ->
          new Remedy(
              "Install a release of the host from its maker; trust another authority only if you"
                  + " know who runs it.",
              "Sign it with a certificate issued under an authority that is trusted where it is"
                  + " checked, and give the signer the certificates in between as the chain.");
      case INVALID_CERTIFICATE, SCOPE_MISMATCH ->
          new Remedy(
              "Install a release of the host from its maker, signed with a certificate for 'core'.",
              "Sign it with a certificate issued for 'core', which is allowed to sign code.");
      case REVOKED ->
          new Remedy(
              "Install a release of the host that is signed with a new certificate.",
              reason.remedy().forAuthor());
      case WEAK_ALGORITHM, INVALID_TIMESTAMP ->
          new Remedy(
              "Nothing can be done here; the host's maker can sign its next release better.",
              reason.remedy().forAuthor());
      case INVALID_HASH, FILE_MISSING ->
          new Remedy(
              "Put the file back from the host's original release, or install that release again.",
              reason.remedy().forAuthor());
      case EXTRA_FILE ->
          new Remedy(
              "Remove the file if nobody means it to be there. " + LEAVE_OUT,
              "Remove the file or sign the host again with it. " + LEAVE_OUT);
      case UNSAFE_PATH, NOT_A_REGULAR_FILE, PATH_COLLISION ->
          new Remedy(
              "Replace it by what the host's release has in its place. " + LEAVE_OUT,
              "Replace it by a regular file of a plain name, and sign again. " + LEAVE_OUT);
      case LIMIT_EXCEEDED ->
          Remedy.of("Look at what takes so much room, and remove what is too much. " + LEAVE_OUT);
      case CLASS_PATH_ESCAPE ->
          new Remedy(
              "Ask the host's maker to remove the Class-Path entry or to ship that jar inside the"
                  + " host's folder.",
              "Remove the Class-Path entry from the jar's manifest, or ship that jar inside the"
                  + " host's folder.");
      default -> reason.remedy();
    };
  }
}
