package dev.signet.envelope;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.Internal;
import dev.signet.manifest.Digest;
import dev.signet.verdict.Guard;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Further signatures in a {@code signature.json} of version 2, over the same files: of a store, or
 * of others of the author's. Each key occurs once, and they stand in the order of their keys'
 * digests, so that there is one way to write them. What is not in that form counts for nothing;
 * other readers pass over the member. Immutable.
 */
@Internal
public final class CoSignatures {
  /** None. */
  public static final CoSignatures NONE = new CoSignatures(List.of());

  /** The member of {@code signature.json}. */
  static final String MEMBER = "cosignatures";

  /** Most further signatures in a file. */
  public static final int MOST = 8;

  private static final String PURPOSE = "signet co-signature 1";

  private final List<DetachedSignature> signatures;

  private CoSignatures(List<DetachedSignature> signatures) {
    this.signatures = List.copyOf(signatures);
  }

  /**
   * Returns the bytes that each of them is over, in UTF-8: what they are for, the plugin's id, and
   * the SHA-512 of what the first signature is over.
   */
  public static byte[] signedBytes(String id, byte[] hashes) {
    return String.join("\n", PURPOSE, id, Digest.over(hashes).hex(), "")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Returns what a file says; {@link #NONE} for what is not in the form. */
  static CoSignatures read(JsonNode members) {
    return Guard.run(() -> parse(members.path(MEMBER)), failure -> NONE);
  }

  private static CoSignatures parse(JsonNode list) {
    if (!list.isArray() || list.size() > MOST) {
      return NONE;
    }
    List<DetachedSignature> read = new ArrayList<>();
    String latest = "";
    for (JsonNode node : list) {
      try {
        DetachedSignature next = DetachedSignature.read(node);
        if (next.keyId().compareTo(latest) <= 0) {
          return NONE;
        }
        latest = next.keyId();
        read.add(next);
      } catch (MalformedException | CertificateException e) {
        return NONE;
      }
    }
    return new CoSignatures(read);
  }

  /**
   * Returns each of them as if it were the only signature of its file: whom it names, and over
   * which bytes it has to be.
   *
   * @param id the plugin's
   * @param main the file they are in
   */
  public List<SignatureFile> over(String id, SignatureFile main) {
    if (signatures.isEmpty()) {
      return List.of();
    }
    byte[] bytes = signedBytes(id, main.signedBytes());
    List<SignatureFile> all = new ArrayList<>();
    signatures.forEach(each -> all.add(each.over(bytes, main)));
    return all;
  }

  /** Returns how many there are. */
  public int size() {
    return signatures.size();
  }

  /**
   * Returns these with one more, in the place of one by the same key.
   *
   * @param json its members, as they stand in the file
   * @throws IllegalArgumentException when there are too many, or it is not in the form
   */
  CoSignatures with(ObjectNode json) {
    try {
      DetachedSignature added = DetachedSignature.read(json);
      List<DetachedSignature> more = new ArrayList<>(signatures);
      more.removeIf(each -> each.keyId().equals(added.keyId()));
      if (more.size() == MOST) {
        throw new IllegalArgumentException("a file has at most " + MOST + " further signatures");
      }
      more.add(added);
      more.sort(Comparator.comparing(DetachedSignature::keyId));
      return new CoSignatures(more);
    } catch (MalformedException | CertificateException e) {
      throw new IllegalArgumentException("no further signature: " + e.getMessage(), e);
    }
  }

  /** Returns the member's value. */
  ArrayNode toJson() {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    signatures.forEach(each -> list.add(each.json()));
    return list;
  }
}
