package dev.signet.sign.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signet.sign.key.CertificateRequest;
import dev.signet.sign.key.InputFiles;
import dev.signet.sign.key.KeyType;
import dev.signet.sign.key.RequestReader;
import dev.signet.sign.key.SigningKey;
import dev.signet.sign.problem.SigningException;
import dev.signet.sign.problem.SigningObjection;
import dev.signet.sign.problem.SigningRefusedException;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Requests;
import dev.signet.testkit.Trees;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Date;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.DERUTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthorityFolderTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final NewAuthority ROOT =
      new NewAuthority("Test Root", KeyType.P384, Duration.ofDays(3650));
  private static final NewAuthority BELOW =
      new NewAuthority("Test Plugins", KeyType.P384, Duration.ofDays(1000));
  private static final KeyPair AUTHOR = Certificates.p384();

  @TempDir private Path temp;
  private Instant now = NOW;

  @Test
  void files_whenMeantForOthers_canBeReadByThemOnceCopied() throws Exception {
    try (AuthorityFolder authority = create(Optional.of(BELOW))) {
      authority.revocationList("root", Duration.ofDays(30));
    }

    // A copy takes the permissions along: hosts run with accounts of their own.
    try (Stream<Path> files = Files.list(folder())) {
      assertThat(files)
          .allSatisfy(
              file ->
                  assertThat(permissions(file))
                      .isEqualTo(
                          file.toString().matches(".*\\.(crt|crl|txt)")
                              ? "rw-r--r--"
                              : "rw-------"));
    }
  }

  @Test
  void create_whenDone_isCompleteAndInItsOwnersFolder() throws Exception {
    create(Optional.of(BELOW)).close();

    assertThat(names(folder()))
        .containsExactlyInAnyOrder(
            "README.txt",
            "index.json",
            "intermediate.crt",
            "intermediate.key",
            "lock",
            "root.crt",
            "root.key");
    assertThat(names(temp)).containsExactly("authority");
    assertThat(permissions(folder())).isEqualTo("rwx------");
    assertThat(InputFiles.certificates(folder().resolve("intermediate.crt")).get(0))
        .satisfies(
            certificate -> {
              assertThat(certificate.getBasicConstraints()).isZero();
              assertThat(certificate.getNotAfter())
                  .isEqualTo(Date.from(NOW.plus(Duration.ofDays(1000))));
            });
  }

  @Test
  void create_whenThereIsSomething_leavesItAlone() throws Exception {
    create(Optional.empty()).close();
    byte[] key = Files.readAllBytes(folder().resolve("root.key"));

    assertThatExceptionOfType(SigningException.class)
        .isThrownBy(() -> create(Optional.empty()))
        .withMessageContaining("authority already")
        .withMessageContaining("never overwritten");
    Trees.folder(temp.resolve("full"), Trees.files("a.txt", "a"));
    assertThatExceptionOfType(SigningException.class)
        .isThrownBy(() -> settings(temp.resolve("full")).create(ROOT, Optional.empty()))
        .withMessageContaining("not empty");
    assertThat(Files.readAllBytes(folder().resolve("root.key"))).isEqualTo(key);
    Files.createDirectory(temp.resolve("empty"));
    settings(temp.resolve("empty")).create(ROOT, Optional.empty()).close();
  }

  @Test
  void create_whenThePlanIsWrong_leavesNothing() throws Exception {
    NewAuthority longer = new NewAuthority("Test Plugins", KeyType.P384, Duration.ofDays(3651));
    NewAuthority sameName = new NewAuthority("Test Root", KeyType.P384, Duration.ofDays(10));

    assertRefused(() -> create(Optional.of(longer)), SigningObjection.ISSUER_ENDS);
    assertRefused(() -> create(Optional.of(sameName)), SigningObjection.INVALID_ID);
    assertThat(names(temp)).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NewAuthority("a\nb", KeyType.P384, Duration.ofDays(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NewAuthority("a", KeyType.RSA_2048, Duration.ofDays(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NewAuthority("a", KeyType.P384, Duration.ZERO));
  }

  @Test
  void create_whenEncrypted_needsThePassphraseToIssue() throws Exception {
    AuthorityFolder.in(folder())
        .clock(clock())
        .passphrase(purpose -> "intermediate's".toCharArray())
        .rootPassphrase(purpose -> "root's".toCharArray())
        .create(ROOT, Optional.of(BELOW))
        .close();

    assertThat(folder().resolve("root.key")).content().contains("BEGIN ENCRYPTED PRIVATE KEY");
    assertThat(folder().resolve("intermediate.key")).content().contains("BEGIN ENCRYPTED");
    try (AuthorityFolder wrong =
        AuthorityFolder.in(folder())
            .clock(clock())
            .passphrase(purpose -> "root's".toCharArray())
            .open()) {
      assertThatExceptionOfType(SigningException.class)
          .isThrownBy(() -> issue(wrong, "hello"))
          .withMessageContaining("intermediate.key: the passphrase is wrong");
    }
    assertThat(AuthorityFolder.list(folder(), now)).hasSize(2);
    try (AuthorityFolder right =
        AuthorityFolder.in(folder())
            .clock(clock())
            .passphrase(purpose -> "intermediate's".toCharArray())
            .open()) {
      assertThat(issue(right, "hello").chain()).hasSize(1);
    }
  }

  @Test
  void issue_whenRequestWantsToBeAnAuthority_givesAnOrdinaryLeaf() throws Exception {
    try (AuthorityFolder authority = create(Optional.empty())) {
      CertificateRequest greedy =
          RequestReader.parse(
              "request", Requests.of(AUTHOR, new DERUTF8String("hello")).forAuthority().der());

      X509Certificate leaf =
          authority.issue(greedy, Set.of("hello"), Optional.empty()).certificate();

      assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
      assertThat(leaf.getKeyUsage())
          .containsExactly(true, false, false, false, false, false, false, false, false);
      assertThat(leaf.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.3");
      assertThat(leaf.getSubjectX500Principal().getName()).isEqualTo("CN=hello");
      assertThat(leaf.getPublicKey()).isEqualTo(AUTHOR.getPublic());
    }
  }

  @Test
  void issue_whenDone_isRememberedAndKept() throws Exception {
    NewCertificate issued;
    try (AuthorityFolder authority = create(Optional.of(BELOW))) {
      issued = issue(authority, "hello");
    }

    ListedCertificate listed = last();
    assertThat(listed.certificate()).isEqualTo(issued.entry());
    assertThat(listed.status()).isEqualTo(CertificateStatus.VALID);
    assertThat(listed.certificate().serialNumber())
        .isEqualTo(issued.certificate().getSerialNumber());
    assertThat(InputFiles.certificates(kept(issued))).containsExactly(issued.certificate());
    assertThat(issued.chain())
        .isEqualTo(InputFiles.certificates(folder().resolve("intermediate.crt")));
    now = NOW.plus(Duration.ofDays(366));
    assertThat(last().status()).isEqualTo(CertificateStatus.EXPIRED);
  }

  @Test
  void issue_whenIdIsNotTheNamedOne_refusesAndRemembersNothing() throws Exception {
    try (AuthorityFolder authority = create(Optional.empty())) {
      assertRefused(
          () -> authority.issue(request("hello"), Set.of("hell", "Hello"), Optional.empty()),
          SigningObjection.OTHER_ID);
      assertRefused(
          () -> authority.issue(request("core"), Set.of("hello"), Optional.empty()),
          SigningObjection.RESERVED_ID);
      assertThat(AuthorityFolder.list(folder(), now)).hasSize(1);
      assertThat(issue(authority, "core").entry().commonName()).isEqualTo("core");
      assertThat(
              authority
                  .issue(request("hello"), Set.of("other", "hello"), Optional.empty())
                  .entry()
                  .commonName())
          .isEqualTo("hello");
    }
  }

  @Test
  void issue_whenIssuerEndsBefore_isShorterOrRefused() throws Exception {
    try (AuthorityFolder authority = create(Optional.of(BELOW))) {
      now = NOW.plus(Duration.ofDays(900));
      assertThat(issue(authority, "hello").certificate().getNotAfter())
          .isEqualTo(Date.from(NOW.plus(Duration.ofDays(1000))));
      assertThat(
              authority
                  .issue(request("hello"), Set.of("hello"), Optional.of(Duration.ofDays(100)))
                  .certificate()
                  .getNotAfter())
          .isEqualTo(Date.from(NOW.plus(Duration.ofDays(1000))));
      assertRefused(
          () ->
              authority.issue(request("hello"), Set.of("hello"), Optional.of(Duration.ofDays(101))),
          SigningObjection.ISSUER_ENDS);
      now = NOW.plus(Duration.ofDays(1000));
      assertRefused(() -> issue(authority, "hello"), SigningObjection.ISSUER_ENDS);
      now = NOW.minusSeconds(1);
      assertRefused(() -> issue(authority, "hello"), SigningObjection.ISSUER_ENDS);
    }
  }

  @Test
  void issue_whenRandomNumbersRepeat_neverGivesASerialNumberTwice() throws Exception {
    create(Optional.empty()).close();
    BigInteger used = AuthorityFolder.list(folder(), now).get(0).certificate().serialNumber();
    Deque<BigInteger> numbers =
        new ArrayDeque<>(
            List.of(BigInteger.TWO, used, BigInteger.TWO, BigInteger.TWO, BigInteger.TEN));

    try (AuthorityFolder authority =
        settings(folder()).serialNumbers(numbers::removeFirst).open()) {
      assertThat(issue(authority, "a").certificate().getSerialNumber()).isEqualTo(BigInteger.TWO);
      assertThat(issue(authority, "b").certificate().getSerialNumber()).isEqualTo(BigInteger.TEN);
    }
  }

  @Test
  void revoke_whenTwice_keepsTheFirst() throws Exception {
    try (AuthorityFolder authority = create(Optional.empty())) {
      NewCertificate issued = issue(authority, "hello");
      RevokedCertificate first =
          authority.revoke(issued.certificate(), RevocationReason.KEY_COMPROMISE);
      now = NOW.plusSeconds(100);
      RevokedCertificate second =
          authority.revoke(issued.certificate().getSerialNumber(), RevocationReason.SUPERSEDED);
      RevokedCertificate third =
          authority.revoke("hello", false, RevocationReason.SUPERSEDED).get(0);

      assertThat(first.already()).isFalse();
      assertThat(second.already()).isTrue();
      assertThat(third).isEqualTo(second);
      assertThat(second.certificate().revocation())
          .contains(new Revocation(NOW, RevocationReason.KEY_COMPROMISE));
      X509CRL list = authority.revocationList("root", Duration.ofDays(7));
      assertThat(list.getRevokedCertificate(issued.certificate()).getRevocationReason())
          .isEqualTo(java.security.cert.CRLReason.KEY_COMPROMISE);
      assertThat(list.getRevokedCertificate(issued.certificate()).getRevocationDate())
          .isEqualTo(Date.from(NOW));
      assertThat(list.getRevokedCertificates()).hasSize(1);
    }
  }

  @Test
  void revoke_whenReasonIsUnspecified_leavesTheCodeOut() throws Exception {
    try (AuthorityFolder authority = create(Optional.empty())) {
      NewCertificate issued = issue(authority, "hello");
      authority.revoke("hello", false, RevocationReason.UNSPECIFIED);

      X509CRL list = authority.revocationList("root", Duration.ofDays(7));

      assertThat(list.getRevokedCertificate(issued.certificate()).hasExtensions()).isFalse();
    }
  }

  @Test
  void revoke_whenAnIdHasSeveral_wantsToKnowWhich() throws Exception {
    try (AuthorityFolder authority = create(Optional.empty())) {
      NewCertificate old =
          authority.issue(request("hello"), Set.of("hello"), Optional.of(Duration.ofDays(1)));
      issue(authority, "other");
      now = NOW.plus(Duration.ofDays(2));
      issue(authority, "hello");
      // One has expired: there is no question.
      assertThat(authority.revoke("hello", false, RevocationReason.SUPERSEDED)).hasSize(1);
      issue(authority, "hello");
      issue(authority, "hello");

      assertRefused(
          () -> authority.revoke("hello", false, RevocationReason.SUPERSEDED),
          SigningObjection.AMBIGUOUS);
      assertThat(authority.revoke("hello", true, RevocationReason.SUPERSEDED)).hasSize(2);
      assertThat(authority.revoke("hello", true, RevocationReason.SUPERSEDED))
          .hasSize(3)
          .allMatch(RevokedCertificate::already);
      assertRefused(
          () -> authority.revoke("hell", true, RevocationReason.SUPERSEDED),
          SigningObjection.NOT_ISSUED_HERE);
      assertThat(AuthorityFolder.list(folder(), now))
          .filteredOn(one -> one.status() != CertificateStatus.REVOKED)
          .extracting(one -> one.certificate().commonName())
          .containsExactly("Test Root", "hello", "other");
      assertThat(authority.revoke(old.certificate(), RevocationReason.SUPERSEDED).already())
          .isFalse();
    }
  }

  @Test
  void revoke_whenCertificateIsNotOurs_refuses() throws Exception {
    try (AuthorityFolder authority = create(Optional.empty())) {
      NewCertificate issued = issue(authority, "hello");
      Certificates.Issued impostor = Certificates.root("Test Root").make();
      X509Certificate sameSerial =
          Certificates.leaf("hello", impostor)
              .serial(issued.certificate().getSerialNumber())
              .make()
              .certificate();
      X509Certificate otherSerial = Certificates.leaf("hello", impostor).make().certificate();

      for (X509Certificate foreign : List.of(sameSerial, otherSerial)) {
        assertRefused(
            () -> authority.revoke(foreign, RevocationReason.SUPERSEDED),
            SigningObjection.NOT_ISSUED_HERE);
      }
      assertRefused(
          () -> authority.revoke(BigInteger.ONE, RevocationReason.SUPERSEDED),
          SigningObjection.NOT_ISSUED_HERE);
      assertRefused(
          () -> authority.revoke(folder().resolve("root.crt"), RevocationReason.SUPERSEDED),
          SigningObjection.UNFIT_CERTIFICATE);
      assertThat(last().status()).isEqualTo(CertificateStatus.VALID);
    }
  }

  /** As after a restore from a backup that was made before the certificate was issued. */
  @Test
  void revoke_whenTheIndexDoesNotKnowTheCertificate_entersIt() throws Exception {
    create(Optional.empty()).close();
    byte[] backup = Files.readAllBytes(folder().resolve("index.json"));
    NewCertificate forgotten;
    try (AuthorityFolder authority = settings(folder()).open()) {
      forgotten = issue(authority, "hello");
    }
    Files.write(folder().resolve("index.json"), backup);

    try (AuthorityFolder authority = settings(folder()).open()) {
      authority.revoke(forgotten.certificate(), RevocationReason.KEY_COMPROMISE);
      assertThat(
              authority
                  .revocationList("root", Duration.ofDays(1))
                  .isRevoked(forgotten.certificate()))
          .isTrue();
    }
    assertThat(last().certificate().commonName()).isEqualTo("hello");
    assertThat(last().status()).isEqualTo(CertificateStatus.REVOKED);
  }

  @Test
  void lists_whenMadeAgain_countUpForEachIssuer() throws Exception {
    try (AuthorityFolder authority = create(Optional.of(BELOW))) {
      assertThat(number(authority, "intermediate")).isEqualTo(1);
      assertThat(number(authority, "intermediate")).isEqualTo(2);
      assertThat(number(authority, "root")).isEqualTo(1);
    }
    try (AuthorityFolder authority = settings(folder()).open()) {
      X509CRL list = authority.revocationList("intermediate", Duration.ofDays(7));

      assertThat(RevocationListFile.number(list)).isEqualTo(3);
      assertThat(list.getNextUpdate()).isEqualTo(Date.from(NOW.plus(Duration.ofDays(7))));
      assertThat(authority.issuers()).containsExactly("root", "intermediate");
      assertThat(authority.listingIssuers()).containsExactly("intermediate");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> authority.revocationList("other", Duration.ofDays(7)));
    }
  }

  @Test
  void lists_whenTheRootsKeyIsKeptElsewhere_needItForTheRootOnly() throws Exception {
    create(Optional.of(BELOW)).close();
    Path offline = temp.resolve("offline.key");
    Files.move(folder().resolve("root.key"), offline);

    try (AuthorityFolder authority = settings(folder()).open()) {
      issue(authority, "hello");
      authority.revoke("hello", false, RevocationReason.SUPERSEDED);
      assertThat(number(authority, "intermediate")).isEqualTo(1);
      assertThatExceptionOfType(SigningException.class)
          .isThrownBy(() -> number(authority, "root"))
          .withMessageContaining("root.key")
          .withMessageContaining("--root-key");
    }
    try (AuthorityFolder authority = settings(folder()).rootKey(offline).open()) {
      assertThat(number(authority, "root")).isEqualTo(1);
    }
    Files.copy(folder().resolve("intermediate.key"), temp.resolve("other.key"));
    try (AuthorityFolder authority = settings(folder()).rootKey(temp.resolve("other.key")).open()) {
      assertThatExceptionOfType(SigningException.class)
          .isThrownBy(() -> number(authority, "root"))
          .withMessageContaining("is not the key of");
    }
  }

  @Test
  void intermediate_whenRevoked_issuesNoMoreAndTakesItsLeavesAlong() throws Exception {
    try (AuthorityFolder authority = create(Optional.of(BELOW))) {
      issue(authority, "hello");
      Path certificate = folder().resolve("intermediate.crt");
      RevokedCertificate revoked = authority.revoke(certificate, RevocationReason.CA_COMPROMISE);

      assertThat(revoked.certificate().issuer()).isEqualTo("root");
      assertThat(last().status()).isEqualTo(CertificateStatus.REVOKED);
      assertRefused(() -> issue(authority, "hello"), SigningObjection.ISSUER_ENDS);
      assertThat(authority.listingIssuers()).isEmpty();
      X509CRL list = authority.revocationList("root", Duration.ofDays(7));
      assertThat(list.isRevoked(InputFiles.certificates(certificate).get(0))).isTrue();

      assertRefused(() -> authority.renewIntermediate(BELOW), SigningObjection.INVALID_ID);
      X509Certificate second =
          authority.renewIntermediate(
              new NewAuthority("Test Plugins 2", KeyType.P384, Duration.ofDays(100)));
      NewCertificate again = issue(authority, "hello");
      assertThat(again.chain()).containsExactly(second);
      assertThat(authority.issuers()).containsExactly("root", "intermediate", "intermediate-2");
      assertThat(authority.listingIssuers()).containsExactly("intermediate-2");
      assertThat(last().status()).isEqualTo(CertificateStatus.VALID);
    }
  }

  @Test
  void intermediate_whenRenewedBeforeItsEnd_stillListsWhatItIssued() throws Exception {
    try (AuthorityFolder authority = create(Optional.of(BELOW))) {
      NewCertificate old = issue(authority, "hello");
      authority.renewIntermediate(
          new NewAuthority("Test Plugins 2", KeyType.P384, Duration.ofDays(2000)));
      authority.revoke("hello", false, RevocationReason.SUPERSEDED);

      assertThat(authority.listingIssuers()).containsExactly("intermediate", "intermediate-2");
      assertThat(
              authority
                  .revocationList("intermediate", Duration.ofDays(1))
                  .isRevoked(old.certificate()))
          .isTrue();
      now = NOW.plus(Duration.ofDays(1001));
      assertThat(authority.listingIssuers()).containsExactly("intermediate-2");
    }
  }

  private AuthorityFolder create(Optional<NewAuthority> intermediate) throws SigningException {
    return settings(folder()).create(ROOT, intermediate);
  }

  private AuthoritySettings settings(Path folder) {
    return AuthorityFolder.in(folder).clock(clock()).unencrypted();
  }

  private Path folder() {
    return temp.resolve("authority");
  }

  private Path kept(NewCertificate issued) {
    return folder().resolve("certificates").resolve(issued.entry().serial() + ".crt");
  }

  private ListedCertificate last() throws SigningException {
    List<ListedCertificate> all = AuthorityFolder.list(folder(), now);
    return all.get(all.size() - 1);
  }

  /** Goes by the test's field, which moves. */
  private Clock clock() {
    return new Clock() {
      @Override
      public Instant instant() {
        return now;
      }

      @Override
      public java.time.ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(java.time.ZoneId zone) {
        throw new UnsupportedOperationException();
      }
    };
  }

  private static NewCertificate issue(AuthorityFolder authority, String id)
      throws SigningException {
    return authority.issue(request(id), Set.of(id), Optional.empty());
  }

  private static CertificateRequest request(String id) throws SigningException {
    return CertificateRequest.create(id, new SigningKey(AUTHOR.getPrivate()));
  }

  private static int number(AuthorityFolder authority, String issuer) throws SigningException {
    return RevocationListFile.number(authority.revocationList(issuer, Duration.ofDays(7)))
        .intValueExact();
  }

  private static List<String> names(Path folder) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static String permissions(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void assertRefused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String code) {
    assertThatExceptionOfType(SigningRefusedException.class)
        .isThrownBy(call)
        .satisfies(
            e ->
                assertThat(e.objections())
                    .extracting(SigningObjection::code)
                    .containsExactly(code));
  }
}
