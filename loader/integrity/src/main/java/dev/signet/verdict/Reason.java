package dev.signet.verdict;

/** Stable machine code of one kind of problem. Once released, a name never changes its meaning. */
public enum Reason {
  /** There is no {@code signature.json} where the layout expects it. */
  MISSING_SIGNATURE(State.UNSIGNED, Original.NO_DATA),
  /** {@code signature.json} is there, but is not in a form that has exactly one reading. */
  MALFORMED_SIGNATURE(State.INVALID, Original.NO_DATA),
  /** The certificate does not lead to a configured trust anchor. */
  UNTRUSTED_CERTIFICATE(State.UNTRUSTED, Original.CERTIFICATE),
  /** It is signed with a certificate that is for development only. */
  DEVELOPMENT_CERTIFICATE(State.UNTRUSTED, Original.CERTIFICATE),
  /** A certificate of the path breaks the rules of its anchor's profile. */
  INVALID_CERTIFICATE(State.UNTRUSTED, Original.CERTIFICATE),
  /** A certificate of the path, its key or this very release has been withdrawn. */
  REVOKED(State.REVOKED, Original.CERTIFICATE),
  /** A certificate of the path was not valid at the instant that counts. */
  EXPIRED(State.EXPIRED, Original.CERTIFICATE),
  /** A certificate runs out within 60 days. Only ever a notice. */
  EXPIRES_SOON(State.EXPIRED, Original.NONE),
  /** The signature's timestamp does not count. Only ever a notice. */
  INVALID_TIMESTAMP(State.UNTRUSTED, Original.NONE),
  /** Whether a certificate is revoked is unknown: no list, or one that is too old. */
  REVOCATION_UNAVAILABLE(State.UNTRUSTED, Original.CERTIFICATE),
  /** The signature algorithm, curve or key size is not allowed under the anchor's profile. */
  WEAK_ALGORITHM(State.UNTRUSTED, Original.CERTIFICATE),
  /** The certificate belongs to another id than the plugin's. */
  SCOPE_MISMATCH(State.UNTRUSTED, Original.SCOPE),
  /** The signature does not fit the hashes and the certificate. */
  BAD_SIGNATURE(State.MODIFIED, Original.SIGNATURE),
  /** A file's content differs from the signed hash. */
  INVALID_HASH(State.MODIFIED, Original.NONE),
  /** A signed file is not there. */
  FILE_MISSING(State.MODIFIED, Original.NONE),
  /** A file is there that nobody signed. */
  EXTRA_FILE(State.MODIFIED, Original.NONE),
  /** A path that is not a plain relative path inside the bundle on every system. */
  UNSAFE_PATH(State.INVALID, Original.NONE),
  /** A link, device, pipe or socket where a regular file is expected. */
  NOT_A_REGULAR_FILE(State.INVALID, Original.NONE),
  /** Two paths that are one and the same on some systems. */
  PATH_COLLISION(State.INVALID, Original.NONE),
  /** The bundle is larger, deeper or has more files than the host's limits allow. */
  LIMIT_EXCEEDED(State.INVALID, Original.NONE),
  /** The archive is damaged or reads differently to different readers. */
  MALFORMED_ARCHIVE(State.INVALID, Original.NONE),
  /** A jar of the bundle would put code from outside the bundle on the class path. */
  CLASS_PATH_ESCAPE(State.INVALID, Original.NONE),
  /** The bundle's descriptors are missing, broken, or disagree about what plugin it is. */
  DESCRIPTOR_MISMATCH(State.INVALID, Original.NONE),
  /**
   * It cannot run as it is, or not as its author means it. A notice, except where a host is to
   * install what it could never start.
   */
  NOT_RUNNABLE(State.INVALID, Original.NONE),
  /** A higher version of this plugin has been admitted before. */
  DOWNGRADE(State.INVALID, Original.NONE),
  /** The plugin was signed before, and this release is not. */
  SIGNATURE_DROPPED(State.UNSIGNED, Original.NO_DATA),
  /** It is signed by another key than the earlier releases, and nobody has confirmed that key. */
  KEY_CHANGED(State.UNTRUSTED, Original.NONE),
  /** Its version was admitted before with other files, and nobody has confirmed these. */
  RELEASE_CHANGED(State.INVALID, Original.NONE),
  /** It is signed, but not by everybody whose signature this host wants beside its author's. */
  SIGNER_MISSING(State.UNTRUSTED, Original.NONE),
  /** A plugin it needs was refused. */
  DEPENDENCY_REFUSED(State.INVALID, Original.NONE),
  /**
   * A plugin that is needed would not be there, not in a version that fits, or disabled, or needs
   * this one itself.
   */
  DEPENDENCY_UNMET(State.INVALID, Original.NONE),
  /** It needs another version of the host. */
  HOST_VERSION_UNMET(State.INVALID, Original.NONE),
  /** A plugin it needs is vouched for by less than itself. */
  LESS_TRUSTED_DEPENDENCY(State.INVALID, Original.NONE),
  /** Another bundle with the same id is preferred to this one. */
  DUPLICATE_ID(State.INVALID, Original.NONE),
  /** Plugins would be loaded in place, where the bytes cannot be held fast. */
  DEVELOPMENT_MODE(State.INVALID, Original.NONE),
  /** The host's own state is missing, damaged or not safe to use. */
  STATE_UNAVAILABLE(State.INVALID, Original.NONE),
  /** The clock shows an earlier time than at a check before. */
  CLOCK_WENT_BACK(State.INVALID, Original.NONE),
  /** Judging the bundle ended in an error: what it holds cannot be read. */
  UNREADABLE(State.INVALID, Original.NONE),
  /** A file could not be read or written. */
  IO_ERROR(State.INVALID, Original.NONE);

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

  Reason(State state, Original original) {
    this.state = state;
    this.original = original;
  }

  /** Returns what a problem of this kind makes of the bundle. */
  public State state() {
    return state;
  }

  /** Returns what can usually be done; {@link Finding#remedy} knows the cause. */
  public Remedy remedy() {
    return Remedies.of(this);
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
