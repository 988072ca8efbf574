package dev.signet.pf4j;

import dev.signet.policy.SignaturePolicy;

/** Whether a host wants problems to refuse at all. */
final class Enforcement {
  private Enforcement() {}

  static boolean isOn(SignaturePolicy policy) {
    return policy.channel().enforces() && !policy.isCheckingOff();
  }
}
