package dev.signet.trust;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signet.sign.authority.CertificateAuthority;
import dev.signet.sign.key.PemFiles;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.PluginAuthor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSAbsentContent;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every certificate and list counts, wherever it stands in a file that is read. */
class TrustFilesTest {
  private final CertificateAuthority authority = PluginAuthor.authority("Test Root");
  private final X509Certificate root = authority.certificate();
  private final X509CRL list = authority.revocationList(Instant.now(), Duration.ofDays(1));
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"a.crt", "a.pem", "a.CER", "a.crt.txt", "a.crl", "a.list", "a.crl.txt"})
  void file_whenAListStandsBesideTheCertificate_givesBoth(String name) throws Exception {
    for (String text :
        List.of(
            PemFiles.text(root) + PemFiles.text(list),
            "\uFEFFIssued by us\n" + PemFiles.text(list) + "and\r\n" + PemFiles.text(root),
            (PemFiles.text(root) + PemFiles.text(list)).replace("\n", " "),
            pem("PKCS7", pkcs7()))) {
      Files.writeString(folder.resolve(name), text);

      TrustStore store = TrustStore.load(folder);

      assertThat(store.anchors()).hasSize(1);
      assertThat(store.revocationLists()).hasSize(1);
      assertThat(notRead(store)).isEmpty();
    }
  }

  /** Whoever mends one would meet the next only at the next start. */
  @Test
  void folder_whenSeveralFilesAreBad_namesEachWithWhatToDo() throws Exception {
    Files.writeString(folder.resolve("good.crt"), PemFiles.text(root));
    Files.writeString(folder.resolve("empty.pem"), "");
    Files.writeString(folder.resolve("page.crt"), "<html>404</html>");
    Files.createDirectory(folder.resolve("folder.crl"));
    Path intermediates = Files.createDirectory(folder.resolve("intermediates"));
    Files.write(intermediates.resolve("cut.der"), Arrays.copyOf(root.getEncoded(), 100));
    X509Certificate leaf =
        Certificates.leaf("clock", Certificates.root("Other").make()).make().certificate();
    Path timestamps = Files.createDirectory(folder.resolve("timestamps"));
    Files.writeString(timestamps.resolve("leaf.crt"), PemFiles.text(leaf));

    assertThatExceptionOfType(TrustStoreException.class)
        .isThrownBy(() -> TrustStore.load(folder))
        .satisfies(
            e ->
                assertThat(e.getMessage())
                    .contains(
                        "empty.pem: ", "page.crt: ", "folder.crl: ", "cut.der: ", "leaf.crt: ")
                    .doesNotContain("good.crt", "..", "java."));
  }

  @Test
  void folder_whenVeryManyFilesAreBad_countsTheRest() throws Exception {
    for (int i = 0; i < 12; i++) {
      Files.writeString(folder.resolve("bad" + (10 + i) + ".crt"), "x");
    }

    assertThatExceptionOfType(TrustStoreException.class)
        .isThrownBy(() -> TrustStore.load(folder))
        .withMessageContaining("bad19.crt")
        .withMessageNotContaining("bad20.crt")
        .withMessageEndingWith("And 2 more files cannot be used");
  }

  @ParameterizedTest
  @ValueSource(strings = {"der", "crl", "list", "pem"})
  void folder_whenAListIsInAFileOfItsOwn_countsItWhateverItsName(String ending) throws Exception {
    Files.write(folder.resolve("root.der"), root.getEncoded());
    for (byte[] content : List.of(list.getEncoded(), PemFiles.text(list).getBytes(US_ASCII))) {
      Files.write(folder.resolve("revoked." + ending), content);

      assertThat(TrustStore.load(folder).revocationLists()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.p7b", "a.p7c", "a.der", "a.crt"})
  void folder_whenPkcs7CarriesThem_countsCertificateAndList(String name) throws Exception {
    Files.write(folder.resolve(name), pkcs7());

    TrustStore store = TrustStore.load(folder);

    assertThat(store.anchors()).hasSize(1);
    assertThat(store.revocationLists()).hasSize(1);
  }

  @Test
  void folder_whenSomethingIsNotRead_namesIt() throws Exception {
    Files.writeString(folder.resolve("root.crt"), PemFiles.text(root));
    Path old = Files.writeString(folder.resolve("old.crt.disabled"), PemFiles.text(root));
    Path notes = Files.writeString(folder.resolve("README"), "ours");
    Path other = Files.createDirectory(folder.resolve("archive"));
    Path intermediates = Files.createDirectory(folder.resolve("intermediates"));
    Path key = Files.writeString(intermediates.resolve("root.key"), "x");

    Path mounted = Files.createDirectory(folder.resolve("..mine"));
    Path nested = Files.createDirectory(intermediates.resolve("timestamps"));

    TrustStore store = TrustStore.load(folder);

    assertThat(notRead(store))
        .containsExactlyInAnyOrder(
            old.toString(),
            notes.toString(),
            other.toString(),
            key.toString(),
            mounted.toString(),
            nested.toString());
    assertThat(store.status().concerns())
        .allSatisfy(concern -> assertThat(concern.text()).contains(concern.place(), "not read"));
    assertThat(store.toBuilder().build().status()).isEqualTo(store.status());
  }

  @Test
  void folder_whenAPlatformMountedIt_readsTheLinksAndNamesNothing() throws Exception {
    Path real = Files.createDirectory(folder.resolve("..2026_11_30"));
    Files.writeString(real.resolve("root.crt"), PemFiles.text(root));
    Files.createSymbolicLink(folder.resolve("..data"), Path.of("..2026_11_30"));
    Files.createSymbolicLink(folder.resolve("root.crt"), Path.of("..data/root.crt"));

    TrustStore store = TrustStore.load(folder);

    assertThat(store.anchors()).hasSize(1);
    assertThat(notRead(store)).isEmpty();
  }

  @Test
  void listsFile_whenItHoldsACertificate_isAConcernUnlessTheCertificateCountsAnyway()
      throws Exception {
    Path both = Files.writeString(folder.resolve("a"), PemFiles.text(root) + PemFiles.text(list));
    X509Certificate other = PluginAuthor.authority("Other").certificate();
    TrustAnchor anchor = new TrustAnchor(other, AnchorProfile.STANDARD);

    assertThat(TrustStore.builder().revocationList(both).anchor(anchor).build().status().concerns())
        .singleElement()
        .satisfies(
            concern ->
                assertThat(concern.kind())
                    .isEqualTo(TrustStatus.Concern.Kind.CERTIFICATE_BESIDE_LIST))
        .satisfies(concern -> assertThat(concern.text()).contains(both.toString(), "Test Root"));
    assertThat(
            TrustStore.builder()
                .revocationList(both)
                .anchor(anchor)
                .intermediate(root)
                .build()
                .status()
                .concerns())
        .isEmpty();
  }

  private static List<String> notRead(TrustStore store) {
    return store.status().concerns().stream()
        .filter(concern -> concern.kind() == TrustStatus.Concern.Kind.NOT_READ)
        .map(TrustStatus.Concern::place)
        .toList();
  }

  private byte[] pkcs7() throws Exception {
    CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
    generator.addCertificate(new X509CertificateHolder(root.getEncoded()));
    generator.addCRL(new X509CRLHolder(list.getEncoded()));
    return generator.generate(new CMSAbsentContent()).getEncoded();
  }

  private static String pem(String label, byte[] der) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder().encodeToString(der)
        + "\n-----END "
        + label
        + "-----\n";
  }
}
