package dev.signet.sign;

import dev.signet.bundle.Limits;
import dev.signet.envelope.RotationProof;
import dev.signet.envelope.SignatureAlgorithm;
import dev.signet.envelope.SignatureFile;
import dev.signet.envelope.SignatureFileReader;
import dev.signet.envelope.SignatureFileWriter;
import dev.signet.manifest.Manifest;
import dev.signet.manifest.ManifestDiff;
import dev.signet.sign.problem.SigningException;
import dev.signet.sign.problem.SigningObjection;
import dev.signet.sign.problem.SigningRefusedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Makes the content of a {@code signature.json}, and recognises one that need not be made anew. */
final class SignatureMaker {
  private final SigningIdentity identity;
  private final int format;
  private final Optional<Timestamps> timestamps;
  private final RotationProof rotation;
  private final Limits limits;

  /** What goes into the file beside the signature. */
  record Extras(Optional<Timestamps> timestamps, RotationProof rotation) {}

  SignatureMaker(SigningIdentity identity, int format, Extras extras, Limits limits) {
    this.identity = identity;
    this.format = format;
    this.timestamps = extras.timestamps();
    this.rotation = extras.rotation();
    this.limits = limits;
  }

  /** Returns what it signs with. */
  SignatureAlgorithm algorithm() {
    return format == 1 ? SignatureAlgorithm.RSA_PSS_SHA1 : identity.algorithm();
  }

  /**
   * Returns the content of a {@code signature.json}.
   *
   * @param source the bundle, for messages
   */
  byte[] make(Path source, Manifest files) throws SigningException {
    SignatureFileWriter writer = writer(source, files).with(rotation);
    byte[] signature = identity.sign(writer.algorithm(), writer.signedBytes());
    Optional<byte[]> token =
        timestamps.isPresent()
            ? Optional.of(timestamps.get().tokenOver(signature))
            : Optional.empty();
    byte[] file = writer.write(signature, identity.leaf(), identity.chain(), token);
    boolean readable =
        SignatureFileReader.read(file, limits)
            .fold(SignatureFile::isSignatureValid, finding -> false);
    if (!readable) {
      throw new SigningException(
          source
              + " cannot be signed within these limits: its signature.json would not be accepted",
          "check the number of files, the certificate and the timestamp");
    }
    return file;
  }

  /**
   * Returns whether a {@code signature.json} says what a new one would: a right signature over
   * these files by this key, with the same certificates, in the same format, and with a token over
   * it and statements of old keys when they are wanted. What is not wanted does no harm.
   */
  boolean isCurrent(byte[] signatureFile, Manifest files) {
    return SignatureFileReader.read(signatureFile, limits)
        .fold(file -> isCurrent(file, files), finding -> false);
  }

  private boolean isCurrent(SignatureFile file, Manifest files) {
    List<?> chain = format == 1 ? List.of() : identity.chain();
    return file.version() == format
        && file.algorithm() == algorithm()
        && file.leaf().equals(identity.leaf())
        && file.chain().equals(chain)
        && ManifestDiff.compare(file.hashes(), files, name -> false).isEmpty()
        && file.isSignatureValid()
        && (timestamps.isEmpty() || isTimestamped(file))
        && (rotation.isEmpty() || rotation.toJson().equals(file.rotation().toJson()));
  }

  private static boolean isTimestamped(SignatureFile file) {
    Optional<byte[]> token = file.timestamp();
    return token.isPresent() && TimestampClient.isTokenOver(token.get(), file.signature());
  }

  private SignatureFileWriter writer(Path source, Manifest files) throws SigningException {
    if (format == 2) {
      return SignatureFileWriter.version2(files, identity.algorithm());
    }
    if (!SignatureAlgorithm.RSA_PSS_SHA1.fits(identity.leaf().getPublicKey())) {
      throw refusedFormat(
          source, "Format 1 knows RSA keys only.", "Use an RSA certificate, or sign in format 2.");
    }
    Optional<SignatureFileWriter> writer = SignatureFileWriter.version1(files);
    if (writer.isEmpty()) {
      throw refusedFormat(
          source,
          "It has numeric file names whose order format 1 does not define.",
          "Rename them, or sign in format 2.");
    }
    return writer.get();
  }

  private static SigningRefusedException refusedFormat(Path source, String detail, String remedy) {
    return new SigningRefusedException(
        source.toString(), List.of(SigningObjection.of(SigningObjection.FORMAT, detail, remedy)));
  }
}
