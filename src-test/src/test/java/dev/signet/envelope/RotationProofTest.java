package dev.signet.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.sign.key.KeyType;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RotationProofTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final KeyPair FIRST = KeyType.P384.generate();
  private static final KeyPair SECOND = KeyType.P384.generate();
  private static final KeyPair THIRD = KeyType.P384.generate();

  private static RotationProof vouching(RotationProof before, String id, KeyPair old, KeyPair next)
      throws GeneralSecurityException {
    byte[] signed = RotationProof.signedBytes(id, old.getPublic(), next.getPublic());
    SignatureAlgorithm by = SignatureAlgorithm.ECDSA_P384_SHA384;
    return before.with(old.getPublic(), by, by.sign(old.getPrivate(), signed));
  }

  private static RotationProof chain() throws GeneralSecurityException {
    return vouching(vouching(RotationProof.NONE, "clock", FIRST, SECOND), "clock", SECOND, THIRD);
  }

  private static List<String> predecessors(RotationProof proof, String id, KeyPair key) {
    return proof.predecessors(id, key.getPublic(), any -> true);
  }

  private static String id(KeyPair key) {
    return RotationProof.keyId(key.getPublic());
  }

  private static RotationProof written(JsonNode list) {
    ObjectNode members = JSON.createObjectNode();
    members.set("rotation", list);
    return RotationProof.read(members);
  }

  @Test
  void signedBytes_arePurposeIdAndBothKeysEachOnItsLine() {
    assertThat(
            new String(
                RotationProof.signedBytes("clock", FIRST.getPublic(), SECOND.getPublic()), UTF_8))
        .isEqualTo("signet key rotation 1\nclock\n" + id(FIRST) + "\n" + id(SECOND) + "\n");
  }

  @Test
  void keys_whenEachVouchesForTheNext_areProvenLatestFirst() throws Exception {
    RotationProof read = written(chain().toJson());

    assertThat(predecessors(read, "clock", THIRD)).containsExactly(id(SECOND), id(FIRST));
    assertThat(read.isWhole("clock", THIRD.getPublic())).isTrue();
    assertThat(read.toJson()).isEqualTo(chainOf(read));
  }

  private static JsonNode chainOf(RotationProof proof) {
    return written(proof.toJson()).toJson();
  }

  @Test
  void proof_whenOfAnotherPluginOrForAnotherKey_provesNothing() throws Exception {
    assertThat(predecessors(chain(), "disk", THIRD)).isEmpty();
    assertThat(predecessors(chain(), "clock", SECOND)).isEmpty();
    assertThat(predecessors(chain(), "clock", FIRST)).isEmpty();
    assertThat(predecessors(RotationProof.NONE, "clock", THIRD)).isEmpty();
    assertThat(RotationProof.NONE.isWhole("clock", THIRD.getPublic())).isFalse();
  }

  @Test
  void chain_whenALinkIsWrong_provesWhatFollowsIt() throws Exception {
    RotationProof broken =
        vouching(vouching(RotationProof.NONE, "disk", FIRST, SECOND), "clock", SECOND, THIRD);

    assertThat(predecessors(broken, "clock", THIRD)).containsExactly(id(SECOND));
    assertThat(broken.isWhole("clock", THIRD.getPublic())).isFalse();
  }

  @Test
  void statements_whenInAnotherOrderOrRepeated_proveNothingMore() throws Exception {
    ArrayNode list = chain().toJson();
    ArrayNode swapped = JSON.createArrayNode().add(list.get(1)).add(list.get(0));
    ArrayNode repeated = list.deepCopy().add(list.get(1));

    assertThat(predecessors(written(swapped), "clock", THIRD)).isEmpty();
    assertThat(predecessors(written(repeated), "clock", THIRD)).containsExactly(id(SECOND));
  }

  @Test
  void key_whenItsWordDoesNotCount_endsTheChain() throws Exception {
    assertThat(
            chain()
                .predecessors("clock", THIRD.getPublic(), key -> !key.equals(SECOND.getPublic())))
        .isEmpty();
  }

  static Stream<String> malformed() throws Exception {
    ArrayNode list = chain().toJson();
    String good = list.get(1).toString();
    String key = list.get(1).get("key").textValue();
    ArrayNode many = JSON.createArrayNode();
    for (int i = 0; i < 9; i++) {
      many.add(list.get(1));
    }
    return Stream.of(
        "null",
        "[]",
        "{}",
        "1",
        "[null]",
        "[1]",
        "[[]]",
        "[{}]",
        many.toString(),
        "[" + good.replace("ecdsa-p384-sha384", "rsa-pss-sha384") + "]",
        "[" + good.replace("ecdsa-p384-sha384", "rsa-pss-sha1") + "]",
        "[" + good.replace("ecdsa-p384-sha384", "none") + "]",
        "[" + good.replace(key, "") + "]",
        "[" + good.replace(key, "AAAA") + "]",
        "[" + good.replace(key, key + "AAAA") + "]",
        "[" + good.replace(key, key.substring(0, 40)) + "]",
        "[" + good.replace(key, "A".repeat(8 << 10)) + "]",
        "[" + good.replace("\"signature\":\"", "\"signature\":\" ") + "]",
        "[" + good.replace("\"signature\"", "\"Signature\"") + "]",
        "[" + good + ",{}]");
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void member_whenItIsNotAsSpecified_isNoProof(String value) throws Exception {
    assertThat(predecessors(written(JSON.readTree(value)), "clock", THIRD)).isEmpty();
  }

  @Test
  void statements_whenTooManyAreMade_areTheLatest() throws Exception {
    RotationProof full = vouching(RotationProof.NONE, "clock", THIRD, FIRST);
    for (int i = 0; i < 8; i++) {
      full = vouching(full, "clock", FIRST, FIRST);
    }

    assertThat(full.toJson()).hasSize(8);
    assertThat(full.isWhole("clock", FIRST.getPublic())).isTrue();
    assertThat(predecessors(full, "clock", FIRST)).containsOnly(id(FIRST));
  }

  @Test
  void statement_whenByTheAlgorithmOfVersion1_isNotMade() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                RotationProof.NONE.with(
                    FIRST.getPublic(), SignatureAlgorithm.RSA_PSS_SHA1, new byte[1]));
  }
}
