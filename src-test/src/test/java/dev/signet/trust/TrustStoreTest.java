package dev.signet.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.signet.envelope.SignatureAlgorithm;
import dev.signet.sign.key.PemFiles;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Certificates.Issued;
import dev.signet.testkit.RevocationLists;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustStoreTest {

  private static Issued root;
  private static Issued other;
  private static Issued intermediate;
  private static byte[] list;

  @TempDir Path folder;

  @BeforeAll
  static void makeCertificates() {
    root = Certificates.root("Root").make();
    other = Certificates.root("Other").make();
    intermediate = Certificates.intermediate("Issuing", root).make();
    list = RevocationLists.of(root).number(1).der();
  }

  @Test
  void folder_isReadByItsConvention() throws Exception {
    pem("b.crt", root);
    Files.write(folder.resolve("a.cer"), other.certificate().getEncoded());
    Files.write(folder.resolve("root.crl"), list);
    Files.writeString(folder.resolve("README.txt"), "not looked at");
    Files.createDirectories(folder.resolve("nextcloud"));
    Issued legacyRoot = Certificates.root("Legacy Root").make();
    Issued legacyIssuing = Certificates.intermediate("Legacy Issuing", legacyRoot).make();
    pem("nextcloud/root.crt", legacyIssuing, legacyRoot);
    Files.createDirectories(folder.resolve("intermediates"));
    pem("intermediates/issuing.PEM", intermediate);
    Files.write(
        folder.resolve("intermediates/issuing.crl"), RevocationLists.of(intermediate).der());

    TrustStore trust = TrustStore.load(folder);

    assertThat(trust.anchors())
        .containsExactly(
            new TrustAnchor(other.certificate(), AnchorProfile.STANDARD),
            new TrustAnchor(root.certificate(), AnchorProfile.STANDARD),
            new TrustAnchor(legacyIssuing.certificate(), AnchorProfile.NEXTCLOUD),
            new TrustAnchor(legacyRoot.certificate(), AnchorProfile.NEXTCLOUD));
    assertThat(trust.intermediates()).containsExactly(intermediate.certificate());
    assertThat(trust.revocationLists())
        .extracting(RevocationList::issuer)
        .containsExactly("CN=Root", "CN=Issuing");
    assertThat(trust.revocationPolicy()).isEqualTo(RevocationPolicy.DEFAULT);
  }

  @Test
  void certificates_areReadAmongTextAndWithOtherLineEnds() throws Exception {
    String block = PemFiles.text(root.certificate());
    Files.writeString(
        folder.resolve("root.pem"),
        ("subject=/CN=Gr\u00fc\u00dfe\n" + block + "and\n" + PemFiles.text(other.certificate()))
            .replace("\n", "\r\n"),
        StandardCharsets.UTF_8);

    assertThat(TrustStore.load(folder).anchors())
        .extracting(TrustAnchor::certificate)
        .containsExactly(root.certificate(), other.certificate());
  }

  @Test
  void folderWithoutAnchor_isRefused() throws Exception {
    assertRefused("there is no trust anchor in it");
    Files.createDirectories(folder.resolve("intermediates"));
    pem("intermediates/root.crt", root);
    assertRefused("put the authority's certificate there");
  }

  @Test
  void folder_whenItIsMissing_isRefused() {
    Path missing = folder.resolve("missing");

    assertThatExceptionOfType(TrustStoreException.class)
        .isThrownBy(() -> TrustStore.load(missing))
        .withMessageContaining(missing.toString())
        .withMessageContaining("is not a folder");
  }

  @Test
  void unreadableFiles_areNamed() throws Exception {
    pem("good.crt", root);
    for (String content : List.of("", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA")) {
      Files.writeString(folder.resolve("bad.crt"), content);
      assertRefused(folder.resolve("bad.crt").toString());
    }
    byte[] der = root.certificate().getEncoded();
    byte[] longer = java.util.Arrays.copyOf(der, der.length + 1);
    Files.write(folder.resolve("bad.crt"), longer);
    assertRefused("something follows its end");
    Files.delete(folder.resolve("bad.crt"));
    Files.writeString(folder.resolve("bad.crl"), "garbage");
    assertRefused(folder.resolve("bad.crl").toString());
    Files.delete(folder.resolve("bad.crl"));
    Files.createDirectory(folder.resolve("folder.crt"));
    assertRefused("not a regular file");
  }

  @Test
  void hugeFile_isRefusedBeforeItIsRead() throws Exception {
    try (var file = new java.io.RandomAccessFile(folder.resolve("huge.crt").toFile(), "rw")) {
      file.setLength((64L << 20) + 1);
    }

    assertRefused("is larger than 67108864 bytes");
  }

  @Test
  void certificate_whenItCannotBeAnAnchor_isRefused() throws Exception {
    for (Issued unfit :
        List.of(
            Certificates.leaf("demo", root).make(),
            Certificates.root("R").usage(KeyUsage.cRLSign).make(),
            Certificates.root("R").keys(Certificates.rsa(1024)).make(),
            Certificates.root("R").keys(Certificates.curve("secp256r1")).make(),
            Certificates.root("R").version1().make())) {
      pem("unfit.crt", unfit);
      assertRefused("cannot be a trust anchor");
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  TrustStore.builder()
                      .anchor(new TrustAnchor(unfit.certificate(), AnchorProfile.STANDARD)))
          .withMessageContaining("anchor");
    }
  }

  @Test
  void anchorUnderTwoSetsOfRules_isRefused() throws Exception {
    pem("root.crt", root);
    Files.createDirectories(folder.resolve("nextcloud"));
    pem("nextcloud/root.crt", root);
    assertRefused("twice");

    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                TrustStore.builder()
                    .anchor(new TrustAnchor(root.certificate(), AnchorProfile.NEXTCLOUD))
                    .anchor(
                        new TrustAnchor(
                            root.certificate(),
                            AnchorProfile.NEXTCLOUD,
                            Optional.of(Instant.EPOCH)))
                    .build())
        .withMessageContaining("CN=Root");
    assertThat(
            TrustStore.builder()
                .anchor(new TrustAnchor(root.certificate(), AnchorProfile.STANDARD))
                .anchor(new TrustAnchor(root.certificate(), AnchorProfile.STANDARD))
                .build()
                .anchors())
        .hasSize(1);
  }

  @Test
  void fingerprint_differsWithEverythingThatCounts() throws Exception {
    X509Certificate certificate = intermediate.certificate();
    X509CRL first = crl(list);
    X509CRL second = crl(RevocationLists.of(root).number(2).der());
    TrustAnchor legacy = new TrustAnchor(root.certificate(), AnchorProfile.NEXTCLOUD);
    RevocationPolicy policy =
        new RevocationPolicy(true, Duration.ofDays(14), RevocationPolicy.AfterGrace.REFUSE);
    List<TrustStore> stores =
        List.of(
            standard(root).build(),
            standard(other).build(),
            standard(root)
                .anchor(new TrustAnchor(other.certificate(), AnchorProfile.STANDARD))
                .build(),
            TrustStore.builder().anchor(legacy).build(),
            TrustStore.builder().anchor(legacy).legacyUntil(Instant.EPOCH).build(),
            standard(root).intermediate(certificate).build(),
            standard(root).revocationList(first).build(),
            standard(root).revocationList(second).build(),
            standard(root).revocationList(first).revocationList(second).build(),
            standard(root).revocationPolicy(policy).build(),
            standard(root).revokeKey("ab".repeat(32)).build(),
            standard(root).timestampAnchor(other.certificate()).build(),
            standard(root)
                .allowOnly(AnchorProfile.STANDARD, Set.of(SignatureAlgorithm.ECDSA_P384_SHA384))
                .build(),
            standard(root)
                .sunset(AnchorProfile.STANDARD, SignatureAlgorithm.ECDSA_P384_SHA384, Instant.EPOCH)
                .build(),
            standard(root)
                .revocationLists(List.of(), List.of(new MissingList("", "None.")))
                .build(),
            standard(root)
                .revocationLists(List.of(), List.of(new MissingList("ab", "None.")))
                .build(),
            standard(root).revokeManifest("ab".repeat(64)).build());
    Set<String> fingerprints = new LinkedHashSet<>();

    stores.forEach(store -> fingerprints.add(store.fingerprint()));

    assertThat(fingerprints).hasSameSizeAs(stores).allMatch(hex -> hex.matches("[0-9a-f]{64}"));
  }

  @Test
  void timestampAnchors_haveAFolderOfTheirOwn() throws Exception {
    pem("root.crt", root);
    Files.createDirectory(folder.resolve("timestamps"));
    pem("timestamps/tsa.pem", other);
    Files.write(folder.resolve("timestamps/tsa.crl"), RevocationLists.of(other).der());

    TrustStore trust = TrustStore.load(folder);

    assertThat(trust.timestampAnchors()).containsExactly(other.certificate());
    assertThat(trust.anchors()).hasSize(1);
    assertThat(trust.revocationLists()).hasSize(1);
  }

  @Test
  void timestampAnchor_whenItIsNoAuthority_isRefused() throws Exception {
    pem("root.crt", root);
    Files.createDirectory(folder.resolve("timestamps"));
    pem("timestamps/tsa.pem", Certificates.leaf("TSA", other).make());

    assertRefused("not an authority's");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                standard(root)
                    .timestampAnchor(Certificates.leaf("TSA", other).make().certificate()));
  }

  @Test
  void copy_holdsAllThatTheStoreHolds() throws Exception {
    TrustStore trust =
        standard(root)
            .intermediate(intermediate.certificate())
            .timestampAnchor(other.certificate())
            .revocationList(crl(list))
            .revocationPolicy(
                new RevocationPolicy(true, Duration.ofDays(1), RevocationPolicy.AfterGrace.WARN))
            .revokeKey("ab".repeat(32))
            .revokeManifest("ab".repeat(64))
            .build();

    assertThat(trust.toBuilder().build().fingerprint()).isEqualTo(trust.fingerprint());
  }

  @Test
  void fingerprintOfEqualStores_isEqual() {
    assertThat(standard(root).revokeKey("ab".repeat(32)).revokeKey("cd".repeat(32)).build())
        .extracting(TrustStore::fingerprint)
        .isEqualTo(
            standard(root)
                .revokeKey("cd".repeat(32))
                .revokeKey("ab".repeat(32))
                .build()
                .fingerprint());
  }

  private void assertRefused(String why) {
    assertThatExceptionOfType(TrustStoreException.class)
        .isThrownBy(() -> TrustStore.load(folder))
        .withMessageContaining(folder.toString())
        .withMessageContaining(why);
  }

  private void pem(String name, Issued... certificates) throws IOException {
    PemFiles.writeCertificates(
        folder.resolve(name),
        java.util.Arrays.stream(certificates).map(Issued::certificate).toList());
  }

  private static TrustStoreBuilder standard(Issued anchor) {
    return TrustStore.builder()
        .anchor(new TrustAnchor(anchor.certificate(), AnchorProfile.STANDARD));
  }

  private static X509CRL crl(byte[] der) throws Exception {
    return (X509CRL)
        CertificateFactory.getInstance("X.509", "SUN").generateCRL(new ByteArrayInputStream(der));
  }
}
