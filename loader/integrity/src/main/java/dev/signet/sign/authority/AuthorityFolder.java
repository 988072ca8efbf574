package dev.signet.sign.authority;

import dev.signet.Internal;
import dev.signet.sign.key.CertificateRequest;
import dev.signet.sign.key.FolderLock;
import dev.signet.sign.key.InputFiles;
import dev.signet.sign.problem.SigningException;
import dev.signet.sign.problem.SigningObjection;
import dev.signet.sign.problem.SigningRefusedException;
import dev.signet.trust.Scope;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * An authority that is kept in a folder: a root, and below it perhaps an intermediate that issues
 * in its place. Everything in the folder can be read by people, and everything there is to back up
 * is in it.
 *
 * <p>What it promises, also when the machine stops at any moment: a serial number is written down
 * before its certificate is handed out, and is never given out again; a revocation is never lost;
 * the number of a revocation list never goes back. What does not fit together is refused. One user
 * at a time: the folder is locked until {@link #close}. Not for use by several threads.
 */
@Internal
public final class AuthorityFolder implements AutoCloseable {
  /** How long a certificate is valid unless said otherwise: a year. */
  public static final Duration USUAL_LENGTH = Duration.ofDays(365);

  private final FolderLock lock;
  private final AuthorityFiles files;
  private final AuthorityKeys keys;
  private final Clock clock;
  private final Supplier<BigInteger> random;
  private AuthorityIndex index;

  AuthorityFolder(
      AuthorityFiles files, AuthorityKeys keys, Clock clock, Supplier<BigInteger> random)
      throws SigningException {
    this.files = files;
    this.keys = keys;
    this.clock = clock;
    this.random = random;
    // Without it nothing is made in a folder that is no authority.
    files.readIndex();
    try {
      lock = FolderLock.take(files.folder());
    } catch (IOException e) {
      throw AuthorityFiles.unwritable(files.folder(), e);
    }
    try {
      index = files.readIndex();
      new AuthorityCheck(files, index).run();
    } catch (SigningException e) {
      close();
      throw e;
    }
  }

  /** Returns how to open or make the authority of a folder. */
  public static AuthoritySettings in(Path folder) {
    return new AuthoritySettings(folder);
  }

  /**
   * Checks that an authority can be made in a folder: it is not there, or empty.
   *
   * @throws SigningException when it cannot
   */
  public static void requireFree(Path folder) throws SigningException {
    AuthorityMaker.requireFree(folder);
  }

  /**
   * Returns everything an authority has issued, oldest first. Needs no lock and no key.
   *
   * @throws SigningException when there is no authority, or its index is damaged
   */
  public static List<ListedCertificate> list(Path folder, Instant at) throws SigningException {
    AuthorityIndex index = new AuthorityFiles(folder).readIndex();
    List<ListedCertificate> listed = new ArrayList<>();
    for (IssuedCertificate certificate : index.certificates()) {
      listed.add(new ListedCertificate(certificate, index.status(certificate, at)));
    }
    return List.copyOf(listed);
  }

  /**
   * Issues a certificate for a plugin's author.
   *
   * @param ids for which the request may be; {@link Scope#CORE} only if it is one of them
   * @param length how long it is to be valid; empty for a year, or less where the issuer ends
   *     before
   * @throws SigningRefusedException when the request is for something else, or the issuer ends
   *     before
   */
  public NewCertificate issue(
      CertificateRequest request, Set<String> ids, Optional<Duration> length)
      throws SigningException {
    requireWanted(request.commonName(), ids);
    AuthorityIndex.Issuer issuer = index.currentIssuer();
    Validity validity = new IssuerTerm(index, issuer).leaf(clock.instant(), length);
    CertificateAuthority authority = load(issuer);
    X509Certificate certificate = authority.issue(request.commonName(), request.key(), validity);
    IssuedCertificate entry =
        IssuedCertificate.of(certificate, request.commonName(), issuer.name());
    save(index.with(entry));
    files.keep(entry, certificate);
    return new NewCertificate(entry, certificate, authority.chain());
  }

  /**
   * Revokes the certificate of a serial number. A certificate that is revoked already stays as it
   * is.
   *
   * @throws SigningRefusedException when there is no such certificate, or it is the root's
   */
  public RevokedCertificate revoke(BigInteger serialNumber, RevocationReason reason)
      throws SigningException {
    IssuedCertificate found = new RevocationTargets(index).ofSerialNumber(serialNumber);
    return revoke(List.of(found), reason).get(0);
  }

  /**
   * Revokes a certificate. One that this authority's key has signed and its index does not know,
   * since the index was restored from a backup, is entered.
   *
   * @param certificate its file, PEM or DER; the first one counts
   * @throws SigningRefusedException when this authority has not issued it, or it is the root's
   */
  public RevokedCertificate revoke(Path certificate, RevocationReason reason)
      throws SigningException {
    return revoke(InputFiles.certificates(certificate).get(0), reason);
  }

  /** Revokes one certificate. */
  public RevokedCertificate revoke(X509Certificate certificate, RevocationReason reason)
      throws SigningException {
    RevocationTargets targets = new RevocationTargets(index);
    if (index.find(certificate.getSerialNumber()).isEmpty()) {
      index = index.with(targets.stray(certificate, files));
    }
    return revoke(List.of(new RevocationTargets(index).of(certificate)), reason).get(0);
  }

  /**
   * Revokes what is in force for an id: not expired, not revoked.
   *
   * @param all whether there may be several; else only one
   * @return what was revoked; when nothing is in force, what was revoked before and has not expired
   * @throws SigningRefusedException when there is none, or there are several and only one was meant
   */
  public List<RevokedCertificate> revoke(String id, boolean all, RevocationReason reason)
      throws SigningException {
    return revoke(new RevocationTargets(index).ofId(id, all, clock.instant()), reason);
  }

  /**
   * Makes the next revocation list of an issuer (RFC 5280 section 5) and keeps a copy of it.
   *
   * @param issuer one of {@link #issuers}
   * @param untilNext after which time the next list is due; positive
   * @throws IllegalArgumentException when there is no such issuer
   */
  public X509CRL revocationList(String issuer, Duration untilNext) throws SigningException {
    AuthorityIndex.Issuer one =
        index
            .issuer(issuer)
            .orElseThrow(() -> new IllegalArgumentException("issuer: there is no " + issuer));
    CertificateAuthority authority = load(one);
    // Counted before it is made: after a crash a number is left out, and none is given twice.
    save(index.counted(one));
    BigInteger number = one.listNumber().add(BigInteger.ONE);
    X509CRL list =
        authority.revocationList(
            Validity.starting(clock.instant(), untilNext), number, index.revocationsBy(issuer));
    files.write(issuer, list);
    return list;
  }

  /** Returns the names of the issuers, the root first, then the intermediates, oldest first. */
  public List<String> issuers() {
    return index.issuers().stream().map(AuthorityIndex.Issuer::name).toList();
  }

  /**
   * Returns the names of the issuers whose lists are needed again and again: all that are in force,
   * without a root that issues through intermediates.
   */
  public List<String> listingIssuers() {
    Instant now = clock.instant();
    return index.issuers().stream()
        .filter(one -> index.issuers().size() == 1 || !one.name().equals(AuthorityIndex.ROOT))
        .filter(one -> new IssuerTerm(index, one).isInForce(now))
        .map(AuthorityIndex.Issuer::name)
        .toList();
  }

  /**
   * Makes another intermediate, which issues from now on. Needs the root's key.
   *
   * @return its certificate
   * @throws SigningRefusedException when it would outlast the root, or has an issuer's name
   */
  public X509Certificate renewIntermediate(NewAuthority plan) throws SigningException {
    Instant now = clock.instant();
    CertificateAuthority root = load(index.issuers().get(0));
    save(new IssuerMaker(files, keys, now).intermediate(index, root, plan));
    return files.readCertificate(index, index.currentIssuer());
  }

  /** Lets the next user in. */
  @Override
  public void close() throws SigningException {
    try {
      lock.close();
    } catch (IOException e) {
      throw AuthorityFiles.unwritable(files.folder(), e);
    }
  }

  private List<RevokedCertificate> revoke(List<IssuedCertificate> targets, RevocationReason reason)
      throws SigningException {
    Revocation revocation = new Revocation(clock.instant(), reason);
    List<RevokedCertificate> done = new ArrayList<>();
    AuthorityIndex next = index;
    for (IssuedCertificate target : targets) {
      if (target.revocation().isPresent()) {
        done.add(new RevokedCertificate(target, true));
      } else {
        next = next.revoked(target, revocation);
        done.add(new RevokedCertificate(target.revoked(revocation), false));
      }
    }
    save(next);
    return List.copyOf(done);
  }

  private CertificateAuthority load(AuthorityIndex.Issuer issuer) throws SigningException {
    X509Certificate own = files.readCertificate(index, issuer);
    return new CertificateAuthority(
        keys.load(files, issuer.name(), own), List.of(own), () -> index.unusedSerialNumber(random));
  }

  private void save(AuthorityIndex next) throws SigningException {
    files.write(next);
    index = next;
  }

  private static void requireWanted(String commonName, Set<String> ids) throws SigningException {
    if (ids.contains(commonName)) {
      return;
    }
    boolean core = commonName.equals(Scope.CORE);
    throw new SigningRefusedException(
        "",
        List.of(
            SigningObjection.of(
                core ? SigningObjection.RESERVED_ID : SigningObjection.OTHER_ID,
                core
                    ? "The request is for 'core', the host's own code."
                    : "The request is for '"
                        + commonName
                        + "', not for '"
                        + String.join("', '", ids)
                        + "'.",
                core
                    ? "Allow that expressly (--allow-core) if the host's own release is to be signed."
                    : "Ask its sender which plugin it is for; then name that id, or have a new"
                        + " request made.")));
  }
}
