package dev.signet.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.sign.authority.CertificateAuthority;
import dev.signet.testkit.Locks;
import dev.signet.testkit.PluginAuthor;
import dev.signet.trust.AnchorProfile;
import dev.signet.trust.TrustAnchor;
import dev.signet.trust.TrustStore;
import dev.signet.verdict.Audience;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Signer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LockCheckTest {
  private static final CertificateAuthority AUTHORITY = PluginAuthor.authority("Test Root");
  private static final PluginAuthor SIGNER = PluginAuthor.of("plugins-lock", AUTHORITY);
  private static final PluginsLock LOCK = Locks.lock(7, Locks.plugin("clock", "1.0", "a"));

  private static LockCheck.Result check(SignedLock lock) {
    return check(lock, PluginAuthor.trusting(AUTHORITY));
  }

  private static LockCheck.Result check(SignedLock lock, TrustStore trust) {
    return new LockCheck(trust).check(lock, Instant.now());
  }

  private static List<Reason> problems(LockCheck.Result result) {
    return result.findings().stream().filter(Finding::isProblem).map(Finding::reason).toList();
  }

  @Test
  void list_whenSignedByWhoMay_isTrusted() {
    LockCheck.Result result = check(Locks.signed(LOCK, SIGNER));

    assertThat(result.findings()).isEmpty();
    assertThat(result.isTrusted()).isTrue();
    assertThat(result.signer().map(Signer::commonName)).contains("plugins-lock");
  }

  @Test
  void draft_isTrustedByNobody() {
    LockCheck.Result result = check(SignedLock.draft(LOCK));

    assertThat(result.isTrusted()).isFalse();
    assertThat(problems(result)).containsExactly(Reason.MISSING_SIGNATURE);
  }

  @Test
  void problem_saysWhatToDoAboutAList() {
    LockCheck.Result result =
        check(Locks.signed(LOCK, SIGNER), PluginAuthor.trusting(PluginAuthor.authority("Other")));

    assertThat(problems(result)).containsExactly(Reason.UNTRUSTED_CERTIFICATE);
    assertThat(result.findings().get(0).remedy(Audience.ADMINISTRATOR))
        .contains("signet lock:sign", "'plugins-lock'", "keep what they have");
    assertThat(result.signer()).isEmpty();
  }

  @Test
  void list_whenItsDigestIsWithdrawn_isRevoked() {
    TrustStore trust =
        TrustStore.builder()
            .anchor(new TrustAnchor(AUTHORITY.certificate(), AnchorProfile.STANDARD))
            .revokeManifest(LOCK.digest())
            .build();

    assertThat(problems(check(Locks.signed(LOCK, SIGNER), trust))).containsExactly(Reason.REVOKED);
    assertThat(check(Locks.signed(Locks.lock(8), SIGNER), trust).isTrusted()).isTrue();
  }

  @Test
  void certificate_whenItRunsOutSoon_isANoticeOnly() {
    PluginAuthor brief =
        PluginAuthor.until("plugins-lock", AUTHORITY, Instant.now().plus(Duration.ofDays(10)));

    LockCheck.Result result = check(Locks.signed(LOCK, brief));

    assertThat(result.isTrusted()).isTrue();
    assertThat(result.findings()).extracting(Finding::reason).containsExactly(Reason.EXPIRES_SOON);
  }
}
