package dev.signet.attack;

import static dev.signet.testkit.Certificates.NOW;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpHandler;
import dev.signet.envelope.SignatureAlgorithm;
import dev.signet.sign.key.PemFiles;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Certificates.Issued;
import dev.signet.testkit.ListServer;
import dev.signet.testkit.Nesting;
import dev.signet.testkit.RevocationLists;
import dev.signet.testkit.SmallStack;
import dev.signet.trust.TrustStatus;
import dev.signet.trust.live.LiveTrust;
import dev.signet.trust.path.ChainValidator;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a source of revocation lists, or somebody on the way to it, may try. The host knows list 5,
 * which revokes the leaf; whatever comes next, the leaf stays revoked, and the fault is reported.
 */
class RevocationSourceAttackTest {
  private static final Issued ROOT = Certificates.root("Root").make();
  private static final Issued LEAF = Certificates.leaf("demo", ROOT).serial(42).make();
  private static final Issued OTHER = Certificates.root("Other").make();
  private static ListServer server;

  @TempDir private Path temp;
  private Path folder;
  private LiveTrust trust;

  @BeforeAll
  static void startServer() {
    server = new ListServer("127.0.0.1");
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void knowListFive() throws Exception {
    folder = Files.createDirectory(temp.resolve("trust"));
    PemFiles.writeCertificates(folder.resolve("root.crt"), List.of(ROOT.certificate()));
    server.serve(list(5).revoked(LEAF.certificate()).der());
    trust = open(server);
    assertThat(problems()).containsExactly(Reason.REVOKED);
    assertThat(trust.status().isInOrder()).isTrue();
  }

  @AfterEach
  void close() {
    trust.close();
  }

  @Test
  void listFromAnotherAuthority_hasNoEffect() {
    assertNoEffect(RevocationLists.of(OTHER).number(99).der(), "no authority of this host");
  }

  @Test
  void listInTheNameOfTheAuthority_hasNoEffect() {
    assertNoEffect(
        RevocationLists.of(OTHER).issuerName(ROOT.name()).number(99).der(),
        "no authority of this host");
  }

  @Test
  void listFromAnAnchorForSomethingElse_revokesAndFreesNobodyElse() throws Exception {
    PemFiles.writeCertificates(folder.resolve("other.crt"), List.of(OTHER.certificate()));
    trust.refresh();
    server.serve(RevocationLists.of(OTHER).number(99).der());

    assertThat(trust.refresh().isInOrder()).isTrue();
    assertThat(problems()).containsExactly(Reason.REVOKED);
  }

  @Test
  void olderListReplayed_hasNoEffect() {
    assertNoEffect(list(4).der(), "older");
    assertNoEffect(list(4).current(NOW, NOW.plusSeconds(99)).der(), "older");
    assertNoEffect(RevocationLists.of(ROOT).der(), "older");
  }

  @Test
  void olderListOfTheSameNumberReplayed_hasNoEffect() {
    Instant before = NOW.minusSeconds(7200);
    assertNoEffect(list(5).current(before, NOW.plusSeconds(99)).der(), "older");
  }

  @Test
  void olderListReplayedAfterARestart_hasNoEffect() throws Exception {
    trust.close();
    server.serve(list(4).der());
    trust = open(server);

    assertNoEffect(list(4).der(), "older");
  }

  @Test
  void olderListPutIntoTheFolder_hasNoEffect() throws Exception {
    Files.write(folder.resolve("root.crl"), list(4).der());

    TrustStatus status = trust.refresh();

    assertThat(problems()).containsExactly(Reason.REVOKED);
    assertThat(status.sources().get(0).lastFailure().orElseThrow().cause())
        .contains("number 4", "number 5");
  }

  @Test
  void deltaAndEndlessLists_haveNoEffect() {
    assertNoEffect(
        list(6).criticalExtension(Extension.deltaCRLIndicator, new CRLNumber(BigInteger.ONE)).der(),
        "delta");
    assertNoEffect(list(6).current(NOW, null).der(), "nextUpdate");
  }

  @Test
  void weaklySignedList_hasNoEffect() {
    assertNoEffect(list(6).signedWith("SHA1withECDSA").der(), "no authority of this host");
  }

  @Test
  void numberBeyondAllBounds_hasNoEffect() {
    assertNoEffect(
        RevocationLists.of(ROOT).number(BigInteger.ONE.shiftLeft(8 * 4_000)).der(), "octets");
  }

  @Test
  void severalListsAtOnce_haveNoEffect() {
    String pem =
        "-----BEGIN X509 CRL-----\n"
            + Base64.getMimeEncoder().encodeToString(list(6).der())
            + "\n-----END X509 CRL-----\n";
    assertNoEffect((pem + pem).getBytes(US_ASCII), "more than one");
  }

  @Test
  void content_whenItIsNoList_hasNoEffect() throws Exception {
    byte[] whole = list(6).der();
    assertNoEffect(Arrays.copyOf(whole, whole.length - 1), "cannot be used");
    assertNoEffect(Arrays.copyOf(whole, 9), "cannot be used");
    assertNoEffect(new byte[0], "cannot be used");
    assertNoEffect("<html>Log in first</html>".getBytes(US_ASCII), "cannot be used");
    assertNoEffect(ROOT.certificate().getEncoded(), "cannot be used");
    byte[] changed = whole.clone();
    changed[whole.length - 1] ^= 1;
    assertNoEffect(changed, "");
  }

  @ParameterizedTest
  @EnumSource(Nesting.class)
  void content_whenNestedWithoutEnd_hasNoEffect(Nesting nesting) throws Exception {
    byte[] der = nesting.bytes(20_000);
    SmallStack.run(
        () -> {
          assertNoEffect(der, "cannot be used");
          assertNoEffect(Base64.getEncoder().encode(der), "cannot be used");
          for (String label : List.of("X509 CRL", "PKCS7", "CERTIFICATE")) {
            assertNoEffect(Nesting.pem(label, der).getBytes(US_ASCII), "cannot be used");
          }
        });
    server.serve(list(6).der());
    assertThat(trust.refresh().isInOrder()).isTrue();
  }

  @Test
  void page_whenInPlaceOfTheList_isNamed() {
    assertNoEffect("<html>Log in first</html>".getBytes(US_ASCII), "it is a web page (HTML)");
    assertNoEffect(new byte[0], "it is empty");
  }

  @Test
  void truncatedAnswer_hasNoEffect() {
    byte[] whole = list(6).der();
    assertNoEffect(
        exchange -> {
          exchange.sendResponseHeaders(200, whole.length);
          exchange.getResponseBody().write(whole, 0, whole.length / 2);
          exchange.getResponseBody().flush();
        },
        "");
  }

  @Test
  void answers_whenTheyAreNone_haveNoEffect() {
    for (int status : new int[] {204, 401, 404, 500, 503}) {
      assertNoEffect(exchange -> ListServer.status(exchange, status), String.valueOf(status));
    }
  }

  @Test
  void redirect_isNotFollowed() {
    byte[] newer = list(6).der();
    for (int status : new int[] {301, 302, 303, 307, 308}) {
      int before = server.requests();
      assertNoEffect(
          exchange -> {
            if (exchange.getRequestURI().getPath().equals("/elsewhere")) {
              exchange.sendResponseHeaders(200, newer.length);
              exchange.getResponseBody().write(newer);
            } else {
              exchange.getResponseHeaders().add("Location", "/elsewhere");
              ListServer.status(exchange, status);
            }
          },
          String.valueOf(status));
      assertThat(server.requests()).isEqualTo(before + 1);
    }
  }

  @Test
  void contentType_doesNotMatter() {
    byte[] newer = list(6).der();
    server.serve(
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", "text/html");
          exchange.sendResponseHeaders(200, newer.length);
          exchange.getResponseBody().write(newer);
        });
    assertThat(trust.refresh().isInOrder()).isTrue();
    assertThat(problems()).isEmpty();
  }

  @Test
  void hugeAnswer_hasNoEffect() {
    byte[] block = new byte[64 << 10];
    for (long announced : new long[] {1L << 40, 0}) {
      assertNoEffect(
          exchange -> {
            exchange.sendResponseHeaders(200, announced);
            OutputStream body = exchange.getResponseBody();
            for (int i = 0; i < 1_000; i++) {
              body.write(block);
            }
          },
          "exceeds");
    }
  }

  @Test
  void answer_whenItDrips_hasNoEffect() throws Exception {
    assertNoEffectInTime(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          drip(exchange.getResponseBody());
        });
  }

  @Test
  void answer_whenItNeverComes_hasNoEffect() throws Exception {
    assertNoEffectInTime(exchange -> sleep(20_000));
  }

  @Test
  void serverOfAnotherName_hasNoEffect() throws Exception {
    trust.close();
    try (ListServer misnamed = new ListServer("lists.example")) {
      misnamed.serve(list(6).der());
      trust = open(misnamed);
      trust.refresh();
      assertThat(misnamed.requests()).isZero();
      assertThat(problems()).containsExactly(Reason.REVOKED);
      assertThat(lastFailure()).contains(misnamed.address().toString());
    }
  }

  @Test
  void server_whenNobodyVouchesForIt_isNotBelieved() throws Exception {
    trust.close();
    try (ListServer impostor = new ListServer("127.0.0.1")) {
      impostor.serve(list(6).der());
      trust =
          LiveTrust.following(folder)
              .revocationList(impostor.address())
              .copies(temp.resolve("copies"))
              .tls(server.clientContext())
              .clock(Clock.fixed(NOW, ZoneOffset.UTC))
              .open();
      trust.refresh();
      assertThat(impostor.requests()).isZero();
      assertThat(problems()).containsExactly(Reason.REVOKED);
      assertThat(lastFailure()).contains(impostor.address().toString());
    }
  }

  private LiveTrust open(ListServer from) throws Exception {
    return open(from, Duration.ofSeconds(30));
  }

  private LiveTrust open(ListServer from, Duration limit) throws Exception {
    return LiveTrust.following(folder)
        .revocationList(from.address())
        .copies(temp.resolve("copies"))
        .tls(from.clientContext())
        .timeLimit(limit)
        .sizeLimit(1 << 20)
        .clock(Clock.fixed(NOW, ZoneOffset.UTC))
        .open();
  }

  private void assertNoEffect(byte[] content, String why) {
    server.serve(content);
    assertNoEffect(why);
  }

  private void assertNoEffect(HttpHandler handler, String why) {
    server.serve(handler);
    assertNoEffect(why);
  }

  private void assertNoEffectInTime(HttpHandler handler) throws Exception {
    trust.close();
    server.serve(handler);
    trust = open(server, Duration.ofSeconds(1));
    long start = System.nanoTime();
    assertNoEffect("within 1 seconds");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  private void assertNoEffect(String why) {
    TrustStatus status = trust.refresh();

    assertThat(status.isInOrder()).isFalse();
    assertThat(lastFailure()).contains(why);
    assertThat(status.sources().get(1).list().orElseThrow().number())
        .contains(BigInteger.valueOf(5));
    assertThat(problems()).containsExactly(Reason.REVOKED);
  }

  private String lastFailure() {
    return trust.status().sources().get(1).lastFailure().orElseThrow().cause();
  }

  private List<Reason> problems() {
    return new ChainValidator(trust.current())
            .validate(LEAF.certificate(), List.of(), SignatureAlgorithm.ECDSA_P384_SHA384, NOW)
            .findings()
            .stream()
            .filter(Finding::isProblem)
            .map(Finding::reason)
            .toList();
  }

  private static RevocationLists list(long number) {
    return RevocationLists.of(ROOT).number(number);
  }

  private static void drip(OutputStream body) throws IOException {
    for (int i = 0; i < 200; i++) {
      body.write(0x30);
      body.flush();
      sleep(100);
    }
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
