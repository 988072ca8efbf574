package dev.signet.attack;

import static dev.signet.testkit.TestHost.decision;
import static dev.signet.testkit.TestHost.reasons;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.signet.envelope.RotationProof;
import dev.signet.envelope.SignatureAlgorithm;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.pf4j.install.InstallRequest;
import dev.signet.pf4j.install.InstallResult;
import dev.signet.pf4j.install.InstallResult.Refused;
import dev.signet.pf4j.install.SignedPluginInstaller;
import dev.signet.policy.HistoryRule;
import dev.signet.policy.LedgerException;
import dev.signet.policy.SignedRelease;
import dev.signet.policy.VersionOrder;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.TestHost;
import dev.signet.trust.TrustStore;
import dev.signet.verdict.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Statements of old keys that are true, and all that somebody may make of them or put in their
 * place.
 */
class RotationAttackTest {
  @TempDir Path folder;
  private TestHost host;
  private PluginAuthor first;
  private PluginAuthor second;
  private PluginAuthor third;

  @BeforeEach
  void setUp() throws Exception {
    host = TestHost.onP384(folder.resolve("plugins"), folder.resolve("state"));
    first = host.author("clock");
    second = PluginAuthor.of("clock", host.authority());
    third = PluginAuthor.of("clock", host.authority());
    load(host.trust(), host.signed("clock", "1.0.0"));
  }

  @AfterEach
  void tearDown() {
    host.close();
  }

  private static RotationProof vouching(
      RotationProof before, String id, PluginAuthor old, PluginAuthor next)
      throws GeneralSecurityException {
    return vouching(before, id, old, old, next);
  }

  /** One who signs may say that another one does. */
  private static RotationProof vouching(
      RotationProof before, String id, PluginAuthor named, PluginAuthor signer, PluginAuthor next)
      throws GeneralSecurityException {
    byte[] statement =
        RotationProof.signedBytes(
            id, named.certificate().getPublicKey(), next.certificate().getPublicKey());
    SignatureAlgorithm by = SignatureAlgorithm.ECDSA_P384_SHA384;
    return before.with(named.certificate().getPublicKey(), by, signer.key().sign(by, statement));
  }

  private static RotationProof vouching(String id, PluginAuthor old, PluginAuthor next)
      throws GeneralSecurityException {
    return vouching(RotationProof.NONE, id, old, next);
  }

  private static PluginKit signed(String version, PluginAuthor by, String rotation) {
    return PluginKit.plugin("clock", version).signedBy(by.saying("rotation", rotation));
  }

  private static PluginKit signed(String version, PluginAuthor by, RotationProof proof) {
    return signed(version, by, proof.toJson().toString());
  }

  /** Returns what a start of a host says of a release that somebody has put there. */
  private List<Reason> load(TrustStore trust, PluginKit kit) throws Exception {
    Files.deleteIfExists(host.plugins().resolve("clock.zip"));
    return load(trust, kit.zip(host.plugins()));
  }

  private List<Reason> load(TrustStore trust, Path plugin) {
    try (VerifyingPluginManager manager = host.builder().trust(trust).build()) {
      manager.loadPlugins();
      assertThat(decision(manager, plugin).isAdmitted()).isTrue();
      return reasons(decision(manager, plugin));
    }
  }

  private List<Reason> load(PluginKit kit) throws Exception {
    return load(host.trust(), kit);
  }

  private List<String> keys() throws LedgerException {
    try (VerifyingPluginManager manager = host.builder().build()) {
      return manager.admission().ledger().find("clock").orElseThrow().keys();
    }
  }

  @Test
  void newKey_whenTheOldOneVouchesForIt_isKnownWithoutAWord() throws Exception {
    assertThat(load(signed("2.0.0", second, vouching("clock", first, second)))).isEmpty();

    assertThat(keys()).containsExactly(first.keyId(), second.keyId());
    assertThat(load(host.signed("clock", "2.1.0").signedBy(second))).isEmpty();
    assertThat(load(host.signed("clock", "2.2.0"))).isEmpty();
  }

  @Test
  void host_whenItHasMissedAKey_followsTheChain() throws Exception {
    RotationProof chain = vouching(vouching("clock", first, second), "clock", second, third);

    assertThat(load(signed("3.0.0", third, chain))).isEmpty();

    assertThat(keys()).containsExactly(first.keyId(), third.keyId());
    assertThat(load(host.signed("clock", "3.1.0").signedBy(second)))
        .containsExactly(Reason.KEY_CHANGED);
  }

  @Test
  void update_whenTheOldKeyVouches_needsNoConfirmation() throws Exception {
    VerifyingPluginManager manager = strict();
    assertRefused(update(manager, host.signed("clock", "2.0.0").signedBy(second)));

    PluginKit kit = signed("2.0.0", second, vouching("clock", first, second));
    assertThat(update(manager, kit).isDone()).isTrue();
    assertThat(update(manager, host.signed("clock", "2.1.0").signedBy(second)).isDone()).isTrue();
    assertThat(manager.refusals()).isEmpty();
  }

  /** What may stand in the place of a true statement, in a release by the second key. */
  private enum Forgery {
    NONE,
    OF_ANOTHER_PLUGIN,
    FOR_ANOTHER_KEY,
    BY_AN_UNKNOWN_KEY,
    BY_THE_NEW_KEY,
    BY_THE_NEW_KEY_IN_THE_NAME_OF_THE_OLD,
    LOOP_OF_STRANGERS,
    BROKEN_LINK,
    REVERSED,
    CUT_AT_ITS_END,
    NINE_STATEMENTS,
    OTHER_ALGORITHM,
    CHANGED_SIGNATURE,
    NO_LIST,
    A_MEMBER_THAT_IS_NULL
  }

  private String forged(Forgery forgery) throws GeneralSecurityException {
    RotationProof whole = vouching("clock", first, second);
    String text = whole.toJson().toString();
    RotationProof chain = vouching(vouching("clock", first, third), "clock", third, second);
    ArrayNode links = chain.toJson();
    return switch (forgery) {
      case NONE -> "[]";
      case OF_ANOTHER_PLUGIN -> vouching("disk", first, second).toJson().toString();
      case FOR_ANOTHER_KEY -> vouching("clock", first, third).toJson().toString();
      case BY_AN_UNKNOWN_KEY -> vouching("clock", third, second).toJson().toString();
      case BY_THE_NEW_KEY -> vouching("clock", second, second).toJson().toString();
      case BY_THE_NEW_KEY_IN_THE_NAME_OF_THE_OLD ->
          vouching(RotationProof.NONE, "clock", first, second, second).toJson().toString();
      case LOOP_OF_STRANGERS ->
          vouching(vouching("clock", second, third), "clock", third, second).toJson().toString();
      case BROKEN_LINK ->
          vouching(vouching("disk", first, third), "clock", third, second).toJson().toString();
      case REVERSED -> "[" + links.get(1) + "," + links.get(0) + "]";
      case CUT_AT_ITS_END -> "[" + links.get(0) + "]";
      case NINE_STATEMENTS -> "[" + (links.get(0) + ",").repeat(8) + links.get(1) + "]";
      case OTHER_ALGORITHM -> text.replace("ecdsa-p384-sha384", "rsa-pss-sha384");
      case CHANGED_SIGNATURE -> text.replaceFirst("\"signature\":\"MG", "\"signature\":\"MH");
      case NO_LIST -> text.substring(1, text.length() - 1);
      case A_MEMBER_THAT_IS_NULL -> "null";
    };
  }

  @ParameterizedTest
  @EnumSource
  void statement_whenForged_isNoneAndTheReleaseStaysWhatItIs(Forgery forgery) throws Exception {
    PluginKit kit = signed("2.0.0", second, forged(forgery));

    assertThat(load(kit)).containsExactly(Reason.KEY_CHANGED);
    assertThat(load(kit)).containsExactly(Reason.KEY_CHANGED);
    assertThat(keys()).containsExactly(first.keyId());
    assertRefused(update(strict(), signed("2.0.1", second, forged(forgery))));
  }

  @Test
  void statement_whenStripped_leavesANewKey() throws Exception {
    assertThat(load(host.signed("clock", "2.0.0").signedBy(second)))
        .containsExactly(Reason.KEY_CHANGED);
    assertThat(keys()).containsExactly(first.keyId());
  }

  /** What its thief holds vouches for nobody once the host has withdrawn it. */
  @Test
  void statement_whenByAWithdrawnKey_countsForNothing() throws Exception {
    TrustStore withdrawn = host.trust().toBuilder().revokeKey(first.keyId()).build();
    RotationProof chain = vouching(vouching("clock", first, third), "clock", third, second);
    TrustStore linkWithdrawn = host.trust().toBuilder().revokeKey(third.keyId()).build();

    assertThat(load(withdrawn, signed("2.0.0", second, vouching("clock", first, second))))
        .containsExactly(Reason.KEY_CHANGED);
    assertThat(load(linkWithdrawn, signed("2.0.0", second, chain)))
        .containsExactly(Reason.KEY_CHANGED);
    assertThat(load(signed("2.0.0", second, chain))).isEmpty();
  }

  /** A start from an unchanged source and its sealed copy knows the statements all the same. */
  @Test
  void statement_whenKeptForTheNextStart_countsAsLongAsItsKeyIsNotWithdrawn() throws Exception {
    load(signed("2.0.0", second, vouching("clock", first, second)));
    Path plugin = host.plugins().resolve("clock.zip");
    TrustStore withdrawn = host.trust().toBuilder().revokeKey(first.keyId()).build();

    rememberOnly(first);
    assertThat(load(host.trust(), plugin)).isEmpty();
    rememberOnly(first);
    assertThat(load(withdrawn, plugin)).containsExactly(Reason.KEY_CHANGED);
    rememberOnly(third);
    assertThat(load(host.trust(), plugin)).containsExactly(Reason.KEY_CHANGED);
  }

  private void rememberOnly(PluginAuthor author) throws LedgerException {
    try (VerifyingPluginManager manager = host.builder().build()) {
      manager.admission().ledger().forget("clock");
      manager
          .admission()
          .ledger()
          .record(
              List.of(new SignedRelease("clock", "1.0.0", author.keyId(), "12".repeat(64))),
              Instant.now(),
              VersionOrder.semantic());
    }
  }

  private VerifyingPluginManager strict() {
    VerifyingPluginManager manager =
        host.opened(host.builder().newKeys(HistoryRule.REFUSE).build());
    manager.loadPlugins();
    return manager;
  }

  private InstallResult update(VerifyingPluginManager manager, PluginKit kit) {
    return SignedPluginInstaller.of(manager)
        .update(InstallRequest.of(kit.zip(folder.resolve("downloads"))));
  }

  private static void assertRefused(InstallResult result) {
    assertThat(result)
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(reasons(refused.decision())).containsExactly(Reason.KEY_CHANGED));
  }
}
