package dev.signet.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.lock.SignedLock;
import dev.signet.pem.Pem;
import dev.signet.testkit.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The vectors that {@code docs/formats.md} shows are right. */
class FormatVectorsTest {
  private static final Pattern BLOCK = Pattern.compile("```json\n(\\{\n.*?)```", Pattern.DOTALL);

  private static JsonNode vector(String name) throws IOException {
    String page = Files.readString(Path.of("..", "docs", "formats.md"));
    Matcher blocks = BLOCK.matcher(page);
    while (blocks.find()) {
      JsonNode tree = new ObjectMapper().readTree(blocks.group(1));
      if (tree.path("vector").asText().equals(name)) {
        return tree;
      }
    }
    throw new AssertionError("no vector " + name);
  }

  private static PublicKey key(JsonNode base64) throws Exception {
    byte[] der = Base64.getDecoder().decode(base64.textValue());
    return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der));
  }

  @Test
  void rotation_isVerified() throws Exception {
    JsonNode vector = vector("rotation");
    PublicKey key = key(vector.get("key"));
    String id = vector.get("id").textValue();

    RotationProof proof = RotationProof.read(vector);

    List<String> expected = new ArrayList<>();
    vector.get("predecessors").forEach(each -> expected.add(each.textValue()));
    assertThat(proof.predecessors(id, key, any -> true)).isEqualTo(expected);
    assertThat(
            new String(
                RotationProof.signedBytes(id, key(vector.at("/rotation/0/key")), key), UTF_8))
        .isEqualTo(vector.get("signedBytes").textValue());
    assertThat(proof.predecessors("disk", key, any -> true)).isEmpty();
  }

  @Test
  void cosignature_isVerified() throws Exception {
    JsonNode vector = vector("cosignatures");
    String id = vector.get("id").textValue();
    byte[] hashes = vector.get("hashes").textValue().getBytes(UTF_8);
    JsonNode first = vector.at("/cosignatures/0");

    byte[] signed = CoSignatures.signedBytes(id, hashes);

    assertThat(new String(signed, UTF_8)).isEqualTo(vector.get("signedBytes").textValue());
    assertThat(CoSignatures.read(vector).size()).isEqualTo(1);
    assertThat(
            SignatureAlgorithm.ofId(first.get("alg").textValue())
                .orElseThrow()
                .verify(
                    Pem.certificates(first.at("/certificates/leaf").textValue())
                        .get(0)
                        .getPublicKey(),
                    signed,
                    Base64.getDecoder().decode(first.get("signature").textValue())))
        .isTrue();
  }

  @Test
  void lock_isVerified() throws Exception {
    ObjectNode vector = (ObjectNode) vector("lock");
    String signedBytes = vector.remove("signedBytes").textValue();
    String digest = vector.remove("digest").textValue();
    vector.remove("vector");

    SignedLock lock = SignedLock.read(vector.toString().getBytes(UTF_8), "vector");

    assertThat(new String(lock.lock().signedBytes(), UTF_8)).isEqualTo(signedBytes);
    assertThat(lock.lock().digest()).isEqualTo(digest);
    assertThat(lock.signature().orElseThrow().isSignatureValid()).isTrue();
    Schemas.LOCK.assertDescribes(vector.toString());
  }
}
