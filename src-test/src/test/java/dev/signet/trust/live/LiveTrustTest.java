package dev.signet.trust.live;

import static dev.signet.testkit.Certificates.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.signet.envelope.SignatureAlgorithm;
import dev.signet.sign.key.PemFiles;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Certificates.Issued;
import dev.signet.testkit.ListServer;
import dev.signet.testkit.RevocationLists;
import dev.signet.testkit.Trees;
import dev.signet.trust.RevocationPolicy;
import dev.signet.trust.RevocationPolicy.AfterGrace;
import dev.signet.trust.TrustSource;
import dev.signet.trust.TrustStatus;
import dev.signet.trust.TrustStore;
import dev.signet.trust.TrustStoreException;
import dev.signet.trust.path.ChainValidator;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveTrustTest {
  private static ListServer server;
  private static Issued root;
  private static Issued leaf;
  private static Issued other;
  private static Issued leafOfOther;

  @TempDir private Path temp;
  private Path folder;
  private Path copies;

  @BeforeAll
  static void makePaths() {
    server = new ListServer("127.0.0.1");
    root = Certificates.root("Root").make();
    leaf = Certificates.leaf("demo", root).serial(42).make();
    other = Certificates.root("Other").make();
    leafOfOther = Certificates.leaf("demo", other).serial(42).make();
  }

  @BeforeEach
  void start() throws IOException {
    folder = Files.createDirectory(temp.resolve("trust"));
    copies = temp.resolve("copies");
    PemFiles.writeCertificates(folder.resolve("root.crt"), List.of(root.certificate()));
    server.serve(exchange -> ListServer.status(exchange, 503));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void listOfTheWeb_whenItRevokes_countsAndListenersAreTold() throws Exception {
    server.serve(list(1).der());
    AtomicInteger told = new AtomicInteger();
    try (LiveTrust trust = live().open()) {
      TrustSource.Subscription subscription = trust.onChange(told::incrementAndGet);
      assertThat(judge(trust, leaf)).isEmpty();

      server.serve(revoking(2).der());
      TrustStatus status = trust.refresh();

      assertThat(problems(trust, leaf)).containsExactly(Reason.REVOKED);
      assertThat(told).hasValue(1);
      assertThat(status.isInOrder()).isTrue();
      TrustStatus.Source source = status.sources().get(1);
      assertThat(source.place()).isEqualTo(server.address().toString());
      assertThat(source.lastSuccess()).contains(NOW);
      assertThat(source.list())
          .hasValueSatisfying(
              delivered -> {
                assertThat(delivered.issuer()).isEqualTo("CN=Root");
                assertThat(delivered.number()).contains(BigInteger.TWO);
                assertThat(delivered.nextUpdate()).isEqualTo(NOW.plusSeconds(7 * 86_400));
              });
      trust.refresh();
      assertThat(told).as("nothing changed").hasValue(1);
      subscription.close();
      server.serve(list(3).der());
      trust.refresh();
      assertThat(told).as("no longer listening").hasValue(1);
    }
  }

  @Test
  void listOfTheWeb_isFetchedAgainInTheBackground() throws Exception {
    server.serve(list(1).der());
    CountDownLatch told = new CountDownLatch(1);
    try (LiveTrust trust = live().refreshEvery(Duration.ofMillis(30)).open()) {
      trust.onChange(told::countDown);
      server.serve(revoking(2).der());

      assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(problems(trust, leaf)).containsExactly(Reason.REVOKED);
    }
  }

  @Test
  void listOfTheWeb_whenTheServerIsDownAfterARestart_stillCounts() throws Exception {
    server.serve(revoking(5).der());
    live().open().close();
    server.serve(exchange -> ListServer.status(exchange, 500));
    try (LiveTrust trust = live().open()) {
      assertThat(problems(trust, leaf)).containsExactly(Reason.REVOKED);

      TrustStatus.Source source = trust.refresh().sources().get(1);
      assertThat(source.isInOrder()).isFalse();
      assertThat(source.lastFailure())
          .hasValueSatisfying(
              failure -> assertThat(failure.cause()).contains(server.address().toString(), "500"));
      assertThat(problems(trust, leaf)).containsExactly(Reason.REVOKED);
    }
  }

  @Test
  void listOfTheWeb_whenItCouldNeverBeHad_isTheHostsChoice() throws Exception {
    try (LiveTrust strict = live().open()) {
      assertThat(problems(strict, leaf)).containsExactly(Reason.REVOCATION_UNAVAILABLE);
      server.serve(list(1).der());
      strict.refresh();
      assertThat(judge(strict, leaf)).isEmpty();
    }
    copies = temp.resolve("copies2");
    server.serve(exchange -> ListServer.status(exchange, 500));
    RevocationPolicy lenient = new RevocationPolicy(false, Duration.ZERO, AfterGrace.WARN);
    try (LiveTrust trust = live().settings(store -> store.revocationPolicy(lenient)).open()) {
      assertThat(problems(trust, leaf)).isEmpty();
      assertThat(judge(trust, leaf))
          .singleElement()
          .satisfies(
              finding -> {
                assertThat(finding.reason()).isEqualTo(Reason.REVOCATION_UNAVAILABLE);
                assertThat(finding.detail()).contains(server.address().toString());
              });
    }
  }

  @Test
  void listOfTheWeb_whenItCouldNeverBeHad_doesNotHurtWhoHasAList() throws Exception {
    trustOther();
    Files.write(folder.resolve("other.crl"), RevocationLists.of(other).number(1).der());
    try (LiveTrust trust = live().open()) {
      assertThat(judge(trust, leafOfOther)).isEmpty();
      assertThat(problems(trust, leaf)).containsExactly(Reason.REVOCATION_UNAVAILABLE);
    }
  }

  @Test
  void listOfTheWeb_whenOnceHad_saysWhoseItIsAlsoAfterItsCopyIsGone() throws Exception {
    trustOther();
    server.serve(list(1).der());
    live().open().close();
    deleteCopies();
    server.serve(exchange -> ListServer.status(exchange, 500));
    try (LiveTrust trust = live().open()) {
      assertThat(judge(trust, leafOfOther)).isEmpty();
      assertThat(problems(trust, leaf)).containsExactly(Reason.REVOCATION_UNAVAILABLE);
    }
  }

  @Test
  void staleListOfTheWeb_countsAndIsReported() throws Exception {
    Instant due = NOW.minus(Duration.ofDays(1));
    server.serve(
        RevocationLists.of(root)
            .number(1)
            .current(due.minusSeconds(60), due)
            .revoked(leaf.certificate())
            .der());
    try (LiveTrust trust = live().open()) {
      assertThat(problems(trust, leaf)).containsExactly(Reason.REVOKED);
      assertThat(trust.status().isInOrder()).isFalse();
      assertThat(cause(trust, 1)).contains("stale", due.toString());
    }
  }

  @Test
  void folder_whenChanged_countsWithoutARestart() throws Exception {
    CountDownLatch told = new CountDownLatch(1);
    try (LiveTrust trust = following().open()) {
      trust.onChange(told::countDown);
      Files.write(folder.resolve("root.crl"), revoking(1).der());

      assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(problems(trust, leaf)).containsExactly(Reason.REVOKED);
    }
  }

  @Test
  void folder_whenItCannotBeRead_leavesWhatWasReadBefore() throws Exception {
    Files.write(folder.resolve("root.crl"), revoking(1).der());
    try (LiveTrust trust = following().open()) {
      Files.write(folder.resolve("root.crl"), new byte[] {1, 2, 3});
      await(() -> !trust.status().isInOrder());

      assertThat(problems(trust, leaf)).containsExactly(Reason.REVOKED);
      assertThat(cause(trust, 0)).contains("root.crl", "still counts");
      Files.write(folder.resolve("root.crl"), revoking(2).der());
      await(() -> trust.status().isInOrder());
    }
  }

  @Test
  void folder_whenUnusableAtTheStart_isAnError() throws Exception {
    Files.delete(folder.resolve("root.crt"));
    assertThatExceptionOfType(TrustStoreException.class).isThrownBy(() -> following().open());
  }

  @Test
  void listOfAFile_whenOlderThanOneBeforeTheRestart_doesNotCountAndIsReported() throws Exception {
    Files.write(folder.resolve("root.crl"), revoking(9).der());
    following().copies(copies).open().close();

    Files.write(folder.resolve("root.crl"), list(8).der());
    try (LiveTrust trust = following().copies(copies).open()) {
      assertThat(problems(trust, leaf)).containsExactly(Reason.REVOKED);
      assertThat(cause(trust, 0)).contains("number 8", "number 9", "older");
      Files.delete(folder.resolve("root.crl"));
      trust.refresh();
      assertThat(problems(trust, leaf)).containsExactly(Reason.REVOKED);
      assertThat(trust.status().isInOrder()).isTrue();
    }
  }

  @Test
  void listOfAFile_whenLeftBesideANewerOne_isNoFault() throws Exception {
    Files.write(folder.resolve("old.crl"), list(8).der());
    Files.write(folder.resolve("new.crl"), revoking(9).der());
    try (LiveTrust trust = following().copies(copies).open()) {
      assertThat(trust.refresh().isInOrder()).isTrue();
      assertThat(problems(trust, leaf)).containsExactly(Reason.REVOKED);
    }
  }

  @Test
  void copy_whenDamaged_isMissingAndItsNumberStillBinds() throws Exception {
    server.serve(revoking(9).der());
    live().open().close();
    Files.write(copyFile(), new byte[] {0x30, 0x03, 1});
    server.serve(list(8).der());
    try (LiveTrust trust = live().open()) {
      assertThat(problems(trust, leaf)).containsExactly(Reason.REVOCATION_UNAVAILABLE);
      assertThat(cause(trust, 0)).contains(copies.toString());
      assertThat(cause(trust, 1)).contains("older");

      server.serve(revoking(9).der());
      trust.refresh();
      assertThat(problems(trust, leaf)).containsExactly(Reason.REVOKED);
    }
    try (LiveTrust trust = live().open()) {
      assertThat(problems(trust, leaf)).containsExactly(Reason.REVOKED);
      assertThat(trust.status().isInOrder()).isTrue();
    }
  }

  /** What the state directory must be trusted for: the number is kept beside the list. */
  @Test
  void copies_whenTakenBackWithTheirNumber_countUntilANewerListIsFetched() throws Exception {
    server.serve(list(8).der());
    live().open().close();
    Path kept = Trees.copy(copies, folder.resolveSibling("kept"));
    server.serve(revoking(9).der());
    live().open().close();
    Trees.delete(copies);
    Trees.copy(kept, copies);
    server.serve(exchange -> ListServer.status(exchange, 500));
    try (LiveTrust trust = live().open()) {
      assertThat(problems(trust, leaf)).isEmpty();

      server.serve(revoking(9).der());
      trust.refresh();
      assertThat(problems(trust, leaf)).containsExactly(Reason.REVOKED);
    }
  }

  @Test
  void copyOfAnotherContentThanItsName_isDamaged() throws Exception {
    server.serve(revoking(9).der());
    live().open().close();
    Files.write(copyFile(), list(8).der());
    server.serve(exchange -> ListServer.status(exchange, 500));
    try (LiveTrust trust = live().open()) {
      assertThat(problems(trust, leaf)).containsExactly(Reason.REVOCATION_UNAVAILABLE);
      assertThat(cause(trust, 0)).contains("not the list its name says");
    }
  }

  @Test
  void copyOfAnAuthorityNoLongerTrusted_isLeftAlone() throws Exception {
    trustOther();
    Files.write(folder.resolve("other.crl"), RevocationLists.of(other).number(1).der());
    following().copies(copies).open().close();
    Files.delete(folder.resolve("other.crl"));
    Files.delete(folder.resolve("other.crt"));
    try (LiveTrust trust = following().copies(copies).open()) {
      assertThat(trust.current().revocationLists()).isEmpty();
      assertThat(trust.status().isInOrder()).isTrue();
    }
  }

  @Test
  void copies_areTheirOwnersAlone() throws Exception {
    server.serve(list(1).der());
    live().open().close();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copies)))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copyFile())))
        .isEqualTo("rw-------");

    Files.setPosixFilePermissions(copies, PosixFilePermissions.fromString("rwxrwx---"));
    assertThatExceptionOfType(TrustStoreException.class)
        .isThrownBy(() -> live().open())
        .withMessageContaining("others can write");
  }

  @Test
  void copies_holdOneListOfAnAuthority() throws Exception {
    server.serve(list(1).der());
    try (LiveTrust trust = live().open()) {
      Files.write(copies.resolve(".signet-left-behind"), new byte[9]);
      server.serve(list(2).der());
      trust.refresh();
    }
    assertThat(copyFile().getFileName().toString()).contains("-2-");
    live().open().close();
    try (Stream<Path> files = Files.list(copies)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void listener_whenItThrows_keepsNobodyElseFromKnowing() throws Exception {
    server.serve(list(1).der());
    AtomicInteger told = new AtomicInteger();
    try (LiveTrust trust = live().open()) {
      trust.onChange(
          () -> {
            throw new IllegalStateException("a listener's own fault");
          });
      trust.onChange(told::incrementAndGet);
      server.serve(list(2).der());
      trust.refresh();
      server.serve(list(3).der());
      trust.refresh();
    }
    assertThat(told).hasValue(2);
  }

  @Test
  void close_whenFetching_endsAtOnceAndLeavesNoThread() throws Exception {
    List<String> others = threads("HttpClient");
    server.serve(list(1).der());
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch testEnds = new CountDownLatch(1);
    LiveTrust trust = live().refreshEvery(Duration.ofMillis(10)).open();
    server.serve(
        exchange -> {
          asked.countDown();
          awaitQuietly(testEnds);
        });
    assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

    long start = System.nanoTime();
    trust.close();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    assertThat(threads("signet-trust")).isEmpty();
    assertThat(judge(trust, leaf)).as("the last trust stays").isEmpty();
    assertThatIllegalStateException().isThrownBy(trust::refresh);
    trust.close();
    testEnds.countDown();
    // What is the JDK's own ends with its client.
    await(
        () -> {
          System.gc();
          return threads("signet-http").isEmpty() && others.containsAll(threads("HttpClient"));
        });
  }

  @Test
  void closeByAListener_isNoDeadlock() throws Exception {
    server.serve(list(1).der());
    CountDownLatch closed = new CountDownLatch(1);
    LiveTrust trust = live().refreshEvery(Duration.ofMillis(10)).open();
    trust.onChange(
        () -> {
          trust.close();
          closed.countDown();
        });
    server.serve(list(2).der());
    assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
    trust.close();
    assertThat(threads("signet-trust")).isEmpty();
  }

  @Test
  void store_whenItNeverChanges_isASourceToo() throws Exception {
    TrustStore store = TrustStore.load(folder);
    assertThat(store.current()).isSameAs(store);
    server.serve(revoking(1).der());
    try (LiveTrust trust =
        LiveTrust.basedOn(store)
            .revocationList(server.address())
            .copies(copies)
            .tls(server.clientContext())
            .clock(clock())
            .open()) {
      assertThat(problems(trust, leaf)).containsExactly(Reason.REVOKED);
    }
    assertThat(store.revocationLists()).isEmpty();
  }

  @Test
  void options_whenTheyMakeNoSense_areRefused() {
    for (String address : List.of("http://127.0.0.1/x.crl", "file:/x.crl", "https:/x", "x.crl")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> following().revocationList(URI.create(address)));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> following().timeLimit(Duration.ZERO));
    assertThatIllegalArgumentException().isThrownBy(() -> following().sizeLimit(0));
    assertThatIllegalStateException()
        .isThrownBy(() -> following().revocationList(server.address()).open())
        .withMessageContaining("copies");
  }

  @Test
  void refreshTimes_growAfterFailuresUpToTheRegularOne() {
    RefreshTimes times = new RefreshTimes(Duration.ofHours(1), () -> 0.5);
    assertThat(Stream.of(0, 1, 2, 3, 6, 7, 100).map(times::after))
        .containsExactly(
            Duration.ofHours(1),
            Duration.ofMinutes(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(4),
            Duration.ofMinutes(32),
            Duration.ofHours(1),
            Duration.ofHours(1));
    assertThat(new RefreshTimes(Duration.ofHours(1), () -> 0).after(0))
        .isEqualTo(Duration.ofMinutes(54));
    assertThat(new RefreshTimes(Duration.ofHours(1), () -> 1).after(0))
        .isEqualTo(Duration.ofMinutes(66));
    assertThat(new RefreshTimes(Duration.ofMillis(1), () -> 0).after(5)).isPositive();
  }

  private LiveTrust.Builder live() {
    return following().revocationList(server.address()).copies(copies).tls(server.clientContext());
  }

  private LiveTrust.Builder following() {
    return LiveTrust.following(folder).lookEvery(Duration.ofMillis(20)).clock(clock());
  }

  private static Clock clock() {
    return Clock.fixed(NOW, ZoneOffset.UTC);
  }

  private void trustOther() throws IOException {
    PemFiles.writeCertificates(folder.resolve("other.crt"), List.of(other.certificate()));
  }

  private Path copyFile() throws IOException {
    try (Stream<Path> files = Files.list(copies)) {
      List<Path> lists = files.filter(file -> file.toString().endsWith(".crl")).toList();
      assertThat(lists).hasSize(1);
      return lists.get(0);
    }
  }

  private void deleteCopies() throws IOException {
    Files.delete(copyFile());
  }

  private static String cause(LiveTrust trust, int source) {
    return trust.status().sources().get(source).lastFailure().orElseThrow().cause();
  }

  private static List<String> threads(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith(prefix))
        .toList();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      Thread.sleep(20);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static RevocationLists list(long number) {
    return RevocationLists.of(root).number(number);
  }

  private static RevocationLists revoking(long number) {
    return list(number).revoked(leaf.certificate());
  }

  private static List<Finding> judge(TrustSource trust, Issued signer) {
    return new ChainValidator(trust.current())
        .validate(signer.certificate(), List.of(), SignatureAlgorithm.ECDSA_P384_SHA384, NOW)
        .findings();
  }

  private static List<Reason> problems(TrustSource trust, Issued signer) {
    return judge(trust, signer).stream().filter(Finding::isProblem).map(Finding::reason).toList();
  }
}
