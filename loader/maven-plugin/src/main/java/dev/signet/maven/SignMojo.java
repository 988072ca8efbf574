package dev.signet.maven;

import dev.signet.sign.BundleSigner;
import dev.signet.sign.SignedBundle;
import dev.signet.sign.SigningIdentity;
import dev.signet.sign.TimestampClient;
import dev.signet.sign.key.KeyRotation;
import dev.signet.sign.key.Passphrase;
import dev.signet.sign.key.SigningKey;
import dev.signet.sign.key.SigningKeys;
import dev.signet.sign.problem.SigningException;
import dev.signet.sign.problem.SigningRefusedException;
import dev.signet.verdict.Count;
import dev.signet.verdict.Printable;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.jspecify.annotations.Nullable;

/**
 * Signs bundles in place, by default the project's main artifact, so that what is installed and
 * deployed is signed. A bundle whose signature is right already is left as it is. Refuses what a
 * host would refuse, and lists everything that is wrong.
 */
@Mojo(name = "sign", defaultPhase = LifecyclePhase.PACKAGE, threadSafe = true)
public final class SignMojo extends BundleMojo {
  /** The private key: PEM or DER (PKCS #8, PKCS #1, SEC 1, also encrypted), or PKCS #12. */
  @Parameter(property = "signet.privateKey")
  private @Nullable File privateKey;

  /**
   * Instead of a key's file a device: a configuration file of the JDK's SunPKCS11 provider with at
   * least <code>name</code> and <code>library</code>.
   */
  @Parameter(property = "signet.pkcs11")
  private @Nullable File pkcs11;

  /** Which key of a PKCS #12 file or a device to use, when it holds several. */
  @Parameter(property = "signet.alias")
  private @Nullable String alias;

  /**
   * The certificate of the key, PEM or DER. By default the one beside the key in a PKCS #12 file or
   * on a device.
   */
  @Parameter(property = "signet.certificate")
  private @Nullable File certificate;

  /** The certificates between it and the authority's root. */
  @Parameter(property = "signet.chain")
  private @Nullable File chain;

  /** The version of <code>signature.json</code>: 1 or 2. */
  @Parameter(property = "signet.format", defaultValue = "2")
  private int format = 2;

  /**
   * Statements of old keys for this one, as <code>signet key:rotate</code> writes them: hosts that
   * know an old key then take this one without asking.
   */
  @Parameter(property = "signet.rotation")
  private @Nullable File rotation;

  /**
   * Whether to add the signature to the author's, which is there already, as a store does: by a
   * certificate for any name.
   */
  @Parameter(property = "signet.add", defaultValue = "false")
  private boolean add;

  /** Adds a timestamp (RFC 3161) from this authority, an http or https address. */
  @Parameter(property = "signet.tsa")
  private @Nullable String tsa;

  /**
   * Takes the key's passphrase, or the device's PIN, from this server of <code>settings.xml</code>:
   * its <code>passphrase</code>, or else its <code>password</code>, also as encrypted by <code>
   * mvn --encrypt-password</code>.
   */
  @Parameter(property = "signet.serverId")
  private @Nullable String serverId;

  /** Takes it from this environment variable instead: the variable's name, not the passphrase. */
  @Parameter(property = "signet.passphraseEnv")
  private @Nullable String passphraseEnv;

  /** Takes it from the first line of this file instead. */
  @Parameter(property = "signet.passphraseFile")
  private @Nullable File passphraseFile;

  @Parameter(defaultValue = "${settings}", readonly = true, required = true)
  @SuppressWarnings("NullAway.Init") // Maven sets it.
  private Settings settings;

  private final SettingsDecrypter decrypter;

  /** Made by Maven. */
  @Inject
  public SignMojo(SettingsDecrypter decrypter) {
    this.decrypter = decrypter;
  }

  @Override
  void run(List<Path> sources) throws MojoExecutionException, MojoFailureException {
    List<String> refusals = new ArrayList<>();
    try {
      BundleSigner.Builder signer = signer();
      for (Path source : sources) {
        sign(signer.leftOut(leftOut(source)).build(), source, refusals);
      }
    } catch (SigningRefusedException e) {
      refusals.addAll(e.sentences());
    } catch (SigningException e) {
      throw input(e.reason(), e);
    }
    if (!refusals.isEmpty()) {
      throw new MojoFailureException(
          String.join("\n", refusals.stream().map(Printable::of).toList()));
    }
  }

  /** A refused bundle does not keep what is wrong with the next one from being told. */
  private void sign(BundleSigner signer, Path source, List<String> refusals)
      throws SigningException {
    try {
      report(source, signer.signUnlessCurrent(source));
    } catch (SigningRefusedException e) {
      refusals.addAll(e.sentences());
    }
  }

  private void report(Path source, SignedBundle bundle) {
    String what =
        " as '"
            + bundle.id()
            + "': "
            + Count.of(bundle.files(), "file")
            + ", "
            + bundle.algorithm()
            + ", format "
            + bundle.format();
    String text =
        bundle.written()
            ? "Signed " + source + what
            : "Nothing to do: " + source + " is rightly signed already" + what;
    getLog().info(Printable.of(text));
    bundle.notices().forEach(notice -> getLog().warn(Printable.of(source + ": " + notice)));
  }

  private BundleSigner.Builder signer() throws MojoExecutionException, SigningException {
    if (format < 1 || format > 2) {
      throw noneOf("format", Integer.toString(format), List.of("1", "2"));
    }
    Optional<TimestampClient> timestamps = timestamps();
    BundleSigner.Builder builder =
        BundleSigner.builder(SigningIdentity.load(key(), path(certificate), path(chain)))
            .format(format)
            .layout(bundleLayout());
    if (add) {
      builder.adding();
    }
    builder.idOfAuthor(id());
    timestamps.ifPresent(builder::timestamps);
    if (rotation != null) {
      builder.rotation(KeyRotation.load(rotation.toPath()));
    }
    descriptor().ifPresent(builder::descriptor);
    trustStore().ifPresent(builder::trust);
    return builder;
  }

  private SigningKey key() throws MojoExecutionException, SigningException {
    Optional<String> name = Optional.ofNullable(alias);
    if (privateKey != null && pkcs11 == null) {
      return SigningKeys.load(privateKey.toPath(), name, passphrase());
    }
    if (pkcs11 != null && privateKey == null) {
      return SigningKeys.token(pkcs11.toPath(), name, passphrase());
    }
    throw input(
        "There must be one of <privateKey> and <pkcs11>, as parameters or as the properties"
            + " signet.privateKey and signet.pkcs11; where no key is at hand, set signet.skip.");
  }

  private Passphrase passphrase() throws MojoExecutionException {
    if (Stream.of(serverId, passphraseEnv, passphraseFile).filter(each -> each != null).count()
        > 1) {
      throw input("Name only one of <serverId>, <passphraseEnv> and <passphraseFile>.");
    }
    if (serverId != null) {
      return new ServerPassphrase(settings, decrypter, serverId);
    }
    if (passphraseEnv != null) {
      return Passphrase.ofVariable(
          passphraseEnv, Optional.ofNullable(System.getenv(passphraseEnv)));
    }
    if (passphraseFile != null) {
      return Passphrase.firstLineOf(passphraseFile.toPath());
    }
    return purpose -> {
      throw new SigningException(
          purpose + " needs a passphrase",
          "name a server of settings.xml by <serverId>, an environment"
              + " variable by <passphraseEnv>, or a file by <passphraseFile>.");
    };
  }

  private Optional<TimestampClient> timestamps() throws MojoExecutionException {
    if (tsa == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(new TimestampClient(URI.create(tsa)));
    } catch (IllegalArgumentException e) {
      throw input("<tsa>: '" + tsa + "' should be an address such as http://timestamp.example.");
    }
  }
}
