package dev.signet.sign.authority;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.json.StrictJson;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The index as a file: JSON with one certificate a line, for people and their tools. What is not
 * exactly as it was written is damage: better no authority than one that forgets.
 */
final class IndexJson {
  private static final int VERSION = 1;
  private static final Pattern SERIAL = Pattern.compile("([0-9A-F]{2}){1,20}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private IndexJson() {}

  record Index(int version, List<IssuerLine> issuers, List<CertificateLine> certificates) {
    Index {
      if (version != VERSION) {
        throw new IllegalArgumentException("it has version " + version + ", not " + VERSION);
      }
      issuers = List.copyOf(issuers);
      certificates = List.copyOf(certificates);
    }
  }

  record IssuerLine(String name, String serial, BigInteger listNumber) {
    IssuerLine {
      Objects.requireNonNull(name, "an issuer has no name");
      requireForm(serial, SERIAL, "serial");
      if (listNumber == null || listNumber.signum() < 0) {
        throw new IllegalArgumentException("'" + listNumber + "' cannot be a list number");
      }
    }

    static IssuerLine of(AuthorityIndex.Issuer issuer, AuthorityIndex index) {
      return new IssuerLine(
          issuer.name(), index.certificateOf(issuer).serial(), issuer.listNumber());
    }

    AuthorityIndex.Issuer issuer() {
      return new AuthorityIndex.Issuer(name, number(serial), listNumber);
    }
  }

  record CertificateLine(
      String serial,
      String id,
      String issuer,
      boolean authority,
      String from,
      String until,
      String sha256,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode revoked) {
    CertificateLine {
      requireForm(serial, SERIAL, "serial");
      requireForm(sha256, SHA256, "sha256");
      Objects.requireNonNull(id, "a certificate has no id");
      Objects.requireNonNull(issuer, "a certificate has no issuer");
    }

    static CertificateLine of(IssuedCertificate certificate) {
      return new CertificateLine(
          certificate.serial(),
          certificate.commonName(),
          certificate.issuer(),
          certificate.authority(),
          certificate.validity().from().toString(),
          certificate.validity().until().toString(),
          certificate.sha256(),
          certificate.revocation().map(RevokedPart::of).map(StrictJson::object).orElse(null));
    }

    IssuedCertificate certificate() throws IOException {
      return new IssuedCertificate(
          number(serial),
          id,
          issuer,
          authority,
          new Validity(instant(from), instant(until)),
          sha256,
          revoked == null
              ? Optional.empty()
              : Optional.of(StrictJson.read(revoked, RevokedPart.class).revocation()));
    }
  }

  record RevokedPart(String at, String reason) {
    static RevokedPart of(Revocation revocation) {
      return new RevokedPart(revocation.at().toString(), revocation.reason().text());
    }

    Revocation revocation() {
      return new Revocation(
          instant(at),
          RevocationReason.of(String.valueOf(reason))
              .orElseThrow(
                  () -> new IllegalArgumentException("'" + reason + "' is no reason to revoke")));
    }
  }

  /** Returns the file's text. */
  static String write(AuthorityIndex index) {
    return "{\"version\":"
        + VERSION
        + ",\n\"issuers\":[\n"
        + lines(index.issuers(), issuer -> IssuerLine.of(issuer, index))
        + "\n],\n\"certificates\":[\n"
        + lines(index.certificates(), CertificateLine::of)
        + "\n]}\n";
  }

  private static <T> String lines(List<T> all, Function<T, Record> line) {
    return all.stream().map(line).map(StrictJson::line).collect(Collectors.joining(",\n"));
  }

  /**
   * Reads the file's text.
   *
   * @throws IOException saying what is not as it was written
   */
  static AuthorityIndex read(String text) throws IOException {
    Index index = StrictJson.read(text.getBytes(StandardCharsets.UTF_8), Index.class);
    try {
      List<IssuedCertificate> certificates = new ArrayList<>();
      for (CertificateLine line : index.certificates()) {
        certificates.add(line.certificate());
      }
      return AuthorityIndex.of(
          index.issuers().stream().map(IssuerLine::issuer).toList(), certificates);
    } catch (IllegalArgumentException e) {
      throw new IOException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Returns a certificate as one object, for lists that scripts read. */
  static ObjectNode node(IssuedCertificate certificate) {
    return StrictJson.object(CertificateLine.of(certificate));
  }

  private static BigInteger number(String serial) {
    return new BigInteger(1, HexFormat.of().parseHex(serial));
  }

  private static Instant instant(@Nullable String text) {
    try {
      return Instant.parse(String.valueOf(text));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("'" + text + "' is no instant", e);
    }
  }

  private static void requireForm(@Nullable String text, Pattern form, String name) {
    if (text == null || !form.matcher(text).matches()) {
      throw new IllegalArgumentException("'" + text + "' cannot be a " + name);
    }
  }
}
