package dev.signet.sign;

import dev.signet.bundle.Bundle;
import dev.signet.bundle.BundleKind;
import dev.signet.bundle.Layout;
import dev.signet.bundle.Limits;
import dev.signet.envelope.SignatureAlgorithm;
import dev.signet.envelope.SignatureFile;
import dev.signet.envelope.SignatureFileReader;
import dev.signet.envelope.SignatureFileWriter;
import dev.signet.manifest.Manifest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

  private BundleSigner(Builder builder) {
    this.identity = builder.identity;
    this.layout = builder.layout;
    this.limits = builder.limits;
    this.format = builder.format;
    this.id = builder.id;
  }

  /** Returns a builder for our own layout, format 2, and the id the bundle names. */
  public static Builder builder(SigningIdentity identity) {
    return new Builder(identity);
  }

  /**
   * Signs a folder, zip or jar in place, replacing a signature that is there. Either the signed
   * bundle is there afterwards, or the bundle as it was. Other entries of an archive stay as they
   * are, byte for byte.
   *
   * @throws SigningException when the bundle is not sound, the certificate is for another id, or a
   *     file cannot be read or written; the bundle is then as it was
   */
  public void sign(Path source) throws SigningException {
    Scratch.with(
        scratch -> {
          try (Bundle bundle = Bundle.open(source, layout, limits, scratch)) {
            write(bundle, signatureFile(bundle, scratch));
            return source;
          }
        });
  }

  /**
   * Returns the content of {@code signature.json} for a folder, zip or jar, and writes nothing.
   *
   * @throws SigningException likewise
   */
  public byte[] signatureFile(Path source) throws SigningException {
    return Scratch.with(
        scratch -> {
          try (Bundle bundle = Bundle.open(source, layout, limits, scratch)) {
            return signatureFile(bundle, scratch);
          }
        });
  }

  private byte[] signatureFile(Bundle bundle, Path scratch) throws SigningException {
    Manifest files = new SigningCheck(identity, layout, limits, id).check(bundle, scratch);
    SignatureFileWriter writer = writer(bundle.source(), files);
    byte[] signature = identity.sign(writer.algorithm(), writer.signedBytes());
    byte[] file = writer.write(signature, identity.leaf(), identity.chain(), Optional.empty());
    boolean readsBack =
        SignatureFileReader.read(file, limits)
            .fold(SignatureFile::isSignatureValid, finding -> false);
    if (!readsBack) {
      throw new SigningException(
          bundle.source()
              + " cannot be signed within these limits: its signature.json would not be accepted;"
              + " check the number of files and the certificate.");
    }
    return file;
  }

  private SignatureFileWriter writer(Path source, Manifest files) throws SigningException {
    if (format == 2) {
      return SignatureFileWriter.version2(files, identity.algorithm());
    }
    if (!SignatureAlgorithm.RSA_PSS_SHA1.fits(identity.leaf().getPublicKey())) {
      throw new SigningException(
          "Format 1 knows RSA keys only; sign with an RSA certificate, or in format 2.");
    }
    return SignatureFileWriter.version1(files)
        .orElseThrow(
            () ->
                new SigningException(
                    source
                        + " has numeric file names whose order format 1 does not define; rename"
                        + " them, or sign in format 2."));
  }

  private void write(Bundle bundle, byte[] file) throws SigningException {
    Path source = bundle.source();
    String entry = layout.signaturePath(bundle.kind()).value();
    try {
      if (bundle.kind() == BundleKind.FOLDER) {
        Path target = source.resolve(entry);
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        AtomicFile.replace(target, out -> AtomicFile.writeFully(out, file));
        return;
      }
      Path copy = bundle.archiveCopy().orElseThrow();
      try (FileChannel original = FileChannel.open(copy, StandardOpenOption.READ)) {
        AtomicFile.replace(source, out -> ArchiveRewriter.write(original, entry, file, out));
      }
    } catch (IOException e) {
      throw new SigningException(
          source + " could not be written (" + e + "); check the disk and its permissions.", e);
    }
  }

  /** Collects what a signer needs. Not for use by several threads. */
  public static final class Builder {
    private final SigningIdentity identity;
    private Layout layout = Layout.PLUGIN;
    private Limits limits = Limits.DEFAULT;
    private int format = 2;
    private Optional<String> id = Optional.empty();

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

    /** Returns the signer. */
    public BundleSigner build() {
      return new BundleSigner(this);
    }
  }
}
