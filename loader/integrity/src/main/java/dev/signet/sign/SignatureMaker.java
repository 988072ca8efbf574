package dev.signet.sign;

import dev.signet.bundle.Limits;
import dev.signet.envelope.CoSignatureWriter;
import dev.signet.envelope.CoSignatures;
import dev.signet.envelope.RotationProof;
import dev.signet.envelope.SignatureAlgorithm;
import dev.signet.envelope.SignatureFile;
import dev.signet.envelope.SignatureFileReader;
import dev.signet.envelope.SignatureFileWriter;
import dev.signet.manifest.Manifest;
import dev.signet.manifest.ManifestDiff;
import dev.signet.manifest.ManifestReading;
import dev.signet.sign.problem.SigningException;
import dev.signet.sign.problem.SigningObjection;
import dev.signet.sign.problem.SigningRefusedException;
import dev.signet.trust.path.CommonName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Makes the content of a {@code signature.json}, and recognises one that need not be made anew. */
final class SignatureMaker {
  private final SigningIdentity identity;
  private final int format;
  private final Optional<Timestamps> timestamps;
  private final RotationProof rotation;
  private final boolean adding;
  private final Limits limits;

  /** What goes into the file beside the signature. */
  record Extras(Optional<Timestamps> timestamps, RotationProof rotation) {}

  SignatureMaker(SigningIdentity identity, SigningRules rules, Extras extras) {
    this.identity = identity;
    this.format = rules.format();
    this.adding = rules.adding();
    this.timestamps = extras.timestamps();
    this.rotation = extras.rotation();
    this.limits = rules.entries().limits();
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
  byte[] make(Path source, ManifestReading reading) throws SigningException {
    byte[] file = adding ? added(source, reading) : signed(source, reading.files());
    boolean readable =
        SignatureFileReader.read(file, limits)
            .fold(made -> adding ? isIn(made) : made.isSignatureValid(), finding -> false);
    if (!readable) {
      throw new SigningException(
          source
              + " cannot be signed within these limits: its signature.json would not be accepted",
          "check the number of files, the certificate and the timestamp");
    }
    return file;
  }

  private byte[] signed(Path source, Manifest files) throws SigningException {
    SignatureFileWriter writer = writer(source, files).with(rotation);
    byte[] signature = identity.sign(writer.algorithm(), writer.signedBytes());
    return writer.write(signature, identity.leaf(), identity.chain(), token(signature));
  }

  private byte[] added(Path source, ManifestReading reading) throws SigningException {
    PresentSignature present = PresentSignature.of(reading, limits);
    SignatureFile file = present.file().orElseThrow();
    byte[] bytes = CoSignatures.signedBytes(present.commonName(), file.signedBytes());
    byte[] signature = identity.sign(identity.algorithm(), bytes);
    Optional<byte[]> token = token(signature);
    try {
      return new CoSignatureWriter(identity.maker())
          .write(reading.signatureFile().orElseThrow(), signature, token, limits);
    } catch (IllegalArgumentException e) {
      throw new SigningException(
          source + " takes no further signature: " + e.getMessage(),
          "have its author sign it anew, and add those that are needed",
          e);
    }
  }

  private Optional<byte[]> token(byte[] signature) throws SigningException {
    return timestamps.isPresent()
        ? Optional.of(timestamps.get().tokenOver(signature))
        : Optional.empty();
  }

  /** Returns whether a right signature by this key and certificate is among the further ones. */
  private boolean isIn(SignatureFile file) {
    return file.cosignatures().over(CommonName.orNone(file.leaf()), file).stream()
        .anyMatch(
            each ->
                each.leaf().equals(identity.leaf())
                    && each.chain().equals(identity.chain())
                    && each.isSignatureValid()
                    && (timestamps.isEmpty() || isTimestamped(each)));
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
    if (adding) {
      return isIn(file);
    }
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
