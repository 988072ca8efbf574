package dev.signet.attack;

import static dev.signet.testkit.TestHost.decision;
import static dev.signet.testkit.TestHost.reasons;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.envelope.RotationProof;
import dev.signet.envelope.SignatureAlgorithm;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.policy.Decision;
import dev.signet.policy.HistoryRule;
import dev.signet.policy.ReleaseChannel;
import dev.signet.policy.SignerRule;
import dev.signet.sign.key.KeyType;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.KeySpelling;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.TestHost;
import dev.signet.trust.KeyRules;
import dev.signet.trust.TrustStore;
import dev.signet.verdict.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One key that certificates write in several ways is one key, whoever hopes for more. */
class KeySpellingAttackTest {
  private static final Map<KeyType, KeyPair> KEYS = new EnumMap<>(KeyType.class);

  @TempDir Path folder;
  private TestHost host;

  @BeforeEach
  void setUp() {
    host = new TestHost(folder);
  }

  @AfterEach
  void tearDown() {
    host.close();
  }

  private static Stream<Arguments> spellings() {
    return Stream.of(KeyType.RSA_2048, KeyType.P384)
        .flatMap(
            type ->
                Stream.of(KeySpelling.values())
                    .filter(spelling -> spelling.fits(keys(type).getPublic()))
                    .map(spelling -> Arguments.of(type, spelling)));
  }

  private static KeyPair keys(KeyType type) {
    return KEYS.computeIfAbsent(
        type, made -> made == KeyType.RSA_2048 ? Certificates.sharedRsa(9) : made.generate());
  }

  /** Returns who has a key, by a certificate that writes it so. */
  private PluginAuthor author(String name, KeyType type, KeySpelling spelling) {
    KeyPair pair = keys(type);
    return PluginAuthor.certified(
        name, host.authority(), new KeyPair(spelling.of(pair.getPublic()), pair.getPrivate()));
  }

  private PluginAuthor author(KeyType type, KeySpelling spelling) {
    return author("clock", type, spelling);
  }

  private static String keyId(KeyType type) {
    return KeyRules.id(keys(type).getPublic());
  }

  private Decision start(
      UnaryOperator<VerifyingPluginManager.Builder> options, String version, PluginAuthor by)
      throws Exception {
    Files.deleteIfExists(host.plugins().resolve("clock.zip"));
    Path plugin = PluginKit.plugin("clock", version).signedBy(by).zip(host.plugins());
    try (VerifyingPluginManager manager = options.apply(host.builder()).build()) {
      manager.loadPlugins();
      return decision(manager, plugin);
    }
  }

  @ParameterizedTest
  @MethodSource("spellings")
  void key_whenWithdrawn_isSoHoweverItIsWritten(KeyType type, KeySpelling spelling)
      throws Exception {
    TrustStore trust = host.trust().toBuilder().revokeKey(keyId(type)).build();

    Decision decision = start(builder -> builder.trust(trust), "1.0.0", author(type, spelling));

    assertThat(decision.isAdmitted()).isFalse();
    assertThat(reasons(decision)).contains(Reason.REVOKED);
  }

  @ParameterizedTest
  @MethodSource("spellings")
  void key_whenCertifiedAgain_isNoNewOne(KeyType type, KeySpelling spelling) throws Exception {
    UnaryOperator<VerifyingPluginManager.Builder> strict =
        builder -> builder.newKeys(HistoryRule.REFUSE);
    start(strict, "1.0.0", author(type, KeySpelling.USUAL));

    assertThat(start(strict, "1.1.0", author(type, spelling)).action())
        .isEqualTo(Decision.Action.ADMIT);
  }

  @ParameterizedTest
  @MethodSource("spellings")
  void author_whenAlsoSigningByTheSameKey_countsOnce(KeyType type, KeySpelling spelling)
      throws Exception {
    PluginAuthor twice =
        author(type, KeySpelling.USUAL).beside("clock", author("clock", type, spelling));

    Decision decision =
        start(builder -> builder.signers(SignerRule.requireSigners(2)), "1.0.0", twice);

    assertThat(decision.action()).isEqualTo(Decision.Action.REFUSE);
    assertThat(reasons(decision)).contains(Reason.SIGNER_MISSING);
  }

  /** A host that has withdrawn the key of an authority has withdrawn it in each certificate. */
  @ParameterizedTest
  @MethodSource("spellings")
  void statement_whenItsKeyIsWrittenOtherwise_isNone(KeyType type, KeySpelling spelling)
      throws Exception {
    UnaryOperator<VerifyingPluginManager.Builder> beta =
        builder -> builder.channel(new ReleaseChannel("beta")).newKeys(HistoryRule.REFUSE);
    PluginAuthor next = PluginAuthor.of("clock", host.authority());
    start(beta, "1.0.0", author(type, KeySpelling.USUAL));

    Decision decision =
        start(beta, "2.0.0", next.saying("rotation", statement(type, spelling, next)));

    assertThat(reasons(decision))
        .isEqualTo(spelling == KeySpelling.USUAL ? List.of() : List.of(Reason.KEY_CHANGED));
  }

  private static String statement(KeyType type, KeySpelling spelling, PluginAuthor next)
      throws Exception {
    KeyPair pair = keys(type);
    SignatureAlgorithm by = SignatureAlgorithm.ofVersion2(pair.getPublic()).orElseThrow();
    byte[] signed =
        RotationProof.signedBytes("clock", pair.getPublic(), next.certificate().getPublicKey());
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    ObjectNode one = list.addObject();
    one.put("key", base64(spelling.of(pair.getPublic()).getEncoded())).put("alg", by.id());
    one.put("signature", base64(by.sign(pair.getPrivate(), signed)));
    return list.toString();
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
