package dev.signet.report;

import dev.signet.verdict.CoSigner;
import dev.signet.verdict.Signer;
import java.util.stream.Collectors;

/** Who has signed, for people who look at one bundle; unescaped. */
final class SignerText {
  private static final int KEY_CHARS = 16;

  private SignerText() {}

  static String of(Signer signer) {
    return "CN="
        + signer.commonName()
        + ", key "
        + signer.keyId().substring(0, KEY_CHARS)
        + ", "
        + signer.algorithm()
        + ", until "
        + signer.notAfter()
        + ", under "
        + signer.anchor();
  }

  /** With all that is to be said of the signature. */
  static String of(CoSigner cosigner) {
    return "CN="
        + cosigner.commonName()
        + ", key "
        + cosigner.keyId().substring(0, KEY_CHARS)
        + ", issued by "
        + cosigner.issuer()
        + cosigner.findings().stream()
            .map(finding -> ", " + finding.reason() + ": " + finding.detail())
            .collect(Collectors.joining());
  }
}
