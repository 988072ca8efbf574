package dev.signet.sign;

import dev.signet.sign.problem.SigningException;

/** What vouches for the time of a signature (RFC 3161). */
@FunctionalInterface
public interface Timestamps {

  /**
   * Returns a token over a signature.
   *
   * @param signature the signature's bytes as they stand in {@code signature.json}, decoded
   * @return DER of a TimeStampToken over the SHA-512 of the signature, at most 64 KiB
   * @throws SigningException when no usable token is to be had; says why
   */
  byte[] tokenOver(byte[] signature) throws SigningException;
}
