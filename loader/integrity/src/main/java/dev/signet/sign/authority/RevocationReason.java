package dev.signet.sign.authority;

import java.util.Arrays;
import java.util.Optional;

/**
 * Why a certificate is revoked (RFC 5280 section 5.3.1). The reasons that can be taken back, {@code
 * certificateHold} and {@code removeFromCRL}, are left out: a revocation here is for good.
 */
public enum RevocationReason {
  /** Nobody says why. */
  UNSPECIFIED("unspecified", 0),
  /** Somebody else may have the private key. */
  KEY_COMPROMISE("keyCompromise", 1),
  /** Somebody else may have the private key of an authority. */
  CA_COMPROMISE("cACompromise", 2),
  /** The name or other facts about the owner have changed. */
  AFFILIATION_CHANGED("affiliationChanged", 3),
  /** Another certificate takes its place; the usual one when it was lost. */
  SUPERSEDED("superseded", 4),
  /** Nobody needs it any more. */
  CESSATION_OF_OPERATION("cessationOfOperation", 5),
  /** The owner may not sign any more. */
  PRIVILEGE_WITHDRAWN("privilegeWithdrawn", 9),
  /** Somebody else may have the key of an attribute authority. */
  AA_COMPROMISE("aACompromise", 10);

  private final String text;
  private final int code;

  RevocationReason(String text, int code) {
    this.text = text;
    this.code = code;
  }

  /** Returns the reason of a name as RFC 5280 spells it, in any case; empty when it is unknown. */
  public static Optional<RevocationReason> of(String text) {
    return Arrays.stream(values()).filter(one -> one.text.equalsIgnoreCase(text)).findFirst();
  }

  /** Returns the name as RFC 5280 spells it. */
  public String text() {
    return text;
  }

  /** Returns the number in revocation lists. */
  public int code() {
    return code;
  }
}
