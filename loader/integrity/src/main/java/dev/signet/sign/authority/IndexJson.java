package dev.signet.sign.authority;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The index as a file: JSON with one certificate a line, for people and their tools. What is not
 * exactly as it was written is damage: better no authority than one that forgets.
 */
final class IndexJson {
  private static final int VERSION = 1;
  private static final Pattern SERIAL = Pattern.compile("([0-9A-F]{2}){1,20}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private IndexJson() {}

  /** Returns the file's text. */
  static String write(AuthorityIndex index) {
    List<String> issuers = new ArrayList<>();
    for (AuthorityIndex.Issuer issuer : index.issuers()) {
      issuers.add(line(node(issuer, index)));
    }
    List<String> certificates = new ArrayList<>();
    for (IssuedCertificate certificate : index.certificates()) {
      certificates.add(line(node(certificate)));
    }
    return "{\"version\":"
        + VERSION
        + ",\n\"issuers\":[\n"
        + String.join(",\n", issuers)
        + "\n],\n\"certificates\":[\n"
        + String.join(",\n", certificates)
        + "\n]}\n";
  }

  /**
   * Reads the file's text.
   *
   * @throws IOException saying what is not as it was written
   */
  static AuthorityIndex read(String text) throws IOException {
    try {
      JsonNode root = JSON.readTree(text);
      if (root.path("version").asInt() != VERSION) {
        throw new IOException("it has no version, or one that this Signet does not know");
      }
      requireMembers(root, Set.of("version", "issuers", "certificates"));
      List<AuthorityIndex.Issuer> issuers = new ArrayList<>();
      for (JsonNode issuer : array(root, "issuers")) {
        issuers.add(issuer(issuer));
      }
      List<IssuedCertificate> certificates = new ArrayList<>();
      for (JsonNode certificate : array(root, "certificates")) {
        certificates.add(certificate(certificate));
      }
      return AuthorityIndex.of(issuers, certificates);
    } catch (JsonProcessingException e) {
      throw new IOException("it is not JSON from line " + e.getLocation().getLineNr() + " on", e);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new IOException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Returns a certificate as one object; also for lists that scripts read. */
  static ObjectNode node(IssuedCertificate certificate) {
    ObjectNode node = JSON.createObjectNode();
    node.put("serial", certificate.serial());
    node.put("id", certificate.commonName());
    node.put("issuer", certificate.issuer());
    node.put("authority", certificate.authority());
    node.put("from", certificate.validity().from().toString());
    node.put("until", certificate.validity().until().toString());
    node.put("sha256", certificate.sha256());
    certificate
        .revocation()
        .ifPresent(
            revocation -> {
              ObjectNode revoked = node.putObject("revoked");
              revoked.put("at", revocation.at().toString());
              revoked.put("reason", revocation.reason().text());
            });
    return node;
  }

  private static ObjectNode node(AuthorityIndex.Issuer issuer, AuthorityIndex index) {
    ObjectNode node = JSON.createObjectNode();
    node.put("name", issuer.name());
    node.put("serial", index.certificateOf(issuer).serial());
    node.put("listNumber", issuer.listNumber());
    return node;
  }

  private static String line(ObjectNode node) {
    try {
      return JSON.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree of plain objects and strings is always writable", e);
    }
  }

  private static AuthorityIndex.Issuer issuer(JsonNode node) throws IOException {
    requireMembers(node, Set.of("name", "serial", "listNumber"));
    JsonNode number = node.path("listNumber");
    if (!number.isIntegralNumber() || number.bigIntegerValue().signum() < 0) {
      throw new IOException("a list number is none");
    }
    return new AuthorityIndex.Issuer(text(node, "name"), serial(node), number.bigIntegerValue());
  }

  private static IssuedCertificate certificate(JsonNode node) throws IOException {
    Set<String> members =
        new TreeSet<>(Set.of("serial", "id", "issuer", "authority", "from", "until", "sha256"));
    @Nullable JsonNode revoked = node.get("revoked");
    if (revoked != null) {
      members.add("revoked");
    }
    requireMembers(node, members);
    if (!node.path("authority").isBoolean()) {
      throw new IOException("'authority' is neither true nor false");
    }
    return new IssuedCertificate(
        serial(node),
        text(node, "id"),
        text(node, "issuer"),
        node.path("authority").booleanValue(),
        new Validity(instant(node, "from"), instant(node, "until")),
        matching(node, "sha256", SHA256),
        revoked == null ? Optional.empty() : Optional.of(revocation(revoked)));
  }

  private static Revocation revocation(JsonNode node) throws IOException {
    requireMembers(node, Set.of("at", "reason"));
    String reason = text(node, "reason");
    return new Revocation(
        instant(node, "at"),
        RevocationReason.of(reason)
            .orElseThrow(() -> new IOException("'" + reason + "' is no reason to revoke")));
  }

  private static BigInteger serial(JsonNode node) throws IOException {
    return new BigInteger(1, HexFormat.of().parseHex(matching(node, "serial", SERIAL)));
  }

  private static Instant instant(JsonNode node, String name) throws IOException {
    return Instant.parse(text(node, name));
  }

  private static String matching(JsonNode node, String name, Pattern form) throws IOException {
    String text = text(node, name);
    if (!form.matcher(text).matches()) {
      throw new IOException("'" + text + "' cannot be a " + name);
    }
    return text;
  }

  private static String text(JsonNode node, String name) throws IOException {
    JsonNode value = node.path(name);
    if (!value.isTextual()) {
      throw new IOException("'" + name + "' is missing");
    }
    return value.textValue();
  }

  private static JsonNode array(JsonNode node, String name) throws IOException {
    JsonNode value = node.path(name);
    if (!value.isArray()) {
      throw new IOException("'" + name + "' is missing");
    }
    return value;
  }

  /** A member too many may be of a newer version; writing would lose it. */
  private static void requireMembers(JsonNode node, Set<String> names) throws IOException {
    Set<String> found = new TreeSet<>();
    node.fieldNames().forEachRemaining(found::add);
    if (!node.isObject() || !found.equals(names)) {
      throw new IOException(
          "an object has the members " + found + " instead of " + new TreeSet<>(names));
    }
  }
}
