package dev.signet.attack;

import static dev.signet.testkit.TestHost.decision;
import static dev.signet.testkit.TestHost.reasons;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.lock.LockCheck;
import dev.signet.lock.PluginsLock;
import dev.signet.lock.SignedLock;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.policy.Decision;
import dev.signet.policy.ReleaseChannel;
import dev.signet.sign.authority.CertificateAuthority;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Locks;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.RevocationLists;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.TimestampTokens;
import dev.signet.trust.AnchorProfile;
import dev.signet.trust.TrustAnchor;
import dev.signet.trust.TrustStore;
import dev.signet.trust.TrustStoreBuilder;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of wanted plugins by others than who may sign them, and what their signer may not sign. */
class PluginsLockAttackTest {
  private static final CertificateAuthority AUTHORITY = PluginAuthor.authority("Test Root");
  private static final PluginAuthor SIGNER = PluginAuthor.of("plugins-lock", AUTHORITY);
  private static final PluginsLock LOCK = Locks.lock(7, Locks.plugin("clock", "1.0", "a"));

  private static TrustStoreBuilder trust() {
    return TrustStore.builder()
        .anchor(new TrustAnchor(AUTHORITY.certificate(), AnchorProfile.STANDARD));
  }

  private static Set<Reason> problems(SignedLock lock, TrustStore trust, Instant at) {
    LockCheck.Result result = new LockCheck(trust).check(lock, at);
    Set<Reason> reasons = new TreeSet<>();
    result.findings().stream()
        .filter(Finding::isProblem)
        .forEach(finding -> reasons.add(finding.reason()));
    assertThat(result.isTrusted()).isEqualTo(reasons.isEmpty());
    return reasons;
  }

  private static Set<Reason> problems(SignedLock lock) {
    return problems(lock, trust().build(), Instant.now());
  }

  @ParameterizedTest
  @ValueSource(strings = {"clock", "core", "Plugins-lock", "plugins_lock", "plugins"})
  void list_whenSignedByACertificateForAnythingElse_isRefused(String name) {
    assertThat(problems(Locks.signed(LOCK, PluginAuthor.of(name, AUTHORITY))))
        .containsExactly(Reason.SCOPE_MISMATCH);
  }

  @Test
  void list_whenAnythingOfItIsChangedAfterSigning_isRefused() {
    byte[] file = Locks.file(LOCK, SIGNER);
    ObjectNode plugin = (ObjectNode) tree(file).at("/lock/plugins/0");
    assertThat(problems(Locks.read(file))).isEmpty();

    for (Map.Entry<String, JsonNode> member : plugin.properties()) {
      String other =
          member.getKey().equals("digest") ? "b".repeat(128) : member.getValue().asText() + "2";
      assertThat(
              problems(
                  Locks.read(
                      Locks.changed(
                          file,
                          tree ->
                              ((ObjectNode) tree.at("/lock/plugins/0"))
                                  .put(member.getKey(), other)))))
          .as(member.getKey())
          .containsExactly(Reason.BAD_SIGNATURE);
    }
    for (String member : List.of("created", "fleet", "number", "plugins", "notBefore")) {
      assertThat(problems(Locks.read(Locks.changed(file, tree -> change(tree, member)))))
          .as(member)
          .containsExactly(Reason.BAD_SIGNATURE);
    }
  }

  private static ObjectNode tree(byte[] file) {
    ObjectNode[] found = new ObjectNode[1];
    Locks.changed(file, tree -> found[0] = tree);
    return found[0];
  }

  private static void change(ObjectNode file, String member) {
    ObjectNode list = (ObjectNode) file.get("lock");
    switch (member) {
      case "created" -> list.put(member, "2026-11-30T12:00:01Z");
      case "fleet" -> list.put(member, "south");
      case "number" -> list.put(member, 8);
      case "plugins" -> list.putArray(member);
      default -> ((ObjectNode) file.at("/lock/plugins/0")).put(member, "2026-11-30T12:00:00Z");
    }
  }

  @Test
  void list_whenByAnAuthorityThatIsNotTrusted_isRefused() {
    PluginAuthor other = PluginAuthor.of("plugins-lock", PluginAuthor.authority("Test Root"));

    assertThat(problems(Locks.signed(LOCK, other))).containsExactly(Reason.UNTRUSTED_CERTIFICATE);
  }

  @Test
  void list_whenItsCertificateIsSwappedForTheRightOne_isRefused() {
    JsonNode forged = PluginAuthor.of("clock", AUTHORITY).cosignatureOver(LOCK.signedBytes());
    ((ObjectNode) forged)
        .set("certificates", SIGNER.cosignatureOver(new byte[0]).get("certificates"));

    assertThat(problems(Locks.read(Locks.file(LOCK, forged))))
        .containsExactly(Reason.BAD_SIGNATURE);
  }

  @Test
  void signatureOfAPlugin_isNoneOfAList() {
    byte[] plugin = SIGNER.sign(Map.of("a.txt", new byte[0]));
    ObjectNode members = tree(plugin);
    members.retain("alg", "certificates", "signature");

    assertThat(problems(Locks.read(Locks.file(LOCK, members))))
        .containsExactly(Reason.BAD_SIGNATURE);
    assertThat(
            problems(
                Locks.read(
                    Locks.file(LOCK, SIGNER.cosignature("plugins-lock", LOCK.signedBytes())))))
        .containsExactly(Reason.BAD_SIGNATURE);
  }

  @Test
  void list_whenItsCertificateOrKeyIsRevoked_isRefused() throws Exception {
    Certificates.Issued root = Certificates.root("Root").make();
    Certificates.Issued leaf = Certificates.leaf("plugins-lock", root).make();
    SignedLock lock = Locks.signed(LOCK, PluginAuthor.holding(leaf.certificate(), leaf.keys()));
    TrustStoreBuilder trust =
        TrustStore.builder().anchor(new TrustAnchor(root.certificate(), AnchorProfile.STANDARD));
    Instant now = Certificates.NOW;
    assertThat(problems(lock, trust.build(), now)).isEmpty();

    byte[] list =
        RevocationLists.of(root)
            .current(now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(1)))
            .revoked(leaf.certificate())
            .der();
    X509CRL crl =
        (X509CRL)
            CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(list));

    assertThat(problems(lock, trust.revocationList(crl).build(), now))
        .containsExactly(Reason.REVOKED);
    assertThat(
            problems(
                Locks.signed(LOCK, SIGNER),
                trust().revokeKey(SIGNER.keyId()).build(),
                Instant.now()))
        .containsExactly(Reason.REVOKED);
  }

  @Test
  void list_whenItsCertificateHasRunOut_isRefusedUnlessATimestampIsOlder() throws Exception {
    Certificates.Issued root = Certificates.root("Root").make();
    Instant end = Certificates.NOW.plus(Duration.ofDays(100));
    Certificates.Issued leaf =
        Certificates.leaf("plugins-lock", root).valid(Certificates.FROM, end).make();
    Certificates.Issued stamper = TimestampTokens.signer("TSA", root).make();
    TrustStore trust =
        TrustStore.builder()
            .anchor(new TrustAnchor(root.certificate(), AnchorProfile.STANDARD))
            .timestampAnchor(root.certificate())
            .build();
    PluginAuthor signer = PluginAuthor.holding(leaf.certificate(), leaf.keys());
    ObjectNode members = (ObjectNode) signer.cosignatureOver(LOCK.signedBytes());
    SignedLock plain = Locks.read(Locks.file(LOCK, members.deepCopy()));

    assertThat(problems(plain, trust, end)).isEmpty();
    assertThat(problems(plain, trust, end.plusSeconds(1))).containsExactly(Reason.EXPIRED);

    byte[] signature = Base64.getDecoder().decode(members.get("signature").textValue());
    byte[] token = TimestampTokens.by(stamper, signature).at(Certificates.NOW).der();
    members.put("timestamp", Base64.getEncoder().encodeToString(token));
    assertThat(problems(Locks.read(Locks.file(LOCK, members)), trust, end.plusSeconds(1)))
        .isEmpty();
  }

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void signerOfLists_signsNoPlugin(boolean stable) throws Exception {
    try (TestHost host = new TestHost(folder)) {
      PluginAuthor signer = PluginAuthor.of("plugins-lock", host.authority());
      Path other = PluginKit.plugin("clock", "1.0.0").signedBy(signer).zip(host.plugins());
      Path own = PluginKit.plugin("plugins-lock", "1.0.0").signedBy(signer).zip(host.plugins());

      try (VerifyingPluginManager manager =
          host.builder()
              .coreSignsPlugins()
              .channel(stable ? ReleaseChannel.STABLE : new ReleaseChannel("beta"))
              .build()) {
        manager.loadPlugins();

        assertThat(reasons(decision(manager, other))).contains(Reason.SCOPE_MISMATCH);
        Decision decision = decision(manager, own);
        assertThat(reasons(decision)).contains(Reason.DESCRIPTOR_MISMATCH);
        assertThat(decision.explanation()).contains("'plugins-lock' is reserved");
        assertThat(decision.isAdmitted()).isEqualTo(!stable);
      }
    }
  }
}
