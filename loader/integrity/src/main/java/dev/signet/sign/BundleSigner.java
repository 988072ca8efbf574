package dev.signet.sign;

import dev.signet.Internal;
import dev.signet.bundle.EntryRules;
import dev.signet.bundle.Layout;
import dev.signet.bundle.LeftOut;
import dev.signet.bundle.Limits;
import dev.signet.bundle.descriptor.DescriptorForm;
import dev.signet.bundle.descriptor.PluginDescriptorReader;
import dev.signet.envelope.RotationProof;
import dev.signet.library.HostLibraries;
import dev.signet.sign.key.KeyRotation;
import dev.signet.sign.problem.SigningException;
import dev.signet.sign.problem.SigningRefusedException;
import dev.signet.trust.TrustStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;

/**
 * Signs a plugin: hashes what a verifier will hash and puts {@code signature.json} where a verifier
 * looks for it. Refuses what a verifier would refuse. Immutable; safe for use by several threads.
 */
public final class BundleSigner {
  private final SigningIdentity identity;
  private final SigningRules rules;
  private final SignableBundles bundles;
  private final SignatureMaker maker;
  private final VerifierQuestion question;
  private final SignedOutput output;

  private BundleSigner(Builder builder) {
    this.identity = builder.identity;
    this.rules =
        new SigningRules(
            new EntryRules(builder.layout, builder.limits, builder.leftOut),
            DescriptorForm.of(builder.layout, builder.descriptor),
            builder.adding ? 2 : builder.format,
            builder.id,
            builder.clock,
            builder.adding);
    this.maker =
        new SignatureMaker(
            identity, rules, new SignatureMaker.Extras(builder.timestamps, builder.rotation));
    this.question = new VerifierQuestion(identity, rules, builder.trust);
    this.bundles = new SignableBundles(identity, rules, question);
    this.output = new SignedOutput(rules.entries());
  }

  /** Returns a builder for our own layout, format 2, and the id the bundle names. */
  public static Builder builder(SigningIdentity identity) {
    return new Builder(identity);
  }

  /**
   * Signs a folder, zip or jar in place, replacing a signature that is there. Either the signed
   * bundle is there afterwards, read back and found right, or the bundle as it was. Other entries
   * of an archive stay as they are, byte for byte; one that only some readers read is first written
   * anew in the form that all read alike, with the same content, and {@link SignedBundle#notices}
   * say so.
   *
   * @throws SigningRefusedException when the bundle is not sound, or the certificate is not for it
   * @throws SigningException when a file cannot be read or written; the bundle is then as it was
   */
  public SignedBundle sign(Path source) throws SigningException {
    return bundles.with(source, work -> write(work, inPlace(work)));
  }

  /**
   * Signs as above, but leaves the source as it is and writes elsewhere, replacing what is there.
   *
   * @param target of a zip or jar, the signed archive, whose name must end in the same way; of a
   *     folder, its {@code signature.json} alone, whatever its name
   * @throws SigningException as above
   */
  public SignedBundle sign(Path source, Path target) throws SigningException {
    return bundles.with(source, work -> write(work, target));
  }

  /**
   * Signs in place, unless the bundle carries already what signing would make: a right signature
   * over the files that are there, by this key, with these certificates, in this format, and with a
   * timestamp and the statements of old keys when they are wanted. That is found out by verifying,
   * not by looking at file times.
   *
   * @return what there is now, and whether it was written
   * @throws SigningException as above, also where a signature is there already
   */
  public SignedBundle signUnlessCurrent(Path source) throws SigningException {
    return bundles.with(
        source,
        work -> {
          Optional<byte[]> present = work.reading().signatureFile();
          boolean current =
              !work.source().rewritten()
                  && present.isPresent()
                  && maker.isCurrent(present.get(), work.reading().files());
          if (current) {
            question.require(source, work.source().bundle().source(), present.get());
          }
          return current ? signed(work, inPlace(work), false) : write(work, inPlace(work));
        });
  }

  /**
   * Does everything but write: returns what {@link #sign(Path)} would have returned.
   *
   * @throws SigningException as above
   */
  public SignedBundle rehearse(Path source) throws SigningException {
    return bundles.with(
        source,
        work -> {
          signature(work);
          return signed(work, inPlace(work), false);
        });
  }

  /**
   * Returns the content of {@code signature.json} for a folder, zip or jar, and writes nothing.
   *
   * @throws SigningException as above
   */
  public byte[] signatureFile(Path source) throws SigningException {
    return bundles.with(source, this::signature);
  }

  private Path inPlace(SignableBundle work) {
    return output.defaultTarget(work.source());
  }

  private byte[] signature(SignableBundle work) throws SigningException {
    StrictSource source = work.source();
    byte[] signature = maker.make(source.source(), work.reading());
    question.require(source.source(), source.bundle().source(), signature);
    return signature;
  }

  private SignedBundle write(SignableBundle work, Path target) throws SigningException {
    output.write(work.source(), signature(work), target);
    return signed(work, target, true);
  }

  private SignedBundle signed(SignableBundle work, Path target, boolean written) {
    return new SignedBundle(
        target,
        rules.adding()
            ? PresentSignature.of(work.reading(), rules.entries().limits()).commonName()
            : identity.commonName(),
        rules.format(),
        maker.algorithm().id(),
        work.reading().files().files().size(),
        written,
        work.notices());
  }

  /** Collects what a signer needs. Not for use by several threads. */
  public static final class Builder {
    private final SigningIdentity identity;
    private Layout layout = Layout.PLUGIN;
    private Limits limits = Limits.DEFAULT;
    private LeftOut leftOut = LeftOut.NOTHING;
    private Optional<PluginDescriptorReader> descriptor = Optional.empty();
    private int format = 2;
    private Optional<String> id = Optional.empty();
    private Optional<Timestamps> timestamps = Optional.empty();
    private boolean adding;
    private RotationProof rotation = RotationProof.NONE;
    private Optional<TrustStore> trust = Optional.empty();
    private Clock clock = Clock.systemUTC();

    private Builder(SigningIdentity identity) {
      this.identity = Objects.requireNonNull(identity, "identity");
    }

    /** Sets where the signature lies and which names are left out. */
    public Builder layout(Layout value) {
      layout = Objects.requireNonNull(value, "layout");
      return this;
    }

    /**
     * Sets what lies in a host's own folder and is none of its code, so that it is neither signed
     * nor looked at; hosts have to leave out the same.
     */
    @Internal
    public Builder leftOut(LeftOut value) {
      leftOut = Objects.requireNonNull(value, "leftOut");
      return this;
    }

    /**
     * Sets what reads which plugin the bundle is, where its hosts have descriptors of their own;
     * PF4J's are read when not called. Fits our own layout only.
     */
    public Builder descriptor(PluginDescriptorReader value) {
      descriptor = Optional.of(value);
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

    /**
     * Sets the id an author means. When none is given, a bundle in our own layout names itself; in
     * an original layout, where it need not, it is taken for what the certificate says. To be
     * called after {@link #layout}.
     */
    public Builder idOfAuthor(Optional<String> given) {
      boolean silent = given.isEmpty() && layout != Layout.PLUGIN && !adding;
      id = silent ? Optional.of(identity.commonName()) : given;
      return this;
    }

    /** Sets what vouches for the time of each signature; nothing does when not called. */
    public Builder timestamps(Timestamps value) {
      timestamps = Optional.of(value);
      return this;
    }

    /**
     * Adds a further signature to the author's, which must be there, of format 2 and right, instead
     * of signing in its place: a store's, for example. The certificate may be for any name; hosts
     * say whose signatures they want ({@code SignerRule}). One by the same key is replaced. To be
     * called before {@link #idOfAuthor}.
     */
    public Builder adding() {
      adding = true;
      return this;
    }

    /**
     * Sets the statements by which old keys vouch for the identity's, so that hosts which know one
     * of them take it for the author's; none are put in when not called.
     *
     * @throws SigningException when they do not vouch for this key as that of the certificate's id
     */
    public Builder rotation(KeyRotation value) throws SigningException {
      value.requireFor(identity.commonName(), identity.leaf().getPublicKey());
      rotation = value.proof();
      return this;
    }

    /**
     * Sets what the hosts trust: a bundle that they would not take is then refused. Without it, the
     * topmost certificate of the identity's chain is taken for trusted, if it issued the others.
     */
    public Builder trust(TrustStore value) {
      trust = Optional.of(value);
      return this;
    }

    /** Sets the clock by which the certificate must be valid; the system's when not called. */
    public Builder clock(Clock value) {
      clock = Objects.requireNonNull(value, "clock");
      return this;
    }

    /**
     * Returns the signer.
     *
     * @throws IllegalArgumentException when anything of a plugin is to be left out, or the reader
     *     of descriptors does not fit the layout, or no bundle
     * @throws IllegalStateException when a library on the class path is too old
     */
    public BundleSigner build() {
      HostLibraries.check();
      return new BundleSigner(this);
    }
  }
}
