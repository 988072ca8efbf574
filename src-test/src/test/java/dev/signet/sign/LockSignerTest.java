package dev.signet.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.lock.LockCheck;
import dev.signet.lock.PluginsLock;
import dev.signet.lock.SignedLock;
import dev.signet.sign.authority.CertificateAuthority;
import dev.signet.sign.key.KeyType;
import dev.signet.sign.problem.SigningRefusedException;
import dev.signet.testkit.Locks;
import dev.signet.testkit.PluginAuthor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LockSignerTest {
  private static final CertificateAuthority AUTHORITY = PluginAuthor.authority("Test Root");
  private static final PluginsLock LOCK = Locks.lock(7, Locks.plugin("clock", "1.0", "a"));

  private static LockSigner signer(PluginAuthor author) throws Exception {
    SigningIdentity identity = SigningIdentity.of(author.key(), author.certificate(), List.of());
    return new LockSigner(identity, Clock.systemUTC(), Optional.empty());
  }

  @ParameterizedTest
  @EnumSource(KeyType.class)
  void list_whenSigned_isTrustedByWhoTrustsTheAuthority(KeyType type) throws Exception {
    SignedLock signed = signer(PluginAuthor.of("plugins-lock", AUTHORITY, type)).sign(LOCK);

    SignedLock read = Locks.read(signed.toBytes());
    assertThat(read.lock()).isEqualTo(LOCK);
    assertThat(
            new LockCheck(PluginAuthor.trusting(AUTHORITY)).check(read, Instant.now()).findings())
        .isEmpty();
  }

  @Test
  void certificate_whenForAPlugin_signsNoList() throws Exception {
    LockSigner signer = signer(PluginAuthor.of("clock", AUTHORITY));

    assertThatThrownBy(() -> signer.sign(LOCK))
        .isInstanceOf(SigningRefusedException.class)
        .hasMessageContaining("'clock'")
        .hasMessageContaining("'plugins-lock'");
  }

  @Test
  void certificate_whenRunOut_signsNoList() throws Exception {
    LockSigner signer =
        signer(
            PluginAuthor.until("plugins-lock", AUTHORITY, Instant.now().minus(Duration.ofDays(1))));

    assertThatThrownBy(() -> signer.sign(LOCK))
        .isInstanceOf(SigningRefusedException.class)
        .hasMessageContaining("expired");
  }
}
