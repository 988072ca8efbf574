package dev.signet.sign;

import dev.signet.bundle.Limits;
import dev.signet.envelope.SignatureFile;
import dev.signet.envelope.SignatureFileReader;
import dev.signet.manifest.ManifestDiff;
import dev.signet.manifest.ManifestReading;
import dev.signet.sign.problem.SigningObjection;
import dev.signet.trust.KeyRules;
import dev.signet.trust.path.CommonName;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The signature that a bundle has already, and to which another is to be added: of version 2,
 * right, and over the files that are there.
 *
 * @param file what it says; empty when it cannot be read
 * @param objections what speaks against adding one
 */
record PresentSignature(Optional<SignatureFile> file, List<SigningObjection> objections) {
  private static final String SIGN_FIRST =
      "Have its author sign it in format 2 first, as the files are now; then add yours.";

  static PresentSignature of(ManifestReading reading, Limits limits) {
    if (reading.signatureFile().isEmpty()) {
      return refused("It is not signed, so that there is nothing to add a signature to.");
    }
    return SignatureFileReader.read(reading.signatureFile().get(), limits)
        .fold(
            file -> of(file, reading),
            finding ->
                new PresentSignature(Optional.empty(), List.of(SigningObjection.of(finding))));
  }

  private static PresentSignature of(SignatureFile file, ManifestReading reading) {
    if (file.version() != 2) {
      return refused("Format 1 has no place for a further signature.");
    }
    List<Finding> findings = new ArrayList<>();
    if (!file.isSignatureValid()) {
      findings.add(Finding.of(Reason.BAD_SIGNATURE, "Its author's signature is not right."));
    }
    findings.addAll(ManifestDiff.compare(file.hashes(), reading.files(), name -> false));
    return new PresentSignature(
        Optional.of(file), findings.stream().map(SigningObjection::of).toList());
  }

  private static PresentSignature refused(String detail) {
    return new PresentSignature(
        Optional.empty(),
        List.of(SigningObjection.of(SigningObjection.FORMAT, detail, SIGN_FIRST)));
  }

  /** Returns what speaks against a further signature by this certificate's key. */
  Optional<SigningObjection> objectionTo(X509Certificate other) {
    return file.filter(
            each ->
                KeyRules.id(each.leaf().getPublicKey()).equals(KeyRules.id(other.getPublicKey())))
        .map(
            each ->
                SigningObjection.of(
                    SigningObjection.KEY_MISMATCH,
                    "The key is the author's own, and counts once however often it signs.",
                    "Add the signature of another key."));
  }

  /** Returns the id that its author signed it for; empty when that is not known. */
  String commonName() {
    return file.map(each -> CommonName.orNone(each.leaf())).orElse("");
  }
}
