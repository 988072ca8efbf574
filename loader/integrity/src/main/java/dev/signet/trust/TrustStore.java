package dev.signet.trust;

import dev.signet.Internal;
import dev.signet.verdict.Printable;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a host believes: trust anchors, anchors for timestamps, certificates that help to build
 * paths, revocation lists, withdrawn keys and releases, algorithms. Immutable; a changed
 * configuration is a new store.
 */
public final class TrustStore implements TrustSource {

  private static final Logger LOG = LoggerFactory.getLogger(TrustStore.class);

  private final List<TrustAnchor> anchors;
  private final List<X509Certificate> timestampAnchors;
  private final List<X509Certificate> intermediates;
  private final List<RevocationList> revocationLists;
  private final List<MissingList> missingLists;
  private final List<TrustStatus.Concern> concerns;
  private final AlgorithmRules algorithms;
  private final RevocationPolicy revocationPolicy;
  private final Set<String> revokedKeys;
  private final Set<String> revokedManifests;
  private final String contentDigest;
  private volatile TrustFingerprint.OnThisMachine onThisMachine =
      TrustFingerprint.OnThisMachine.NONE;

  TrustStore(TrustStoreBuilder builder, List<TrustAnchor> anchors) {
    this.anchors = anchors;
    timestampAnchors = List.copyOf(builder.timestampAnchors);
    intermediates = List.copyOf(builder.intermediates);
    revocationLists = List.copyOf(builder.revocationLists);
    missingLists = List.copyOf(builder.missingLists);
    concerns = List.copyOf(builder.concerns());
    algorithms = builder.algorithms;
    revocationPolicy = builder.revocationPolicy;
    revokedKeys = Set.copyOf(builder.revokedKeys);
    revokedManifests = Set.copyOf(builder.revokedManifests);
    contentDigest = contentDigest();
  }

  private String contentDigest() {
    TrustFingerprint content = TrustFingerprint.ofContent();
    content.anchors(anchors);
    content.certificates(intermediates);
    content.lists(revocationLists);
    content.certificates(timestampAnchors);
    content.missing(missingLists);
    content.text(algorithms.toString());
    content.text(revocationPolicy.toString());
    content.texts(new TreeSet<>(revokedKeys));
    content.texts(new TreeSet<>(revokedManifests));
    return content.hex();
  }

  /**
   * Reads a folder of the host: {@code *.crt}, {@code *.pem} and {@code *.cer} in it are anchors of
   * profile standard, those in its folder {@code nextcloud} anchors of profile nextcloud, those in
   * its folder {@code timestamps} anchors for timestamps, those in its folder {@code intermediates}
   * help to build paths; {@code *.crl} in any of the four are revocation lists. All of these, and
   * {@code *.der}, {@code *.p7b}, {@code *.p7c} and {@code *.list}, are read alike, also with
   * {@code .txt} behind: every certificate and every list of a file counts. What else lies there is
   * not looked at; the log and {@link #status} name it, and who else can change what does count.
   *
   * @throws TrustStoreException naming the file, the cause and the remedy; also when there is no
   *     anchor
   */
  public static TrustStore load(Path folder) throws TrustStoreException {
    TrustStore store = of(folder, builder().folder(folder));
    warn(store.concerns);
    return store;
  }

  /** Returns what was read from a folder, if that makes a store. */
  public static TrustStore of(Path folder, TrustStoreBuilder builder) throws TrustStoreException {
    TrustFolder.others(folder, builder.files()).ifPresent(builder::concern);
    if (builder.anchors.isEmpty()) {
      throw new TrustStoreException(
          folder
              + ": there is no trust anchor in it; put the authority's certificate there as a file"
              + " named *.crt, *.cer or *.pem");
    }
    try {
      return builder.build();
    } catch (IllegalStateException e) {
      throw new TrustStoreException(folder + ": " + e.getMessage(), e);
    }
  }

  /** Returns this store: it never changes. */
  @Override
  public TrustStore current() {
    return this;
  }

  /** Never calls the listener: this store never changes. */
  @Override
  public Subscription onChange(Runnable listener) {
    Objects.requireNonNull(listener, "listener");
    return () -> {};
  }

  /** Returns no source, since nothing is followed, and what there is to know of its files. */
  @Override
  public TrustStatus status() {
    return new TrustStatus(List.of(), concerns);
  }

  /** Tells an admin. */
  @Internal
  public static void warn(Collection<TrustStatus.Concern> concerns) {
    concerns.forEach(concern -> LOG.warn("{}", Printable.of(concern.text())));
  }

  /** Returns a builder that holds all that this store holds. */
  public TrustStoreBuilder toBuilder() {
    TrustStoreBuilder builder = new TrustStoreBuilder();
    builder.anchors.addAll(anchors);
    builder.timestampAnchors.addAll(timestampAnchors);
    builder.intermediates.addAll(intermediates);
    builder.revocationLists.addAll(revocationLists);
    builder.missingLists.addAll(missingLists);
    concerns.forEach(builder::concern);
    builder.algorithms = algorithms;
    builder.revokedKeys.addAll(revokedKeys);
    builder.revokedManifests.addAll(revokedManifests);
    builder.revocationPolicy = revocationPolicy;
    return builder;
  }

  /** Returns a builder of an empty store with {@link RevocationPolicy#DEFAULT}. */
  public static TrustStoreBuilder builder() {
    return new TrustStoreBuilder();
  }

  /** Returns the anchors in the order they were added; at least one. */
  public List<TrustAnchor> anchors() {
    return anchors;
  }

  /**
   * Returns the authorities whose timestamps count, in the order they were added. They vouch for
   * nothing else; {@link #anchors} do not vouch for time.
   */
  public List<X509Certificate> timestampAnchors() {
    return timestampAnchors;
  }

  /** Returns the certificates that help to build paths, and vouch for nothing themselves. */
  public List<X509Certificate> intermediates() {
    return intermediates;
  }

  /** Returns the revocation lists, whoever signed them. */
  public List<RevocationList> revocationLists() {
    return revocationLists;
  }

  /** Returns what is asked of revocation lists. */
  public RevocationPolicy revocationPolicy() {
    return revocationPolicy;
  }

  /** Returns the lists there should be and are not. */
  @Internal
  public List<MissingList> missingLists() {
    return missingLists;
  }

  /** Returns which algorithms are accepted. */
  @Internal
  public AlgorithmRules algorithms() {
    return algorithms;
  }

  /** Returns every certificate that may have signed a revocation list. */
  public List<X509Certificate> authorities() {
    List<X509Certificate> authorities = new ArrayList<>();
    anchors.forEach(anchor -> authorities.add(anchor.certificate()));
    authorities.addAll(intermediates);
    authorities.addAll(timestampAnchors);
    return authorities;
  }

  /**
   * Returns whether the host has withdrawn a key, wherever it occurs in a path.
   *
   * @param sha256Hex SHA-256 of the SubjectPublicKeyInfo, 64 lower-case hex digits
   */
  public boolean isKeyRevoked(String sha256Hex) {
    return revokedKeys.contains(sha256Hex);
  }

  /** Returns whether any release is revoked by itself, so that it is worth asking for one. */
  public boolean hasRevokedManifests() {
    return !revokedManifests.isEmpty();
  }

  /**
   * Returns whether the host has withdrawn one release.
   *
   * @param sha512Hex SHA-512 of the bytes the release's signature is over, 128 lower-case hex
   *     digits
   */
  public boolean isManifestRevoked(String sha512Hex) {
    return revokedManifests.contains(sha512Hex);
  }

  /**
   * Returns a digest that differs whenever anything differs that can change a verdict: all of the
   * store, in its order, and the JDK's security settings that path validation obeys.
   *
   * @return SHA-256, 64 lower-case hex digits
   */
  public String fingerprint() {
    TrustFingerprint.OnThisMachine latest = onThisMachine;
    if (!latest.isCurrent()) {
      latest = TrustFingerprint.onThisMachine(contentDigest);
      onThisMachine = latest;
    }
    return latest.hex();
  }
}
