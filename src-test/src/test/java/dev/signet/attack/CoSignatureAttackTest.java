package dev.signet.attack;

import static dev.signet.testkit.TestHost.decision;
import static dev.signet.testkit.TestHost.ids;
import static dev.signet.testkit.TestHost.reasons;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.pf4j.install.InstallRequest;
import dev.signet.pf4j.install.SignedPluginInstaller;
import dev.signet.policy.Decision;
import dev.signet.policy.Decision.Action;
import dev.signet.policy.Enforcement;
import dev.signet.policy.ReleaseChannel;
import dev.signet.policy.SignatureRequirement;
import dev.signet.policy.SignerRule;
import dev.signet.sign.key.PemFiles;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.SwitchedTrust;
import dev.signet.testkit.TestHost;
import dev.signet.trust.TrustStore;
import dev.signet.verdict.Dimension;
import dev.signet.verdict.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Further signatures of a store and of others, and all that may be left out, changed or moved. */
class CoSignatureAttackTest {
  @TempDir Path folder;
  private TestHost host;
  private PluginAuthor author;
  private PluginAuthor store;
  private PluginAuthor reviewer;

  @BeforeEach
  void setUp() {
    host = new TestHost(folder);
    author = host.author("clock");
    store = PluginAuthor.of("store", host.authority());
    reviewer = PluginAuthor.of("reviewer", host.authority());
  }

  @AfterEach
  void tearDown() {
    host.close();
  }

  private static VerifyingPluginManager.Builder asking(VerifyingPluginManager.Builder builder) {
    return builder.signers("clock", SignerRule.requireSigners(2).alsoSignedBy("store"));
  }

  private static PluginKit clock(PluginAuthor by) {
    return PluginKit.plugin("clock", "1.0.0").signedBy(by);
  }

  private Decision start(UnaryOperator<VerifyingPluginManager.Builder> options, PluginKit kit)
      throws Exception {
    Files.deleteIfExists(host.plugins().resolve("clock.zip"));
    return start(options, kit.zip(host.plugins()));
  }

  private Decision start(UnaryOperator<VerifyingPluginManager.Builder> options, Path plugin) {
    try (VerifyingPluginManager manager = options.apply(host.builder()).build()) {
      manager.loadPlugins();
      Decision decision = decision(manager, plugin);
      assertThat(ids(manager)).hasSize(decision.isAdmitted() ? 1 : 0);
      return decision;
    }
  }

  private static UnaryOperator<VerifyingPluginManager.Builder> requiring(SignerRule rule) {
    return builder -> builder.signers(rule);
  }

  private static void assertMissing(Decision decision, String... told) {
    assertThat(decision.action()).isEqualTo(Action.REFUSE);
    assertThat(reasons(decision)).containsOnlyOnce(Reason.SIGNER_MISSING);
    assertThat(decision.explanation()).contains(told);
  }

  @Test
  void release_whenTheStoreHasSignedToo_isAdmitted() throws Exception {
    assertThat(start(CoSignatureAttackTest::asking, clock(author.beside("clock", store))).action())
        .isEqualTo(Action.ADMIT);
    assertThat(
            start(CoSignatureAttackTest::asking, clock(author.beside("clock", store, reviewer)))
                .action())
        .isEqualTo(Action.ADMIT);
  }

  @Test
  void host_whenItAsksForNobodyElse_saysNothingOfFurtherSignatures() throws Exception {
    PluginAuthor stranger = PluginAuthor.of("store", PluginAuthor.authority("Other Root"));

    assertThat(start(builder -> builder, clock(author.beside("clock", stranger))).action())
        .isEqualTo(Action.ADMIT);
    assertThat(
            start(builder -> builder, clock(author.saying("cosignatures", "{\"a\":[1]}"))).action())
        .isEqualTo(Action.ADMIT);
  }

  /** What may be done to the further signatures of a release, or put in their place. */
  private enum Forgery {
    STRIPPED("Missing is the signature of 'store'"),
    EMPTY("Missing is the signature of 'store'"),
    REPEATED("Missing is the signature of 'store'"),
    REORDERED("Missing is the signature of 'store'"),
    OF_ANOTHER_RELEASE("does not count: BAD_SIGNATURE"),
    OF_ANOTHER_PLUGIN("does not count: BAD_SIGNATURE"),
    OVER_THE_BARE_HASHES("does not count: BAD_SIGNATURE"),
    THE_AUTHORS_UNDER_THE_STORES_CERTIFICATE("does not count: BAD_SIGNATURE"),
    THE_AUTHORS_OWN("It has 1 of the 2 signatures"),
    THE_AUTHORS_KEY_CERTIFIED_FOR_THE_STORE("It has 1 of the 2 signatures"),
    OF_A_STRANGER("does not count: UNTRUSTED_CERTIFICATE"),
    OF_SOMEBODY_ELSE("nobody here has asked for it"),
    BY_AN_AUTHORITY("does not count: INVALID_CERTIFICATE"),
    OF_ANOTHER_ALGORITHM("does not count: BAD_SIGNATURE"),
    OF_VERSION_1S_ALGORITHM("Missing is the signature of 'store'"),
    NINE("Missing is the signature of 'store'"),
    NO_LIST("Missing is the signature of 'store'"),
    A_NULL("Missing is the signature of 'store'"),
    NO_CERTIFICATE("Missing is the signature of 'store'"),
    TWO_CERTIFICATES("Missing is the signature of 'store'"),
    A_HUGE_CERTIFICATE("Missing is the signature of 'store'"),
    A_BAD_TIMESTAMP("Missing is the signature of 'store'");

    private final String told;

    Forgery(String told) {
      this.told = told;
    }
  }

  private PluginAuthor forged(Forgery forgery) {
    return author.beside(hashes -> forged(forgery, hashes));
  }

  private List<JsonNode> forged(Forgery forgery, byte[] hashes) {
    ObjectNode right = (ObjectNode) store.cosignature("clock", hashes);
    ObjectNode changed = right.deepCopy();
    return switch (forgery) {
      case STRIPPED, EMPTY, NO_LIST -> List.of();
      case REPEATED -> List.of(right, right);
      case REORDERED -> reordered(right, reviewer.cosignature("clock", hashes));
      case OF_ANOTHER_RELEASE ->
          List.of(store.cosignature("clock", "{\"a\":\"b\"}".getBytes(UTF_8)));
      case OF_ANOTHER_PLUGIN -> List.of(store.cosignature("disk", hashes));
      case OVER_THE_BARE_HASHES -> List.of(store.cosignatureOver(hashes));
      case THE_AUTHORS_UNDER_THE_STORES_CERTIFICATE ->
          List.of(changed.set("signature", author.cosignature("clock", hashes).get("signature")));
      case THE_AUTHORS_OWN -> List.of(author.cosignature("clock", hashes));
      case THE_AUTHORS_KEY_CERTIFIED_FOR_THE_STORE ->
          List.of(author.named("store", host.authority()).cosignature("clock", hashes));
      case OF_A_STRANGER ->
          List.of(
              PluginAuthor.of("store", PluginAuthor.authority("Test Root"))
                  .cosignature("clock", hashes));
      case OF_SOMEBODY_ELSE -> List.of(reviewer.cosignature("clock", hashes));
      case BY_AN_AUTHORITY ->
          List.of(certified(changed, PemFiles.text(host.authority().certificate())));
      case OF_ANOTHER_ALGORITHM -> List.of(changed.put("alg", "rsa-pss-sha384"));
      case OF_VERSION_1S_ALGORITHM -> List.of(changed.put("alg", "rsa-pss-sha1"));
      case NINE -> Collections.nCopies(9, right);
      case A_NULL -> List.of(new ObjectMapper().nullNode());
      case NO_CERTIFICATE -> List.of(changed.without("certificates"));
      case TWO_CERTIFICATES -> List.of(certified(changed, pem(right) + pem(right)));
      case A_HUGE_CERTIFICATE -> List.of(certified(changed, pem(right) + " ".repeat(1 << 17)));
      case A_BAD_TIMESTAMP -> List.of(changed.put("timestamp", "!"));
    };
  }

  private static String pem(JsonNode signature) {
    return signature.at("/certificates/leaf").textValue();
  }

  private static JsonNode certified(ObjectNode signature, String leaf) {
    ((ObjectNode) signature.get("certificates")).put("leaf", leaf);
    return signature;
  }

  private List<JsonNode> reordered(JsonNode right, JsonNode other) {
    List<JsonNode> both = new ArrayList<>(List.of(right, other));
    if (store.keyId().compareTo(reviewer.keyId()) < 0) {
      Collections.reverse(both);
    }
    return both;
  }

  @ParameterizedTest
  @EnumSource
  void signature_whenForged_isTheStoresNoMore(Forgery forgery) throws Exception {
    PluginAuthor forger =
        switch (forgery) {
          case EMPTY -> author.saying("cosignatures", "[]");
          case NO_LIST -> author.saying("cosignatures", "{\"0\":1}");
          default -> forged(forgery);
        };

    for (int start = 0; start < 2; start++) {
      assertMissing(
          start(CoSignatureAttackTest::asking, clock(forger)),
          "'store'",
          forgery.told,
          "'clock' (key ");
    }
    assertThat(
            start(builder -> asking(builder).channel(new ReleaseChannel("beta")), clock(forger))
                .action())
        .isEqualTo(Action.WARN);
  }

  @Test
  void update_whenTheStoreHasNotSigned_isRefused() throws Exception {
    VerifyingPluginManager manager = host.opened(asking(host.builder()).build());
    SignedPluginInstaller installer = SignedPluginInstaller.of(manager);
    Path alone = clock(author).zip(folder.resolve("alone"));
    Path both = clock(author.beside("clock", store)).zip(folder.resolve("both"));

    assertThat(installer.install(InstallRequest.of(alone)).isDone()).isFalse();
    assertThat(reasons(installer.preview(InstallRequest.of(alone)).decision()))
        .contains(Reason.SIGNER_MISSING);
    assertThat(installer.install(InstallRequest.of(both)).isDone()).isTrue();
  }

  @Test
  void update_whenWhatIsThereWasNeverLoaded_saysOnceWhoIsMissing() {
    clock(author).zip(host.plugins());
    VerifyingPluginManager manager =
        host.opened(asking(host.builder()).channel(new ReleaseChannel("beta")).build());
    Path newer = PluginKit.plugin("clock", "1.1.0").signedBy(author).zip(folder.resolve("newer"));

    Decision decision =
        SignedPluginInstaller.of(manager).preview(InstallRequest.of(newer)).decision();

    assertThat(reasons(decision)).containsExactly(Reason.SIGNER_MISSING);
  }

  @Test
  void signers_whenOneTooFew_areCountedAndNamed() throws Exception {
    PluginAuthor second = PluginAuthor.of("clock", host.authority());
    PluginAuthor third = PluginAuthor.of("clock", host.authority());
    PluginKit two = clock(author.beside("clock", second));

    assertMissing(
        start(requiring(SignerRule.requireSigners(3)), two),
        "It has 2 of the 3 signatures",
        author.keyId(),
        second.keyId());
    assertThat(start(requiring(SignerRule.requireSigners(2)), two).action())
        .isEqualTo(Action.ADMIT);
    assertThat(
            start(
                    requiring(SignerRule.requireSigners(3)),
                    clock(author.beside("clock", second, third)))
                .action())
        .isEqualTo(Action.ADMIT);
  }

  @Test
  void rules_whenSeveralFit_allCount() throws Exception {
    UnaryOperator<VerifyingPluginManager.Builder> rules =
        builder ->
            builder
                .featured("clock")
                .featuredSigners(SignerRule.requireSigners(1).alsoSignedBy("reviewer"))
                .signers("clock", SignerRule.requireSigners(1).alsoSignedBy("store"))
                .signers(SignerRule.requireSigners(3));

    assertMissing(
        start(rules, clock(author.beside("clock", store))),
        "Missing is the signature of 'reviewer'",
        "It has 2 of the 3");
    assertThat(start(rules, clock(author.beside("clock", store, reviewer))).action())
        .isEqualTo(Action.ADMIT);
    assertThat(
            start(builder -> builder.featuredSigners(SignerRule.requireSigners(2)), clock(author))
                .action())
        .isEqualTo(Action.ADMIT);
  }

  /** Else it would be enough to leave out the author's signature as well. */
  @Test
  void plugin_whenNotSignedAtAll_doesNotGetRoundTheRules() throws Exception {
    PluginKit unsigned = PluginKit.plugin("clock", "1.0.0");
    UnaryOperator<VerifyingPluginManager.Builder> featured =
        builder -> builder.require(SignatureRequirement.FEATURED);

    assertThat(start(featured, unsigned).action()).isEqualTo(Action.WARN);
    assertThat(start(b -> asking(featured.apply(b)), unsigned).action()).isEqualTo(Action.REFUSE);
    assertThat(start(b -> asking(b).allowUnsigned("clock"), unsigned).action())
        .isEqualTo(Action.REFUSE);
    assertThat(
            start(b -> featured.apply(b).signers(SignerRule.requireSigners(2)), unsigned).action())
        .isEqualTo(Action.REFUSE);
    assertThat(
            start(b -> b.signers(SignerRule.requireSigners(2)).allowUnsigned("clock"), unsigned)
                .action())
        .isEqualTo(Action.WARN);
  }

  /** A host that puts up with an author's certificate has not put up with the store's silence. */
  @Test
  void release_whenItsAuthorIsExpiredAndTolerated_needsTheStoreAllTheSame() throws Exception {
    Instant end = Instant.now().minus(Duration.ofDays(1));
    PluginAuthor expired = PluginAuthor.until("clock", host.authority(), end);
    UnaryOperator<VerifyingPluginManager.Builder> warned =
        builder -> asking(builder).enforcement(Dimension.EXPIRY, Enforcement.WARN);

    assertMissing(start(warned, clock(expired)), "Missing is the signature of 'store'");
    Decision both = start(warned, clock(expired.beside("clock", store)));
    assertThat(both.action()).isEqualTo(Action.WARN);
    assertThat(reasons(both)).containsExactly(Reason.EXPIRED);
  }

  /** The verdict that a start keeps for the next one holds no longer than what it depends on. */
  @Test
  void keptVerdict_whenTheStoreIsWithdrawnOrThePolicyChanges_isJudgedAnew() throws Exception {
    assertThat(start(CoSignatureAttackTest::asking, clock(author.beside("clock", store))).action())
        .isEqualTo(Action.ADMIT);
    Path plugin = host.plugins().resolve("clock.zip");
    TrustStore withdrawn = host.trust().toBuilder().revokeKey(store.keyId()).build();

    assertMissing(
        start(builder -> asking(builder).trust(withdrawn), plugin), "does not count: REVOKED");
    assertThat(start(CoSignatureAttackTest::asking, plugin).action()).isEqualTo(Action.ADMIT);
    assertMissing(start(requiring(SignerRule.requireSigners(2)), plugin), "It has 1 of the 2");
    assertThat(start(builder -> builder.trust(withdrawn), plugin).action()).isEqualTo(Action.ADMIT);
    assertThat(start(CoSignatureAttackTest::asking, plugin).action()).isEqualTo(Action.ADMIT);
  }

  @Test
  void keptVerdict_whenTheStoresCertificateRunsOut_isToldInTimeAndThenJudgedAnew()
      throws Exception {
    Instant end = Instant.now().plus(Duration.ofDays(90));
    PluginAuthor brief = PluginAuthor.until("store", host.authority(), end);
    assertThat(start(CoSignatureAttackTest::asking, clock(author.beside("clock", brief))).action())
        .isEqualTo(Action.ADMIT);
    Path plugin = host.plugins().resolve("clock.zip");

    Decision soon = start(at(end.minus(Duration.ofDays(59))), plugin);
    assertThat(soon.action()).isEqualTo(Action.WARN);
    assertThat(reasons(soon)).containsExactly(Reason.EXPIRES_SOON);
    assertThat(soon.explanation()).contains("Of the signature of 'store'");
    assertMissing(start(at(end.plusSeconds(60)), plugin), "does not count: EXPIRED");
  }

  private static UnaryOperator<VerifyingPluginManager.Builder> at(Instant now) {
    return builder -> asking(builder).clock(Clock.fixed(now, ZoneOffset.UTC));
  }

  @Test
  void runningPlugin_whenTheStoreIsWithdrawn_isRefused() throws Exception {
    SwitchedTrust trust = new SwitchedTrust(host.trust());
    Path plugin = clock(author.beside("clock", store)).zip(host.plugins());
    VerifyingPluginManager manager = host.opened(asking(host.builder()).trust(trust).build());
    manager.loadPlugins();
    assertThat(decision(manager, plugin).action()).isEqualTo(Action.ADMIT);

    trust.set(host.trust().toBuilder().revokeKey(store.keyId()).build());
    manager.admission().reassess();

    assertMissing(decision(manager, plugin), "'store'");
  }
}
