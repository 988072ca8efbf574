package dev.signet.sign;

import dev.signet.envelope.DetachedSignature;
import dev.signet.lock.PluginsLock;
import dev.signet.lock.SignedLock;
import dev.signet.sign.problem.SigningException;
import dev.signet.sign.problem.SigningObjection;
import dev.signet.sign.problem.SigningRefusedException;
import dev.signet.trust.Scope;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Signs the list of plugins that the hosts of a fleet are to run. Immutable. */
public final class LockSigner {
  private final SigningIdentity identity;
  private final Clock clock;
  private final Optional<Timestamps> timestamps;

  /**
   * A signer.
   *
   * @param identity with a certificate for {@value Scope#LOCK}
   * @param timestamps who vouches for the time of the signature, which keeps the list good when the
   *     certificate has run out; empty for nobody
   */
  public LockSigner(SigningIdentity identity, Clock clock, Optional<Timestamps> timestamps) {
    this.identity = Objects.requireNonNull(identity, "identity");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.timestamps = Objects.requireNonNull(timestamps, "timestamps");
  }

  /**
   * Returns the list with a signature.
   *
   * @throws SigningRefusedException when the certificate is for something else, or not valid now
   * @throws SigningException when the key or the time-stamp authority fails
   */
  public SignedLock sign(PluginsLock lock) throws SigningException {
    Optional<SigningObjection> objection =
        otherScope().or(() -> identity.objectionAt(clock.instant()));
    if (objection.isPresent()) {
      throw new SigningRefusedException("The list of wanted plugins", List.of(objection.get()));
    }
    byte[] signature = identity.sign(identity.algorithm(), lock.signedBytes());
    Optional<byte[]> token =
        timestamps.isPresent()
            ? Optional.of(timestamps.get().tokenOver(signature))
            : Optional.empty();
    return SignedLock.of(lock, DetachedSignature.of(identity.maker().json(signature, token)));
  }

  private Optional<SigningObjection> otherScope() {
    return identity.commonName().equals(Scope.LOCK)
        ? Optional.empty()
        : Optional.of(
            SigningObjection.of(
                SigningObjection.OTHER_ID,
                "The certificate is for '" + identity.commonName() + "'.",
                "Use one that was issued for '" + Scope.LOCK + "'."));
  }
}
