package dev.signet.sign;

import dev.signet.bundle.Bundle;
import dev.signet.bundle.Layout;
import dev.signet.bundle.Limits;
import dev.signet.envelope.SignatureAlgorithm;
import dev.signet.envelope.SignatureFile;
import dev.signet.envelope.SignatureFileReader;
import dev.signet.envelope.SignatureFileWriter;
import dev.signet.manifest.Manifest;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Signs a plugin: hashes what a verifier will hash and puts {@code signature.json} where a verifier
 * looks for it. Refuses what a verifier would refuse. Immutable; safe for use by several threads.
 */
public final class BundleSigner {
  private final SigningIdentity identity;
  private final Layout layout;
  private final Limits limits;
  private final int format;
  private final Optional<String> id;
  private final Optional<Timestamps> timestamps;
  private final Clock clock;
  private final SignedOutput output;

  private BundleSigner(Builder builder) {
    this.identity = builder.identity;
    this.layout = builder.layout;
    this.limits = builder.limits;
    this.format = builder.format;
    this.id = builder.id;
    this.timestamps = builder.timestamps;
    this.clock = builder.clock;
    this.output = new SignedOutput(layout, limits);
  }

  /** Returns a builder for our own layout, format 2, and the id the bundle names. */
  public static Builder builder(SigningIdentity identity) {
    return new Builder(identity);
  }

  /**
   * Signs a folder, zip or jar in place, replacing a signature that is there. Either the signed
   * bundle is there afterwards, read back and found right, or the bundle as it was. Other entries
   * of an archive stay as they are, byte for byte.
   *
   * @throws SigningRefusedException when the bundle is not sound, or the certificate is not for it
   * @throws SigningException when a file cannot be read or written; the bundle is then as it was
   */
  public SignedBundle sign(Path source) throws SigningException {
    return withSignature(
        source, (bundle, signature) -> write(bundle, signature, output.defaultTarget(bundle)));
  }

  /**
   * Signs likewise, but leaves the source as it is and writes elsewhere, replacing what is there.
   *
   * @param target of a zip or jar, the signed archive, whose name must end in the same way; of a
   *     folder, its {@code signature.json} alone, whatever its name
   * @throws SigningException likewise
   */
  public SignedBundle sign(Path source, Path target) throws SigningException {
    return withSignature(source, (bundle, signature) -> write(bundle, signature, target));
  }

  /**
   * Does everything but write: returns what {@link #sign(Path)} would have returned.
   *
   * @throws SigningException likewise
   */
  public SignedBundle rehearse(Path source) throws SigningException {
    return withSignature(
        source, (bundle, signature) -> signature.writtenTo(output.defaultTarget(bundle)));
  }

  /**
   * Returns the content of {@code signature.json} for a folder, zip or jar, and writes nothing.
   *
   * @throws SigningException likewise
   */
  public byte[] signatureFile(Path source) throws SigningException {
    return withSignature(source, (bundle, signature) -> signature.content());
  }

  /** What to do with a signature. */
  @FunctionalInterface
  private interface Use<T> {
    T of(Bundle bundle, Signature signature) throws SigningException;
  }

  /** The content of a {@code signature.json}, and what it says. */
  private final class Signature {
    private final byte[] content;
    private final SignatureAlgorithm algorithm;
    private final int files;

    Signature(byte[] content, SignatureAlgorithm algorithm, int files) {
      this.content = content;
      this.algorithm = algorithm;
      this.files = files;
    }

    byte[] content() {
      return content;
    }

    SignedBundle writtenTo(Path target) {
      return new SignedBundle(target, identity.commonName(), format, algorithm.id(), files);
    }
  }

  private <T> T withSignature(Path source, Use<T> use) throws SigningException {
    return Scratch.with(
        scratch -> {
          try (Bundle bundle = Bundle.open(source, layout, limits, scratch)) {
            return use.of(bundle, signature(bundle, scratch));
          }
        });
  }

  private SignedBundle write(Bundle bundle, Signature signature, Path target)
      throws SigningException {
    output.write(bundle, signature.content(), target);
    return signature.writtenTo(target);
  }

  private Signature signature(Bundle bundle, Path scratch) throws SigningException {
    SigningCheck check = new SigningCheck(identity, layout, limits, id);
    Manifest files = check.check(bundle, scratch, clock.instant());
    SignatureFileWriter writer = writer(bundle.source(), files);
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
          bundle.source()
              + " cannot be signed within these limits: its signature.json would not be accepted."
              + " Check the number of files, the certificate and the timestamp.");
    }
    return new Signature(file, writer.algorithm(), files.files().size());
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

  /** Collects what a signer needs. Not for use by several threads. */
  public static final class Builder {
    private final SigningIdentity identity;
    private Layout layout = Layout.PLUGIN;
    private Limits limits = Limits.DEFAULT;
    private int format = 2;
    private Optional<String> id = Optional.empty();
    private Optional<Timestamps> timestamps = Optional.empty();
    private Clock clock = Clock.systemUTC();

    private Builder(SigningIdentity identity) {
      this.identity = Objects.requireNonNull(identity, "identity");
    }

    /** Sets where the signature lies and which names are left out. */
    public Builder layout(Layout value) {
      layout = Objects.requireNonNull(value, "layout");
      return this;
    }

    /** Sets the limits the bundle must keep; a verifier's may be narrower. */
    public Builder limits(Limits value) {
      limits = Objects.requireNonNull(value, "limits");
      return this;
    }

    /**
     * Sets the version of {@code signature.json}: 1 or 2.
     *
     * @throws IllegalArgumentException for any other
     */
    public Builder format(int value) {
      if (value < 1 || value > 2) {
        throw new IllegalArgumentException("format: 1 or 2, not " + value);
      }
      format = value;
      return this;
    }

    /** Sets the id the bundle must have; without it the bundle's own descriptors name it. */
    public Builder id(String value) {
      id = Optional.of(value);
      return this;
    }

    /** Sets what vouches for the time of each signature; nothing does when not called. */
    public Builder timestamps(Timestamps value) {
      timestamps = Optional.of(value);
      return this;
    }

    /** Sets the clock by which the certificate must be valid; the system's when not called. */
    public Builder clock(Clock value) {
      clock = Objects.requireNonNull(value, "clock");
      return this;
    }

    /** Returns the signer. */
    public BundleSigner build() {
      return new BundleSigner(this);
    }
  }
}
