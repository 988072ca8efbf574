package dev.signet.verify;

import dev.signet.envelope.SignatureFile;
import dev.signet.trust.DistinguishedNames;
import dev.signet.trust.KeyRules;
import dev.signet.trust.path.ChainValidator;
import dev.signet.trust.path.CommonName;
import dev.signet.verdict.CoSigner;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One run of the checks of who has signed beside the author. For one thread. */
final class CoSignerCheck {
  private final SignatureFile file;
  private final String id;
  private final SignatureFileCheck.Moment moment;
  private Instant nextChange = Instant.MAX;

  CoSignerCheck(SignatureFile file, String id, SignatureFileCheck.Moment moment) {
    this.file = file;
    this.id = id;
    this.moment = moment;
  }

  /** Returns what it found; the author counts once, also under another certificate. */
  List<CoSigner> run() {
    List<CoSigner> found = new ArrayList<>();
    for (SignatureFile each : file.cosignatures().over(id, file)) {
      if (!keyId(each).equals(keyId(file))) {
        found.add(judged(each));
      }
    }
    return found;
  }

  /** Returns when time alone may change what was found. */
  Instant nextChange() {
    return nextChange;
  }

  private CoSigner judged(SignatureFile signature) {
    ChainValidator.Result path = moment.chains().validate(signature, moment.at());
    nextChange = path.nextChange().isBefore(nextChange) ? path.nextChange() : nextChange;
    List<Finding> findings = new ArrayList<>(path.findings());
    if (!signature.isSignatureValid()) {
      findings.add(
          Finding.of(Reason.BAD_SIGNATURE, "It is not over the files of this very release."));
    }
    if (path.signer().isPresent() && path.signer().get().forDevelopment()) {
      findings.add(Finding.of(Reason.DEVELOPMENT_CERTIFICATE, "It is for development only."));
    }
    return new CoSigner(
        CommonName.orNone(signature.leaf()),
        DistinguishedNames.print(signature.leaf().getIssuerX500Principal()),
        keyId(signature),
        signature.leaf().getNotAfter().toInstant(),
        findings);
  }

  private static String keyId(SignatureFile signature) {
    return KeyRules.id(signature.leaf().getPublicKey());
  }
}
