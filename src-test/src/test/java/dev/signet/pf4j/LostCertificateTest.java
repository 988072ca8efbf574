package dev.signet.pf4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.policy.SignatureRequirement;
import dev.signet.sign.BundleSigner;
import dev.signet.sign.SigningIdentity;
import dev.signet.sign.authority.AuthorityFolder;
import dev.signet.sign.authority.NewAuthority;
import dev.signet.sign.authority.NewCertificate;
import dev.signet.sign.authority.RevocationListFile;
import dev.signet.sign.authority.RevocationReason;
import dev.signet.sign.key.CertificateRequest;
import dev.signet.sign.key.KeyType;
import dev.signet.sign.key.SigningKey;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trace;
import dev.signet.trust.TrustStore;
import dev.signet.verdict.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The reference pages' promise: who loses a certificate gets another one, the lost one is revoked,
 * and hosts take the next release.
 */
class LostCertificateTest {
  @TempDir private Path temp;
  private Path plugins;
  private Path trust;

  @BeforeEach
  void createFolders() throws Exception {
    plugins = Files.createDirectory(temp.resolve("plugins"));
    trust = Files.createDirectory(temp.resolve("trust"));
    Trace.clear();
  }

  @Test
  void host_whenACertificateWasLost_takesTheNextReleaseAndNotTheOldOne() throws Exception {
    NewAuthority root = new NewAuthority("Acme Root", KeyType.P384, Duration.ofDays(3650));
    NewAuthority below = new NewAuthority("Acme Plugins", KeyType.P384, Duration.ofDays(1825));
    try (AuthorityFolder authority =
        AuthorityFolder.in(temp.resolve("authority"))
            .unencrypted()
            .create(root, Optional.of(below))) {
      Files.copy(temp.resolve("authority/root.crt"), trust.resolve("acme.crt"));
      publish(authority);
      release("1.0.0", author(authority));
      assertThat(greetings()).containsExactly("release 1.0.0");

      authority.revoke("clock", false, RevocationReason.SUPERSEDED);
      publish(authority);
      Trace.clear();
      assertThat(refusals()).contains(Reason.REVOKED);
      assertThat(Trace.of("clock")).isEmpty();

      release("1.1.0", author(authority));
      assertThat(greetings()).containsExactly("release 1.1.0");
    }
  }

  private static SigningIdentity author(AuthorityFolder authority) throws Exception {
    KeyPair keys = KeyType.P384.generate();
    NewCertificate issued =
        authority.issue(
            CertificateRequest.create("clock", new SigningKey(keys.getPrivate())),
            Set.of("clock"),
            Optional.empty());
    return SigningIdentity.of(keys.getPrivate(), issued.certificate(), issued.chain());
  }

  private void release(String version, SigningIdentity author) throws Exception {
    Path zip = PluginKit.plugin("clock", version).greeting("release " + version).zip(plugins);
    BundleSigner.builder(author).build().sign(zip);
  }

  private void publish(AuthorityFolder authority) throws Exception {
    for (String issuer : authority.issuers()) {
      RevocationListFile.write(
          trust.resolve(issuer + ".crl"),
          List.of(authority.revocationList(issuer, Duration.ofDays(30))),
          false);
    }
  }

  private List<String> greetings() throws Exception {
    try (VerifyingPluginManager host = host()) {
      return TestHost.greetings(host);
    }
  }

  private List<Reason> refusals() throws Exception {
    try (VerifyingPluginManager host = host()) {
      assertThat(host.getPlugins()).isEmpty();
      return TestHost.reasons(TestHost.decision(host, plugins.resolve("clock.zip")));
    }
  }

  private VerifyingPluginManager host() throws Exception {
    VerifyingPluginManager host =
        VerifyingPluginManager.builder(plugins)
            .trust(TrustStore.load(trust))
            .require(SignatureRequirement.ALL)
            .stateDirectory(temp.resolve("state"))
            .build();
    host.loadPlugins();
    host.startPlugins();
    return host;
  }
}
