package dev.signet.trust;

import dev.signet.Internal;
import dev.signet.envelope.SignatureAlgorithm;
import dev.signet.verdict.Printable;
import java.nio.file.Path;
import java.security.cert.CRLException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
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

  private TrustStore(Builder builder, List<TrustAnchor> anchors) {
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
    contentDigest =
        TrustFingerprint.content(this, new TreeSet<>(revokedKeys), new TreeSet<>(revokedManifests));
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
  public static TrustStore of(Path folder, Builder builder) throws TrustStoreException {
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
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.anchors.addAll(anchors);
    builder.timestampAnchors.addAll(timestampAnchors);
    builder.intermediates.addAll(intermediates);
    builder.revocationLists.addAll(revocationLists);
    builder.missingLists.addAll(missingLists);
    builder.concerns.addAll(concerns);
    builder.algorithms = algorithms;
    builder.revokedKeys.addAll(revokedKeys);
    builder.revokedManifests.addAll(revokedManifests);
    builder.revocationPolicy = revocationPolicy;
    return builder;
  }

  /** Returns a builder of an empty store with {@link RevocationPolicy#DEFAULT}. */
  public static Builder builder() {
    return new Builder();
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

  /** Collects a trust store. Not safe for use by several threads. */
  public static final class Builder {

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern SHA512 = Pattern.compile("[0-9a-f]{128}");

    private final Set<TrustAnchor> anchors = new LinkedHashSet<>();
    private final Set<X509Certificate> timestampAnchors = new LinkedHashSet<>();
    private final Set<X509Certificate> intermediates = new LinkedHashSet<>();
    private final List<RevocationList> revocationLists = new ArrayList<>();
    private final List<MissingList> missingLists = new ArrayList<>();
    private AlgorithmRules algorithms = AlgorithmRules.DEFAULT;
    private final Set<String> revokedKeys = new LinkedHashSet<>();
    private final Set<String> revokedManifests = new LinkedHashSet<>();
    private RevocationPolicy revocationPolicy = RevocationPolicy.DEFAULT;
    private Optional<Instant> legacyUntil = Optional.empty();
    private final Set<Path> files = new LinkedHashSet<>();
    private final Set<TrustStatus.Concern> concerns = new LinkedHashSet<>();
    private final Map<X509Certificate, Path> besideLists = new LinkedHashMap<>();

    private Builder() {}

    /**
     * Adds what a folder holds, by the convention of {@link TrustStore#load}.
     *
     * @throws TrustStoreException naming the file, the cause and the remedy
     */
    public Builder folder(Path folder) throws TrustStoreException {
      TrustFolder.read(folder, new FolderContents(this));
      return this;
    }

    /**
     * Adds every certificate of a file, PEM or DER, as an anchor.
     *
     * @throws TrustStoreException when the file cannot be read, or holds a certificate that cannot
     *     be an anchor of this profile
     */
    public Builder anchors(Path pemFile, AnchorProfile profile) throws TrustStoreException {
      files.add(pemFile);
      TrustFiles.Content content = TrustFiles.anchors(pemFile, profile);
      for (X509Certificate certificate : content.certificates()) {
        anchors.add(new TrustAnchor(certificate, profile));
      }
      revocationLists.addAll(content.lists());
      return this;
    }

    /**
     * Adds one anchor.
     *
     * @throws IllegalArgumentException when the certificate cannot be an anchor of its profile
     */
    public Builder anchor(TrustAnchor anchor) {
      anchors.add(requireFit(anchor));
      return this;
    }

    /**
     * Adds every certificate of a file, PEM or DER, as an anchor for timestamps.
     *
     * @throws TrustStoreException when the file cannot be read, or holds a certificate that is no
     *     authority's
     */
    public Builder timestampAnchors(Path pemFile) throws TrustStoreException {
      files.add(pemFile);
      TrustFiles.Content content = TrustFiles.anchors(pemFile, AnchorProfile.STANDARD);
      timestampAnchors.addAll(content.certificates());
      revocationLists.addAll(content.lists());
      return this;
    }

    /**
     * Adds one anchor for timestamps.
     *
     * @throws IllegalArgumentException when the certificate is no authority's
     */
    public Builder timestampAnchor(X509Certificate certificate) {
      timestampAnchors.add(
          requireFit(new TrustAnchor(certificate, AnchorProfile.STANDARD)).certificate());
      return this;
    }

    private static TrustAnchor requireFit(TrustAnchor anchor) {
      AnchorRules.objection(anchor.certificate(), anchor.profile())
          .ifPresent(
              objection -> {
                throw new IllegalArgumentException("anchor: the certificate " + objection);
              });
      return anchor;
    }

    /**
     * Accepts only these of the algorithms that a profile allows, whatever anchor of it a path ends
     * at. Replaces an earlier choice.
     *
     * @throws IllegalArgumentException when there is none, or one the profile never allows
     */
    public Builder allowOnly(AnchorProfile profile, Set<SignatureAlgorithm> accepted) {
      algorithms = algorithms.allowing(profile, accepted);
      return this;
    }

    /**
     * Sets from when on an algorithm is refused under a profile. Until then each bundle signed with
     * it is reported. The check's instant decides, also where there is a timestamp.
     *
     * @param end the first instant at which it is refused
     * @throws IllegalArgumentException when the profile never allows the algorithm
     */
    public Builder sunset(AnchorProfile profile, SignatureAlgorithm algorithm, Instant end) {
      algorithms = algorithms.ending(profile, algorithm, end);
      return this;
    }

    /**
     * Sets from when on {@code rsa-pss-sha1} is refused, for all anchors of profiles nextcloud and
     * owncloud that name no instant of their own.
     *
     * @param end the first instant at which it is refused
     */
    public Builder legacyUntil(Instant end) {
      legacyUntil = Optional.of(end);
      return this;
    }

    /**
     * Adds every certificate of a file, PEM or DER, as a help to build paths.
     *
     * @throws TrustStoreException when the file cannot be read
     */
    public Builder intermediates(Path pemFile) throws TrustStoreException {
      files.add(pemFile);
      TrustFiles.Content content = TrustFiles.content(pemFile);
      intermediates.addAll(content.certificates());
      revocationLists.addAll(content.lists());
      return this;
    }

    /** Adds one certificate as a help to build paths. */
    public Builder intermediate(X509Certificate certificate) {
      intermediates.add(Objects.requireNonNull(certificate, "certificate"));
      return this;
    }

    /**
     * Adds the revocation lists of a file, PEM or DER. Certificates in it are not believed; {@link
     * TrustStore#status} names those that are not in the store anyway. Whether a list counts shows
     * when a path of its issuer is validated: one that the issuer's key did not sign is reported
     * there.
     *
     * @throws TrustStoreException when the file cannot be read, or a list is not a complete one
     */
    public Builder revocationList(Path file) throws TrustStoreException {
      files.add(file);
      TrustFiles.Content content = TrustFiles.revocationLists(file);
      revocationLists.addAll(content.lists());
      content.certificates().forEach(certificate -> besideLists.putIfAbsent(certificate, file));
      return this;
    }

    /** Takes note of what an admin should know. */
    void concern(TrustStatus.Concern concern) {
      concerns.add(concern);
    }

    private Set<TrustStatus.Concern> concerns() {
      Set<TrustStatus.Concern> all = new LinkedHashSet<>(concerns);
      besideLists.forEach(
          (certificate, file) -> {
            if (!isKnown(certificate)) {
              all.add(besideList(certificate, file));
            }
          });
      return all;
    }

    private boolean isKnown(X509Certificate certificate) {
      return intermediates.contains(certificate)
          || timestampAnchors.contains(certificate)
          || anchors.stream().anyMatch(anchor -> anchor.certificate().equals(certificate));
    }

    private static TrustStatus.Concern besideList(X509Certificate certificate, Path file) {
      return new TrustStatus.Concern(
          TrustStatus.Concern.Kind.CERTIFICATE_BESIDE_LIST,
          file.toString(),
          file
              + " was named for its revocation lists: the certificate of "
              + DistinguishedNames.print(certificate.getSubjectX500Principal())
              + " in it counts nowhere; name the file among the trusted certificates, too, or take"
              + " the certificate out.");
    }

    /** Returns every file that was read. */
    public Set<Path> files() {
      return Set.copyOf(files);
    }

    /**
     * Adds one revocation list.
     *
     * @throws IllegalArgumentException when the list is not a complete one
     */
    public Builder revocationList(X509CRL list) {
      try {
        revocationLists.add(RevocationList.of(list));
      } catch (CRLException e) {
        throw new IllegalArgumentException("list: " + e.getMessage(), e);
      }
      return this;
    }

    /** Replaces the revocation lists, and says which are missing. */
    @Internal
    public Builder revocationLists(List<RevocationList> lists, List<MissingList> missing) {
      revocationLists.clear();
      revocationLists.addAll(lists);
      missingLists.clear();
      missingLists.addAll(missing);
      return this;
    }

    /** Sets what is asked of revocation lists. */
    public Builder revocationPolicy(RevocationPolicy policy) {
      revocationPolicy = Objects.requireNonNull(policy, "policy");
      return this;
    }

    /**
     * Withdraws a key: every path it occurs in is revoked, whatever lists say.
     *
     * @param sha256Hex SHA-256 of the SubjectPublicKeyInfo, 64 lower-case hex digits
     * @throws IllegalArgumentException when it is anything else
     */
    public Builder revokeKey(String sha256Hex) {
      revokedKeys.add(require(SHA256, sha256Hex, "sha256Hex"));
      return this;
    }

    /**
     * Withdraws one release by its manifest.
     *
     * @param sha512Hex SHA-512 of the bytes the release's signature is over, 128 lower-case hex
     *     digits
     * @throws IllegalArgumentException when it is anything else
     */
    public Builder revokeManifest(String sha512Hex) {
      revokedManifests.add(require(SHA512, sha512Hex, "sha512Hex"));
      return this;
    }

    /**
     * Returns the store.
     *
     * @throws IllegalStateException when there is no anchor, or one certificate is an anchor twice
     *     under different rules
     */
    public TrustStore build() {
      if (anchors.isEmpty()) {
        throw new IllegalStateException("there is no trust anchor: nothing could ever be trusted");
      }
      Set<TrustAnchor> complete = new LinkedHashSet<>();
      Set<X509Certificate> seen = new LinkedHashSet<>();
      for (TrustAnchor anchor : anchors) {
        if (complete.add(withLegacyEnd(anchor)) && !seen.add(anchor.certificate())) {
          throw new IllegalStateException(
              "the certificate of "
                  + DistinguishedNames.print(anchor.certificate().getSubjectX500Principal())
                  + " is a trust anchor twice, under different rules; keep one of them");
        }
      }
      return new TrustStore(this, List.copyOf(complete));
    }

    private TrustAnchor withLegacyEnd(TrustAnchor anchor) {
      boolean takes = anchor.profile() != AnchorProfile.STANDARD && anchor.legacyUntil().isEmpty();
      return takes ? new TrustAnchor(anchor.certificate(), anchor.profile(), legacyUntil) : anchor;
    }

    private static String require(Pattern form, String value, String parameter) {
      if (!form.matcher(value).matches()) {
        throw new IllegalArgumentException(parameter + ": not of the form " + form + ": " + value);
      }
      return value;
    }
  }

  private record FolderContents(Builder builder) implements TrustFolder.Contents {
    @Override
    public void anchors(Path file, AnchorProfile profile) throws TrustStoreException {
      builder.anchors(file, profile);
    }

    @Override
    public void intermediates(Path file) throws TrustStoreException {
      builder.intermediates(file);
    }

    @Override
    public void timestampAnchors(Path file) throws TrustStoreException {
      builder.timestampAnchors(file);
    }

    @Override
    public void concern(TrustStatus.Concern concern) {
      builder.concern(concern);
    }
  }
}
