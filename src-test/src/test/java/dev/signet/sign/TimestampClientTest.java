package dev.signet.sign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.signet.bundle.Limits;
import dev.signet.envelope.SignatureFile;
import dev.signet.envelope.SignatureFileReader;
import dev.signet.sign.problem.SigningException;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.TimestampAuthority;
import dev.signet.testkit.Trees;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.tsp.TimeStampToken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampClientTest {
  private static final byte[] SIGNATURE = "a signature".getBytes(UTF_8);
  private static final TimestampAuthority AUTHORITY = new TimestampAuthority();

  @TempDir private Path temp;
  private final CountDownLatch testEnds = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stop() {
    testEnds.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void tokenOver_whenGranted_isOverTheSignature() throws Exception {
    serve(exchange -> answer(exchange, AUTHORITY.answer(body(exchange))));

    byte[] token = client().tokenOver(SIGNATURE);

    TimeStampToken read = new TimeStampToken(new CMSSignedData(token));
    assertThat(read.getTimeStampInfo().getMessageImprintDigest())
        .isEqualTo(MessageDigest.getInstance("SHA-512").digest(SIGNATURE));
    assertThat(token).hasSizeLessThan(64 << 10);
  }

  @Test
  void tokenOver_whenAsked_sendsWhatTheProtocolWants() throws Exception {
    serve(
        exchange -> {
          boolean asProtocol =
              exchange.getRequestMethod().equals("POST")
                  && "application/timestamp-query"
                      .equals(exchange.getRequestHeaders().getFirst("Content-Type"));
          if (asProtocol) {
            answer(exchange, AUTHORITY.answer(body(exchange)));
          } else {
            exchange.sendResponseHeaders(415, -1);
          }
        });

    assertThat(client().tokenOver(SIGNATURE)).isNotEmpty();
  }

  @Test
  void sign_whenAuthorityIsAsked_storesTheTokenInBothFormats() throws Exception {
    serve(exchange -> answer(exchange, AUTHORITY.answer(body(exchange))));
    Certificates.Issued root = Certificates.root("Root").make();
    Certificates.Issued leaf =
        Certificates.leaf("hello", root).keys(Certificates.sharedRsa(0)).make();
    SigningIdentity identity =
        SigningIdentity.of(leaf.keys().getPrivate(), leaf.certificate(), List.of());
    for (int format : new int[] {1, 2}) {
      Path plugin =
          Trees.folder(
              temp.resolve("p" + format),
              Trees.files("plugin.properties", "plugin.id=hello\nplugin.version=1"));
      BundleSigner.builder(identity)
          .format(format)
          .timestamps(client())
          .clock(Clock.fixed(Certificates.NOW, ZoneOffset.UTC))
          .build()
          .sign(plugin);

      SignatureFile file = read(plugin.resolve("signature.json"));
      TimeStampToken token = new TimeStampToken(new CMSSignedData(file.timestamp().orElseThrow()));
      assertThat(token.getTimeStampInfo().getMessageImprintDigest())
          .isEqualTo(MessageDigest.getInstance("SHA-512").digest(file.signature()));
    }
  }

  @Test
  void tokenOver_whenNonceIsAnothers_isRefused() throws Exception {
    byte[] other = AUTHORITY.answer(AUTHORITY.request(digestOfSignature()));
    serve(
        exchange -> {
          body(exchange);
          answer(exchange, other);
        });

    assertFails("does not fit the request");
  }

  @Test
  void tokenOver_whenOverSomethingElse_isRefused() throws Exception {
    serve(exchange -> answer(exchange, AUTHORITY.answerOver(body(exchange), new byte[64])));

    assertFails("does not fit the request");
  }

  @Test
  void tokenOver_whenRejected_saysSo() throws Exception {
    serve(exchange -> answer(exchange, AUTHORITY.rejection(body(exchange), "not today")));

    assertFails("not granted", "not today");
  }

  @Test
  void tokenOver_whenCertificateIsLeftOut_isRefused() throws Exception {
    serve(exchange -> answer(exchange, AUTHORITY.answerWithoutCertificate(body(exchange))));

    assertFails("does not carry the certificate");
  }

  @Test
  void tokenOver_whenSignedByAnotherKey_isRefused() throws Exception {
    serve(exchange -> answer(exchange, AUTHORITY.answerWithOtherKey(body(exchange))));

    assertFails("does not fit the request");
  }

  @Test
  void tokenOver_whenAnswerIsNoTimestamp_isRefused() throws Exception {
    serve(exchange -> answer(exchange, "<html>".getBytes(UTF_8)));

    assertFails("127.0.0.1");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 404, 500, 204})
  void tokenOver_whenStatusIsNotOk_saysSo(int status) throws Exception {
    serve(
        exchange -> {
          exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/");
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });

    assertFails("status " + status);
  }

  @Test
  void tokenOver_whenAnswerIsTooLarge_hangsUp() throws Exception {
    serve(exchange -> answer(exchange, new byte[TimestampClient.RESPONSE_BYTES + 1]));

    assertFails("exceeds");
  }

  @Test
  void tokenOver_whenAnswerNeverEnds_givesUpInTime() throws Exception {
    serve(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(1);
          exchange.getResponseBody().flush();
          awaitEnd();
        });

    assertGivesUpInTime();
  }

  @Test
  void tokenOver_whenNothingComes_givesUpInTime() throws Exception {
    serve(exchange -> awaitEnd());

    assertGivesUpInTime();
  }

  @Test
  void tokenOver_whenNobodyListens_saysWhatToDo() {
    URI address = address();
    server.stop(0);

    assertThatExceptionOfType(SigningException.class)
        .isThrownBy(() -> new TimestampClient(address).tokenOver(SIGNATURE))
        .withMessageContaining(address.toString())
        .withMessageContaining("without a timestamp");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://host/", "file:///etc/passwd", "timestamp.example", "http:///x"})
  void client_whenAddressIsNotOfTheWeb_isRefused(String address) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TimestampClient(URI.create(address)))
        .withMessageContaining("authority");
  }

  private void assertFails(String... parts) {
    assertThatExceptionOfType(SigningException.class)
        .isThrownBy(() -> client().tokenOver(SIGNATURE))
        .satisfies(e -> assertThat(e.getMessage()).contains(parts));
  }

  private void assertGivesUpInTime() {
    long start = System.nanoTime();
    TimestampClient hasty = new TimestampClient(address(), Duration.ofSeconds(1));

    assertThatExceptionOfType(SigningException.class).isThrownBy(() -> hasty.tokenOver(SIGNATURE));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
  }

  private void awaitEnd() {
    try {
      testEnds.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private TimestampClient client() {
    return new TimestampClient(address());
  }

  private URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/tsa");
  }

  private void serve(HttpHandler handler) {
    server.createContext("/tsa", handler);
  }

  private static byte[] body(HttpExchange exchange) throws IOException {
    return exchange.getRequestBody().readAllBytes();
  }

  private static void answer(HttpExchange exchange, byte[] body) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "application/timestamp-reply");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static byte[] digestOfSignature() throws Exception {
    return MessageDigest.getInstance("SHA-512").digest(SIGNATURE);
  }

  private static SignatureFile read(Path file) throws IOException {
    return SignatureFileReader.read(Files.readAllBytes(file), Limits.DEFAULT)
        .fold(
            wellFormed -> wellFormed,
            finding -> {
              throw new AssertionError(finding.detail());
            });
  }
}
