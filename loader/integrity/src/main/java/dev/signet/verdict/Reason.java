package dev.signet.verdict;

/**
 * Stable machine code of one kind of problem. Each has one cause and one remedy; once released, a
 * name never changes its meaning.
 */
public enum Reason {
  /** There is no {@code signature.json} where the layout expects it. */
  MISSING_SIGNATURE(
      State.UNSIGNED,
      Original.NO_DATA,
      "Ask the author for a signed release, or allow this plugin's id unsigned in the host's"
          + " configuration."),
  /** {@code signature.json} is there, but is not in a form that has exactly one reading. */
  MALFORMED_SIGNATURE(
      State.INVALID,
      Original.NO_DATA,
      "Install the author's original release again; if it is the original, ask the author to sign"
          + " it again."),
  /** The certificate does not lead to a configured trust anchor. */
  UNTRUSTED_CERTIFICATE(
      State.UNTRUSTED,
      Original.CERTIFICATE,
      "Install a release signed under an authority this host trusts; add a trust anchor only if you"
          + " know who runs it."),
  /** A certificate of the path breaks the rules of its anchor's profile. */
  INVALID_CERTIFICATE(
      State.UNTRUSTED,
      Original.CERTIFICATE,
      "Ask the author to have a certificate issued that is allowed to sign plugins, and to sign the"
          + " release again."),
  /** A certificate of the path, its key or this very release has been withdrawn. */
  REVOKED(
      State.REVOKED,
      Original.CERTIFICATE,
      "Do not run this release; remove it and look for one signed with a new certificate."),
  /** A certificate of the path was not valid at the instant that counts. */
  EXPIRED(
      State.EXPIRED,
      Original.CERTIFICATE,
      "Install a release signed with a current certificate, and check that this machine's clock is"
          + " right."),
  /** A certificate runs out within 60 days. Only ever a notice. */
  EXPIRES_SOON(
      State.EXPIRED,
      Original.NONE,
      "Have the certificate named here renewed before that day, and what it signed signed again."),
  /** The signature's timestamp does not count. Only ever a notice. */
  INVALID_TIMESTAMP(
      State.UNTRUSTED,
      Original.NONE,
      "Ask the author to have the signature stamped again by an authority whose timestamps this"
          + " host trusts."),
  /** Whether a certificate is revoked cannot be told: no list, or one that is too old. */
  REVOCATION_UNAVAILABLE(
      State.UNTRUSTED,
      Original.CERTIFICATE,
      "Install the authority's current revocation list in the host's trust folder."),
  /** The signature algorithm, curve or key size is not allowed under the anchor's profile. */
  WEAK_ALGORITHM(
      State.UNTRUSTED,
      Original.CERTIFICATE,
      "Ask the author to sign the release again with an algorithm and key this host accepts."),
  /** The certificate belongs to another id than the plugin's. */
  SCOPE_MISMATCH(
      State.UNTRUSTED,
      Original.SCOPE,
      "Treat it as somebody else's code: install the release from the plugin's own author."),
  /** The signature does not fit the hashes and the certificate. */
  BAD_SIGNATURE(
      State.MODIFIED,
      Original.SIGNATURE,
      "Install the author's original release again; this one was changed after it was signed."),
  /** A file's content differs from the signed hash. */
  INVALID_HASH(
      State.MODIFIED,
      Original.NONE,
      "Replace the file with the one of the original release, or install the release again."),
  /** A signed file is not there. */
  FILE_MISSING(
      State.MODIFIED,
      Original.NONE,
      "Put the file back from the original release, or install the release again."),
  /** A file is there that nobody signed. */
  EXTRA_FILE(
      State.MODIFIED,
      Original.NONE,
      "Remove the file; data a plugin writes belongs outside its own folder."),
  /** A path that is not a plain relative path inside the bundle on every system. */
  UNSAFE_PATH(
      State.INVALID,
      Original.NONE,
      "Ask the author for a release without this path; do not unpack it."),
  /** A link, device, pipe or socket where a regular file is expected. */
  NOT_A_REGULAR_FILE(
      State.INVALID,
      Original.NONE,
      "Replace it with a regular file or folder; links and special files are never followed."),
  /** Two paths that are one and the same on some systems. */
  PATH_COLLISION(
      State.INVALID, Original.NONE, "Ask the author for a release in which these names differ."),
  /** The bundle is larger, deeper or has more files than the host's limits allow. */
  LIMIT_EXCEEDED(
      State.INVALID,
      Original.NONE,
      "Check where this bundle comes from; raise the host's limits only if its size is expected."),
  /** The archive is damaged or reads differently to different readers. */
  MALFORMED_ARCHIVE(
      State.INVALID,
      Original.NONE,
      "Download the release again; if it stays so, ask the author to pack it with ordinary tools."),
  /** A jar of the bundle would put code from outside the bundle on the class path. */
  CLASS_PATH_ESCAPE(
      State.INVALID,
      Original.NONE,
      "Ask the author to remove the Class-Path entry or to ship that jar inside the bundle."),
  /** The bundle's descriptors are missing, broken, or disagree about what plugin it is. */
  DESCRIPTOR_MISMATCH(
      State.INVALID,
      Original.NONE,
      "Ask the author for a release whose descriptors name the same id, version and class."),
  /** A higher version of this plugin has been admitted before. */
  DOWNGRADE(
      State.INVALID,
      Original.NONE,
      "Install the newest release; allow the older one in the host's configuration if it is meant."),
  /** The plugin was signed before, and this release is not. */
  SIGNATURE_DROPPED(
      State.UNSIGNED,
      Original.NO_DATA,
      "Do not run it; ask the author for a signed release, as the earlier ones were."),
  /** A plugin it needs was refused. */
  DEPENDENCY_REFUSED(
      State.INVALID, Original.NONE, "Put the plugin it needs in order first; this one then loads."),
  /**
   * A plugin that is needed would not be there, not in a version that fits, or disabled, or needs
   * this one itself.
   */
  DEPENDENCY_UNMET(
      State.INVALID,
      Original.NONE,
      "Install or enable the plugin named here, in a version that fits and does not need this"
          + " one; then try again."),
  /** A plugin it needs is vouched for by less than itself. */
  LESS_TRUSTED_DEPENDENCY(
      State.INVALID,
      Original.NONE,
      "Install a signed release of the plugin it needs, or accept the mix knowingly."),
  /** Another bundle with the same id is preferred to this one. */
  DUPLICATE_ID(
      State.INVALID, Original.NONE, "Remove the copy you do not want from the plugins folder."),
  /** Plugins would be loaded in place, where the bytes cannot be held fast. */
  DEVELOPMENT_MODE(
      State.INVALID,
      Original.NONE,
      "Start the host without -Dpf4j.mode=development, or name a release channel other than"
          + " stable."),
  /** The host's own state is missing, damaged or not safe to use. */
  STATE_UNAVAILABLE(
      State.INVALID,
      Original.NONE,
      "Look at the state directory named here: its disk, owner and permissions; then start again."),
  /** The clock shows an earlier time than at a check before. */
  CLOCK_WENT_BACK(
      State.INVALID,
      Original.NONE,
      "Set this machine's clock right; if it is right now and was ahead before, have the host's"
          + " ledger forget the latest instant."),
  /** A file could not be read or written. */
  IO_ERROR(
      State.INVALID,
      Original.NONE,
      "Check the disk and the permissions of the file named here, then look again.");

  /** What a problem makes of a bundle; later ones outweigh earlier ones. */
  public enum State {
    /** Nobody vouches for it; nothing says it was changed. */
    UNSIGNED,
    /** Not in a form that can be judged or loaded safely. */
    INVALID,
    /** Its bytes are not the ones that were signed. */
    MODIFIED,
    /** Signed once rightly, by a certificate that has run out. */
    EXPIRED,
    /** Signed by somebody this host does not trust with this id. */
    UNTRUSTED,
    /** Signed by somebody whose trust was withdrawn. */
    REVOKED
  }

  private enum Original {
    NONE(""),
    NO_DATA("Signature data not found."),
    CERTIFICATE("Certificate is not valid."),
    SCOPE("Certificate is not valid for required scope. (Requested: %s, current: CN=%s)"),
    SIGNATURE("Signature could not get verified.");

    private final String message;

    Original(String message) {
      this.message = message;
    }
  }

  private final State state;
  private final Original original;
  private final String remedy;

  Reason(State state, Original original, String remedy) {
    this.state = state;
    this.original = original;
    this.remedy = remedy;
  }

  /** Returns what a problem of this kind makes of the bundle. */
  public State state() {
    return state;
  }

  /** Returns the one sentence that says what to do. */
  public String remedy() {
    return remedy;
  }

  /**
   * Returns the message of the original system's {@code EXCEPTION}, word for word; for {@link
   * #SCOPE_MISMATCH} a {@link java.util.Formatter} pattern of the id asked for and the
   * certificate's common name. Empty where that system has no such exception.
   */
  public String originalMessage() {
    return original.message;
  }
}
