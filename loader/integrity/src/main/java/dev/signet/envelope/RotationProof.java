package dev.signet.envelope;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.Internal;
import dev.signet.pem.Der;
import dev.signet.verdict.Guard;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Statements by which an author's old keys vouch for the new one, oldest first: each key signs the
 * plugin's id, its own digest and that of the key after it. The last one vouches for the key that
 * signs the bundle. Nothing else in {@code signature.json} depends on them, and other readers pass
 * over them. Immutable.
 */
@Internal
public final class RotationProof {
  /** No statements. */
  public static final RotationProof NONE = new RotationProof(List.of());

  /** The member of {@code signature.json}. */
  public static final String MEMBER = "rotation";

  private static final String PURPOSE = "signet key rotation 1";
  private static final int MOST_STATEMENTS = 8;
  private static final int MOST_KEY_BYTES = 4 << 10;
  private static final int MOST_SIGNATURE_BYTES = 4 << 10;

  private final List<Statement> statements;

  private RotationProof(List<Statement> statements) {
    this.statements = List.copyOf(statements);
  }

  /** One key's word, of which the signature is in base64. */
  private record Statement(PublicKey key, SignatureAlgorithm algorithm, String signature) {
    boolean vouchesFor(String id, PublicKey next) {
      return algorithm.verify(
          key, signedBytes(id, key, next), Base64.getDecoder().decode(signature));
    }
  }

  /** Returns the bytes that a key signs to vouch for the next one; UTF-8. */
  public static byte[] signedBytes(String id, PublicKey key, PublicKey next) {
    return String.join("\n", PURPOSE, id, keyId(key), keyId(next), "")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Returns SHA-256 of a key's one SubjectPublicKeyInfo, 64 lower-case hex digits. */
  public static String keyId(PublicKey key) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(CanonicalKey.encoded(key)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java runtime lacks SHA-256.", e);
    }
  }

  /**
   * Returns what a file says. What is not as it is specified is no proof, and nothing worse: the
   * file is judged as if it were not there.
   */
  public static RotationProof read(JsonNode members) {
    JsonNode list = members.path(MEMBER);
    if (!list.isArray() || list.isEmpty() || list.size() > MOST_STATEMENTS) {
      return NONE;
    }
    List<Statement> statements = new ArrayList<>();
    for (JsonNode node : list) {
      Optional<Statement> statement = statement(node);
      if (statement.isEmpty()) {
        return NONE;
      }
      statements.add(statement.get());
    }
    return new RotationProof(statements);
  }

  private static Optional<Statement> statement(JsonNode node) {
    Optional<SignatureAlgorithm> algorithm =
        SignatureAlgorithm.ofId(node.path("alg").asText())
            .filter(known -> known != SignatureAlgorithm.RSA_PSS_SHA1);
    Optional<byte[]> key = bytes(node.path("key"), MOST_KEY_BYTES);
    Optional<byte[]> signature = bytes(node.path("signature"), MOST_SIGNATURE_BYTES);
    if (algorithm.isEmpty() || key.isEmpty() || signature.isEmpty()) {
      return Optional.empty();
    }
    return key(key.get(), algorithm.get())
        .map(parsed -> new Statement(parsed, algorithm.get(), base64(signature.get())));
  }

  private static Optional<byte[]> bytes(JsonNode node, int most) {
    return node.isTextual()
        ? Base64Text.strict(node.textValue())
            .filter(bytes -> bytes.length > 0 && bytes.length <= most)
        : Optional.empty();
  }

  private static Optional<PublicKey> key(byte[] der, SignatureAlgorithm algorithm) {
    boolean elliptic = algorithm == SignatureAlgorithm.ECDSA_P384_SHA384;
    try {
      KeyFactory factory =
          elliptic
              ? KeyFactory.getInstance("EC", "SunEC")
              : KeyFactory.getInstance("RSA", "SunRsaSign");
      PublicKey key =
          Der.parse(der, whole -> factory.generatePublic(new X509EncodedKeySpec(whole)));
      // One key has one digest: an encoding that means the same is another.
      return MessageDigest.isEqual(CanonicalKey.encoded(key), der)
          ? Optional.of(key)
          : Optional.empty();
    } catch (IOException | GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns the digests of the keys that vouch for a plugin's key, directly or through each other:
   * the latest first, up to the first statement that does not hold. Never throws for any file.
   *
   * @param id the plugin's
   * @param key that signs it
   * @param counts whether the word of an old key counts
   */
  public List<String> predecessors(String id, PublicKey key, Predicate<PublicKey> counts) {
    return Guard.run(() -> proven(id, key, counts), failure -> List.of());
  }

  private List<String> proven(String id, PublicKey key, Predicate<PublicKey> counts) {
    List<String> proven = new ArrayList<>();
    PublicKey next = key;
    for (int i = statements.size() - 1; i >= 0; i--) {
      Statement statement = statements.get(i);
      if (!counts.test(statement.key) || !statement.vouchesFor(id, next)) {
        break;
      }
      proven.add(keyId(statement.key));
      next = statement.key;
    }
    return proven;
  }

  /** Returns whether every statement holds, and there is one. */
  public boolean isWhole(String id, PublicKey key) {
    return !statements.isEmpty() && predecessors(id, key, any -> true).size() == statements.size();
  }

  /**
   * Returns these statements with one more, by the key that they vouch for. When there are too
   * many, the oldest makes room.
   *
   * @param key that vouches
   * @param signature over {@link #signedBytes}
   * @throws IllegalArgumentException when the algorithm is version 1's
   */
  public RotationProof with(PublicKey key, SignatureAlgorithm algorithm, byte[] signature) {
    if (algorithm == SignatureAlgorithm.RSA_PSS_SHA1) {
      throw new IllegalArgumentException("algorithm: keys vouch by those of version 2");
    }
    List<Statement> more = new ArrayList<>(statements);
    more.add(new Statement(key, algorithm, base64(signature)));
    return new RotationProof(more.subList(Math.max(0, more.size() - MOST_STATEMENTS), more.size()));
  }

  /** Returns whether there are no statements. */
  public boolean isEmpty() {
    return statements.isEmpty();
  }

  /** Returns the member's value. */
  public ArrayNode toJson() {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (Statement statement : statements) {
      ObjectNode one = list.addObject();
      one.put("key", base64(statement.key.getEncoded()));
      one.put("alg", statement.algorithm.id());
      one.put("signature", statement.signature);
    }
    return list;
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
