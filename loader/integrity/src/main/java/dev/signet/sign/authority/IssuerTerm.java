package dev.signet.sign.authority;

import dev.signet.sign.problem.SigningException;
import dev.signet.sign.problem.SigningObjection;
import dev.signet.sign.problem.SigningRefusedException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How long an issuer can vouch for others. */
final class IssuerTerm {
  private final AuthorityIndex.Issuer issuer;
  private final IssuedCertificate own;

  IssuerTerm(AuthorityIndex index, AuthorityIndex.Issuer issuer) {
    this.issuer = issuer;
    this.own = index.certificateOf(issuer);
  }

  /** Returns whether it can vouch for others now. */
  boolean isInForce(Instant now) {
    return own.status(now) == CertificateStatus.VALID;
  }

  /**
   * Returns the time of a new leaf certificate.
   *
   * @param length empty for the usual one, or what is left
   * @throws SigningRefusedException when the issuer is at its end before
   */
  Validity leaf(Instant now, Optional<Duration> length) throws SigningException {
    Instant until = own.validity().until();
    if (own.revocation().isPresent()) {
      throw refused(
          "The " + issuer.name() + " was revoked at " + own.revocation().get().at() + ".",
          renewal());
    }
    if (!now.isBefore(until)) {
      throw refused("The " + issuer.name() + " expired at " + until + ".", renewal());
    }
    if (now.isBefore(own.validity().from())) {
      throw refused(
          "The " + issuer.name() + " is not valid before " + own.validity().from() + ".",
          "Check that this machine's clock is right.");
    }
    Instant wanted = now.plus(length.orElse(AuthorityFolder.USUAL_LENGTH));
    if (!wanted.isAfter(until)) {
      return new Validity(now, wanted);
    }
    if (length.isPresent()) {
      throw refused(
          "The certificate would be valid until "
              + wanted
              + ", and the "
              + issuer.name()
              + " until "
              + until
              + " only.",
          "Issue it for at most " + Duration.between(now, until).toDays() + " days.");
    }
    return new Validity(now, until);
  }

  private String renewal() {
    return issuer.name().equals(AuthorityIndex.ROOT)
        ? "Make a new authority in another folder (ca:init), and give hosts its root."
        : "Make a new intermediate under the same root (ca:init --renew).";
  }

  private static SigningRefusedException refused(String detail, String remedy) {
    return new SigningRefusedException(
        "", List.of(SigningObjection.of(SigningObjection.ISSUER_ENDS, detail, remedy)));
  }
}
