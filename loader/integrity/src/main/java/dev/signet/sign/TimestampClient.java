package dev.signet.sign;

import dev.signet.http.BoundedHttp;
import dev.signet.manifest.Digest;
import dev.signet.pem.Der;
import dev.signet.sign.problem.SigningException;
import dev.signet.verdict.Guard;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpRequest;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.tsp.TimeStampTokenInfo;
import org.jspecify.annotations.Nullable;

/**
 * Asks a time-stamping authority over HTTP (RFC 3161, section 3.4). Takes a token only if it is
 * granted, over the signature that was sent, with the nonce that was sent, and carries the
 * certificate it was made with. Whether the authority is to be trusted is for verifiers to judge.
 *
 * <p>Redirects are not followed; the whole exchange is bounded in time and size. Safe for use by
 * several threads.
 */
public final class TimestampClient implements Timestamps {
  /** Most bytes of a response: more than any token of a full chain of certificates. */
  static final int RESPONSE_BYTES = 64 << 10;

  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);
  private static final int NONCE_BITS = 64;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final URI authority;
  private final BoundedHttp http;

  /**
   * Creates a client that waits up to 30 seconds.
   *
   * @param authority an http or https address
   * @throws IllegalArgumentException when it is anything else
   */
  public TimestampClient(URI authority) {
    this(authority, DEFAULT_TIMEOUT);
  }

  TimestampClient(URI authority, Duration timeout) {
    this.authority = Objects.requireNonNull(authority, "authority");
    this.http = new BoundedHttp(timeout, RESPONSE_BYTES);
    String scheme = authority.getScheme();
    boolean web = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
    if (!web || authority.getHost() == null) {
      throw new IllegalArgumentException("authority: " + authority + " is no http(s) address");
    }
  }

  @Override
  public byte[] tokenOver(byte[] signature) throws SigningException {
    return Guard.run(
        () -> fetchToken(signature),
        failure -> {
          throw failure("its response cannot be read: " + Guard.cause(failure), failure);
        });
  }

  private byte[] fetchToken(byte[] signature) throws SigningException {
    try {
      TimeStampRequest request = request(signature);
      TimeStampResponse response =
          Der.parseBer(exchange(request.getEncoded()), TimeStampResponse::new);
      response.validate(request);
      TimeStampToken token = response.getTimeStampToken();
      if (token == null) {
        throw failure("it was not granted: " + response.getStatusString(), null);
      }
      token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(certificate(token)));
      return token.getEncoded("DER");
    } catch (TSPException | OperatorCreationException | CertificateException e) {
      throw failure("its response does not fit the request: " + e.getMessage(), e);
    } catch (IOException e) {
      throw failure(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage(), e);
    }
  }

  /**
   * Returns whether a token's imprint is of this signature; who made it, and whether rightly, is
   * not looked at.
   */
  static boolean isTokenOver(byte[] token, byte[] signature) {
    try {
      TimeStampTokenInfo info =
          Der.parseBer(token, ber -> new TimeStampToken(new CMSSignedData(ber))).getTimeStampInfo();
      return info.getMessageImprintAlgOID().equals(TSPAlgorithms.SHA512)
          && MessageDigest.isEqual(info.getMessageImprintDigest(), imprint(signature));
    } catch (IOException e) {
      return false;
    }
  }

  private static byte[] imprint(byte[] signature) {
    return HexFormat.of().parseHex(Digest.over(signature).hex());
  }

  private static TimeStampRequest request(byte[] signature) {
    TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
    generator.setCertReq(true);
    return generator.generate(
        TSPAlgorithms.SHA512, imprint(signature), new BigInteger(NONCE_BITS, RANDOM));
  }

  private X509CertificateHolder certificate(TimeStampToken token) throws SigningException {
    for (X509CertificateHolder holder : token.getCertificates().getMatches(null)) {
      if (token.getSID().match(holder)) {
        return holder;
      }
    }
    throw failure("its token does not carry the certificate it was made with", null);
  }

  private byte[] exchange(byte[] body) throws IOException {
    return http.send(
        HttpRequest.newBuilder(authority)
            .header("Content-Type", "application/timestamp-query")
            .header("Accept", "application/timestamp-reply")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
  }

  private SigningException failure(String cause, @Nullable Throwable e) {
    String problem = "No timestamp from " + authority + ": " + cause;
    String remedy = "try again, use another authority, or sign without a timestamp";
    return e == null
        ? new SigningException(problem, remedy)
        : new SigningException(problem, remedy, e);
  }
}
