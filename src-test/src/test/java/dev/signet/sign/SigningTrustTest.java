package dev.signet.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signet.sign.problem.SigningException;
import dev.signet.sign.problem.SigningObjection;
import dev.signet.sign.problem.SigningRefusedException;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.RevocationLists;
import dev.signet.testkit.Trees;
import dev.signet.trust.AnchorProfile;
import dev.signet.trust.TrustAnchor;
import dev.signet.trust.TrustStore;
import dev.signet.trust.TrustStoreBuilder;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The signer asks the verifier about the certificate's path, with what is known of it. */
class SigningTrustTest {
  private static final Certificates.Issued ROOT = Certificates.root("Root").make();
  private static final Certificates.Issued OTHER = Certificates.root("Other").make();
  private static final Certificates.Issued ISSUING =
      Certificates.intermediate("Issuing", ROOT).make();
  private static final Certificates.Issued LEAF = Certificates.leaf("alpha", ISSUING).make();
  private static final Instant LONG_AGO = Instant.parse("2026-02-01T00:00:00Z");

  @TempDir private Path temp;

  /** A path that no host takes, whatever it trusts. */
  record Wrong(String code, Certificates.Issued leaf, List<Certificates.Issued> chain) {}

  static Stream<Wrong> wrong() {
    Certificates.Issued weakRoot = Certificates.root("Weak").keys(Certificates.rsa(1024)).make();
    Certificates.Issued ended =
        Certificates.intermediate("Ended", ROOT).valid(Certificates.FROM, LONG_AGO).make();
    Certificates.Issued noAuthority = Certificates.leaf("no authority", ROOT).make();
    return Stream.of(
        new Wrong(
            "INVALID_CERTIFICATE", Certificates.leaf("alpha", weakRoot).make(), List.of(weakRoot)),
        new Wrong("EXPIRED", Certificates.leaf("alpha", ended).make(), List.of(ended, ROOT)),
        new Wrong(
            "INVALID_CERTIFICATE",
            Certificates.leaf("alpha", noAuthority).make(),
            List.of(noAuthority, ROOT)),
        new Wrong(
            "INVALID_CERTIFICATE",
            Certificates.leaf("alpha", ROOT).usage(KeyUsage.keyEncipherment).make(),
            List.of(ROOT)),
        new Wrong(
            "INVALID_CERTIFICATE",
            Certificates.leaf("alpha", ROOT).purpose(KeyPurposeId.id_kp_serverAuth).make(),
            List.of(ROOT)));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void sign_whenNoHostTakesThePath_refuses(Wrong wrong) throws Exception {
    for (String name : List.of("p", "p.zip")) {
      Path plugin = plugin(name);
      BundleSigner signer = signer(wrong.leaf(), wrong.chain()).build();
      assertRefused(plugin, signer, wrong.code());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void sign_whenItsOwnChainLeadsToItsTop_hasNothingToSay(int format) throws Exception {
    Certificates.Issued rsa =
        Certificates.leaf("alpha", ISSUING).keys(Certificates.sharedRsa(0)).make();
    for (List<Certificates.Issued> chain : List.of(List.of(ISSUING), List.of(ROOT, ISSUING))) {
      BundleSigner signer = signer(rsa, chain).format(format).build();
      assertThat(signer.sign(plugin("p.zip")).notices()).isEmpty();
    }
  }

  @Test
  void sign_whenTheIssuerIsNotInTheChain_names() throws Exception {
    for (List<Certificates.Issued> chain :
        List.of(List.<Certificates.Issued>of(), List.of(ROOT), List.of(OTHER))) {
      assertThat(signer(LEAF, chain).build().sign(plugin("p.zip")).notices())
          .singleElement()
          .asString()
          .contains("Nobody has checked", "CN=Issuing", "--chain", "--trust", "<trust>");
    }
  }

  @Test
  void sign_whenWhatHostsTrustIsKnown_needsThePathToIt() throws Exception {
    Path plugin = plugin("p.zip");

    assertThat(
            signer(LEAF, List.of(ISSUING))
                .trust(trusting(ROOT).build())
                .build()
                .sign(plugin)
                .notices())
        .isEmpty();
    assertThat(
            signer(LEAF, List.of())
                .trust(trusting(ROOT).intermediate(ISSUING.certificate()).build())
                .build()
                .sign(plugin)
                .notices())
        .as("a host that has it need not be sent it")
        .isEmpty();
    assertThat(
            assertRefused(
                plugin("q.zip"),
                signer(LEAF, List.of()).trust(trusting(ROOT).build()).build(),
                "UNTRUSTED_CERTIFICATE"))
        .contains("Give the certificate of CN=Issuing");
    assertThat(
            assertRefused(
                plugin("q"),
                signer(LEAF, List.of(ISSUING)).trust(trusting(OTHER).build()).build(),
                "UNTRUSTED_CERTIFICATE"))
        .contains("Give the certificate of CN=Root");
  }

  @Test
  void sign_whenHostsKnowThatItIsRevoked_refuses() throws Exception {
    Instant now = Instant.now();
    byte[] list =
        RevocationLists.of(ISSUING)
            .current(now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(1)))
            .revoked(LEAF.certificate())
            .der();
    X509CRL crl =
        (X509CRL)
            CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(list));

    assertRefused(
        plugin("p.zip"),
        signer(LEAF, List.of(ISSUING)).trust(trusting(ROOT).revocationList(crl).build()).build(),
        "REVOKED");
  }

  /** Returns the message. */
  private static String assertRefused(Path plugin, BundleSigner signer, String code)
      throws Exception {
    Map<String, Integer> before = Trees.bundles(plugin.getParent());
    String[] message = {""};
    for (Attempt attempt :
        List.<Attempt>of(
            signer::sign, signer::rehearse, signer::signUnlessCurrent, signer::signatureFile)) {
      assertThatExceptionOfType(SigningRefusedException.class)
          .isThrownBy(() -> attempt.on(plugin))
          .satisfies(
              e -> assertThat(e.objections()).extracting(SigningObjection::code).contains(code))
          .satisfies(e -> message[0] = e.getMessage());
    }
    assertThat(Trees.bundles(plugin.getParent())).isEqualTo(before);
    return message[0];
  }

  private interface Attempt {
    Object on(Path plugin) throws SigningException;
  }

  private static TrustStoreBuilder trusting(Certificates.Issued root) {
    return TrustStore.builder().anchor(new TrustAnchor(root.certificate(), AnchorProfile.STANDARD));
  }

  private static BundleSigner.Builder signer(
      Certificates.Issued leaf, List<Certificates.Issued> chain) throws SigningException {
    List<X509Certificate> certificates =
        chain.stream().map(Certificates.Issued::certificate).toList();
    return BundleSigner.builder(
        SigningIdentity.of(leaf.keys().getPrivate(), leaf.certificate(), certificates));
  }

  private Path plugin(String name) throws Exception {
    Map<String, byte[]> files =
        Map.of("plugin.properties", Trees.properties("alpha", "1.0.0"), "a", new byte[1]);
    Path folder = Files.createTempDirectory(temp, "root");
    return name.contains(".")
        ? Trees.archive(folder.resolve(name), files)
        : Trees.folder(folder.resolve(name), files);
  }
}
