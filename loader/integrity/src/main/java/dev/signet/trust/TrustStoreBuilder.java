package dev.signet.trust;

import dev.signet.Internal;
import dev.signet.envelope.SignatureAlgorithm;
import java.nio.file.Path;
import java.security.cert.CRLException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Collects a trust store. Not safe for use by several threads. */
public final class TrustStoreBuilder {

  final Set<TrustAnchor> anchors = new LinkedHashSet<>();
  final Set<X509Certificate> timestampAnchors = new LinkedHashSet<>();
  final Set<X509Certificate> intermediates = new LinkedHashSet<>();
  final List<RevocationList> revocationLists = new ArrayList<>();
  final List<MissingList> missingLists = new ArrayList<>();
  AlgorithmRules algorithms = AlgorithmRules.DEFAULT;
  final Set<String> revokedKeys = new LinkedHashSet<>();
  final Set<String> revokedManifests = new LinkedHashSet<>();
  RevocationPolicy revocationPolicy = RevocationPolicy.DEFAULT;
  private Optional<Instant> legacyUntil = Optional.empty();
  private final Set<Path> files = new LinkedHashSet<>();
  private final Set<TrustStatus.Concern> concerns = new LinkedHashSet<>();
  private final CertificatesBesideLists besideLists = new CertificatesBesideLists();

  TrustStoreBuilder() {}

  /**
   * Adds what a folder holds, by the convention of {@link TrustStore#load}.
   *
   * @throws TrustStoreException naming the file, the cause and the remedy
   */
  public TrustStoreBuilder folder(Path folder) throws TrustStoreException {
    TrustFolder.read(
        folder,
        new TrustFolder.Contents(
            this::anchors, this::intermediates, this::timestampAnchors, this::concern));
    return this;
  }

  /**
   * Adds every certificate of a file, PEM or DER, as an anchor.
   *
   * @throws TrustStoreException when the file cannot be read, or holds a certificate that cannot be
   *     an anchor of this profile
   */
  public TrustStoreBuilder anchors(Path pemFile, AnchorProfile profile) throws TrustStoreException {
    files.add(pemFile);
    TrustFiles.Content content = TrustFiles.anchors(pemFile, profile);
    for (X509Certificate certificate : content.certificates()) {
      anchors.add(new TrustAnchor(certificate, profile));
      if (Certificates.isForDevelopment(certificate)) {
        concern(TrustStatus.ofDevelopment(pemFile));
      }
    }
    revocationLists.addAll(content.lists());
    return this;
  }

  /**
   * Adds one anchor.
   *
   * @throws IllegalArgumentException when the certificate cannot be an anchor of its profile
   */
  public TrustStoreBuilder anchor(TrustAnchor anchor) {
    anchors.add(requireFit(anchor));
    return this;
  }

  /**
   * Adds every certificate of a file, PEM or DER, as an anchor for timestamps.
   *
   * @throws TrustStoreException when the file cannot be read, or holds a certificate that is no
   *     authority's
   */
  public TrustStoreBuilder timestampAnchors(Path pemFile) throws TrustStoreException {
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
  public TrustStoreBuilder timestampAnchor(X509Certificate certificate) {
    timestampAnchors.add(
        requireFit(new TrustAnchor(certificate, AnchorProfile.STANDARD)).certificate());
    return this;
  }

  private static TrustAnchor requireFit(TrustAnchor anchor) {
    Optional<String> objection = AnchorRules.objection(anchor.certificate(), anchor.profile());
    if (objection.isPresent()) {
      throw new IllegalArgumentException("anchor: the certificate " + objection.get());
    }
    return anchor;
  }

  /**
   * Accepts only these of the algorithms that a profile allows, whatever anchor of it a path ends
   * at. Replaces an earlier choice.
   *
   * @throws IllegalArgumentException when there is none, or one the profile never allows
   */
  public TrustStoreBuilder allowOnly(AnchorProfile profile, Set<SignatureAlgorithm> accepted) {
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
  public TrustStoreBuilder sunset(
      AnchorProfile profile, SignatureAlgorithm algorithm, Instant end) {
    algorithms = algorithms.ending(profile, algorithm, end);
    return this;
  }

  /**
   * Sets from when on {@code rsa-pss-sha1} is refused, for all anchors of profiles nextcloud and
   * owncloud that name no instant of their own.
   *
   * @param end the first instant at which it is refused
   */
  public TrustStoreBuilder legacyUntil(Instant end) {
    legacyUntil = Optional.of(end);
    return this;
  }

  /**
   * Adds every certificate of a file, PEM or DER, as a help to build paths.
   *
   * @throws TrustStoreException when the file cannot be read
   */
  public TrustStoreBuilder intermediates(Path pemFile) throws TrustStoreException {
    files.add(pemFile);
    TrustFiles.Content content = TrustFiles.content(pemFile);
    intermediates.addAll(content.certificates());
    revocationLists.addAll(content.lists());
    return this;
  }

  /** Adds one certificate as a help to build paths. */
  public TrustStoreBuilder intermediate(X509Certificate certificate) {
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
  public TrustStoreBuilder revocationList(Path file) throws TrustStoreException {
    files.add(file);
    TrustFiles.Content content = TrustFiles.revocationLists(file);
    revocationLists.addAll(content.lists());
    besideLists.add(content.certificates(), file);
    return this;
  }

  /** Records what an admin should know. */
  void concern(TrustStatus.Concern concern) {
    concerns.add(concern);
  }

  /** Returns what an admin should know. */
  Set<TrustStatus.Concern> concerns() {
    Set<TrustStatus.Concern> all = new LinkedHashSet<>(concerns);
    all.addAll(besideLists.concerns(this::isKnown));
    return all;
  }

  private boolean isKnown(X509Certificate certificate) {
    for (TrustAnchor anchor : anchors) {
      if (anchor.certificate().equals(certificate)) {
        return true;
      }
    }
    return intermediates.contains(certificate) || timestampAnchors.contains(certificate);
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
  public TrustStoreBuilder revocationList(X509CRL list) {
    try {
      revocationLists.add(RevocationListReader.of(list));
    } catch (CRLException e) {
      throw new IllegalArgumentException("list: " + e.getMessage(), e);
    }
    return this;
  }

  /** Replaces the revocation lists, and says which are missing. */
  @Internal
  public TrustStoreBuilder revocationLists(List<RevocationList> lists, List<MissingList> missing) {
    revocationLists.clear();
    revocationLists.addAll(lists);
    missingLists.clear();
    missingLists.addAll(missing);
    return this;
  }

  /** Sets what is asked of revocation lists. */
  public TrustStoreBuilder revocationPolicy(RevocationPolicy policy) {
    revocationPolicy = Objects.requireNonNull(policy, "policy");
    return this;
  }

  /**
   * Withdraws a key: every path it occurs in is revoked, whatever lists say.
   *
   * @param sha256Hex SHA-256 of the SubjectPublicKeyInfo, 64 lower-case hex digits
   * @throws IllegalArgumentException when it is anything else
   */
  public TrustStoreBuilder revokeKey(String sha256Hex) {
    revokedKeys.add(requireHex(64, sha256Hex, "sha256Hex"));
    return this;
  }

  /**
   * Withdraws one release by its manifest.
   *
   * @param sha512Hex SHA-512 of the bytes the release's signature is over, 128 lower-case hex
   *     digits
   * @throws IllegalArgumentException when it is anything else
   */
  public TrustStoreBuilder revokeManifest(String sha512Hex) {
    revokedManifests.add(requireHex(128, sha512Hex, "sha512Hex"));
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

  private static String requireHex(int digits, String value, String parameter) {
    String form = "[0-9a-f]{" + digits + "}";
    if (!value.matches(form)) {
      throw new IllegalArgumentException(parameter + ": not of the form " + form + ": " + value);
    }
    return value;
  }
}
