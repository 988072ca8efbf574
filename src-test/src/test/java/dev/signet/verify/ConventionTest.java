package dev.signet.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.bundle.BundleKind;
import dev.signet.bundle.EntryPath;
import dev.signet.bundle.Layout;
import dev.signet.envelope.SignatureAlgorithm;
import dev.signet.sign.key.PemFiles;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Certificates.Issued;
import dev.signet.trust.NamedTrust;
import dev.signet.trust.TrustStore;
import dev.signet.trust.TrustStoreException;
import dev.signet.trust.path.ChainValidator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ConventionTest {
  private static final SignatureAlgorithm SHA1 = SignatureAlgorithm.RSA_PSS_SHA1;
  private static final KeyPair RSA = Certificates.sharedRsa(0);
  private static final KeyPair LEAF_RSA = Certificates.sharedRsa(1);

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"PLUGIN,false", "NEXTCLOUD,true", "OWNCLOUD,false"})
  void coreCertificate_signsAppsByItselfOnlyWithNextcloud(Convention convention, boolean expected) {
    assertThat(convention.coreSignsApps()).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource
  void owncloud_whenAFileIsOfVersion2_judgesItByOurRules(Key key) throws Exception {
    Issued root = root(key).make();
    Issued between = Certificates.intermediate("Intermediate G2", root).make();
    Issued fit = Certificates.leaf("example", between).make();
    Issued unfit =
        Certificates.leaf("example", between).purpose(KeyPurposeId.id_kp_serverAuth).make();
    Issued direct = Certificates.leaf("example", root).make();
    Issued legacy = Certificates.legacyLeaf("example", root).keys(Certificates.p384()).make();

    assertThat(isTrusted(Convention.OWNCLOUD, root, fit, between)).isTrue();
    assertThat(isTrusted(Convention.OWNCLOUD, root, direct)).isTrue();
    assertThat(isTrusted(Convention.OWNCLOUD, root, unfit, between)).isFalse();
    assertThat(isTrusted(Convention.OWNCLOUD, root, legacy)).isFalse();
    assertThat(isTrusted(Convention.NEXTCLOUD, root, fit, between)).isFalse();
    assertThat(isTrusted(Convention.PLUGIN, root, fit, between)).isTrue();
  }

  @Test
  void owncloud_whenAFileIsOfVersion1_judgesItByTheFirstGenerationsRules() throws Exception {
    Issued root = root(Key.RSA).make();
    Issued legacy = Certificates.legacyLeaf("example", root).keys(LEAF_RSA).make();
    Issued between = Certificates.intermediate("Between", root).make();
    Issued below = Certificates.legacyLeaf("example", between).keys(LEAF_RSA).make();

    assertThat(validate(Convention.OWNCLOUD, SHA1, root, legacy).isTrusted()).isTrue();
    assertThat(validate(Convention.OWNCLOUD, SHA1, root, below, between).isTrusted()).isFalse();
    assertThat(validate(Convention.PLUGIN, SHA1, root, legacy).isTrusted()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"false,true", "true,false"})
  void owncloud_whenAnAnchorDoesNotSayThatItIsAnAuthority_saysSoAndNeverThrowsAnythingElse(
      boolean elliptic, boolean firstGeneration) throws Exception {
    Issued silent = root(elliptic ? Key.P384 : Key.RSA).without(Extension.basicConstraints).make();
    Issued legacy = Certificates.legacyLeaf("example", silent).keys(LEAF_RSA).make();
    Issued modern = Certificates.leaf("example", silent).make();

    if (firstGeneration) {
      assertThat(validate(Convention.OWNCLOUD, SHA1, silent, legacy).isTrusted()).isTrue();
      ChainValidator.Result second =
          validate(Convention.OWNCLOUD, SignatureAlgorithm.ECDSA_P384_SHA384, silent, modern);
      assertThat(second.signer()).isEmpty();
      assertThat(second.findings())
          .anySatisfy(
              finding ->
                  assertThat(finding.detail()).contains("CN=Root G2", "is not an authority's"));
    } else {
      assertThatThrownBy(() -> trust(Convention.OWNCLOUD, silent))
          .isInstanceOf(TrustStoreException.class)
          .hasMessageContaining("<trust>: " + folder.resolve("anchor.crt"))
          .hasMessageContaining("is not an authority's");
    }
  }

  @Test
  void owncloud_whenAFolderIsNamed_leavesTheProfilesToTheFolder() throws Exception {
    Issued root = root(Key.RSA).make();
    Issued legacy = Certificates.legacyLeaf("example", root).keys(LEAF_RSA).make();
    Path trust = folder.resolve("trust");
    Files.createDirectories(trust.resolve("nextcloud"));
    PemFiles.writeCertificates(trust.resolve("root.crt"), List.of(root.certificate()));
    NamedTrust named = new NamedTrust(List.of(trust), Optional.empty(), List.of());

    assertThat(validate(named, legacy).isTrusted()).isFalse();
    Files.move(trust.resolve("root.crt"), trust.resolve("nextcloud/root.crt"));
    assertThat(validate(named, legacy).isTrusted()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "updater/index.php,       NEXTCLOUD_CORE, true",
    "updater/a/b,             NEXTCLOUD_CORE, true",
    "_oc_upgrade/a,           NEXTCLOUD_CORE, true",
    "lib/updater/a,           NEXTCLOUD_CORE, false",
    "updaters/a,              NEXTCLOUD_CORE, false",
    "custom_apps/a/b,         NEXTCLOUD_CORE, false",
    "updater/index.php,       OWNCLOUD_CORE,  false",
    "_oc_upgrade/a,           OWNCLOUD_CORE,  false",
    "updater/index.php,       CORE,           false",
    "updater/index.php,       NEXTCLOUD_APP,  false",
    "_oc_upgrade/a,           NEXTCLOUD_APP,  false",
  })
  void layoutOfAHostsFolder_leavesOutItsUpdaterOnlyWhereTheOriginalDoes(
      String path, Layout layout, boolean ignored) {
    assertThat(layout.ignores(BundleKind.FOLDER, new EntryPath(path))).isEqualTo(ignored);
  }

  /** Of which kind an authority's key is. */
  enum Key {
    RSA,
    P384
  }

  private static Certificates root(Key key) {
    return Certificates.root("Root G2").keys(key == Key.RSA ? RSA : Certificates.p384());
  }

  private boolean isTrusted(Convention convention, Issued root, Issued leaf, Issued... between)
      throws Exception {
    return validate(convention, SignatureAlgorithm.ECDSA_P384_SHA384, root, leaf, between)
        .isTrusted();
  }

  private ChainValidator.Result validate(
      Convention convention,
      SignatureAlgorithm algorithm,
      Issued root,
      Issued leaf,
      Issued... between)
      throws Exception {
    return new ChainValidator(trust(convention, root))
        .validate(
            leaf.certificate(),
            Stream.of(between).map(Issued::certificate).toList(),
            algorithm,
            Certificates.NOW);
  }

  private static ChainValidator.Result validate(NamedTrust named, Issued leaf)
      throws TrustStoreException {
    TrustStore store = named.load(Convention.OWNCLOUD.profile(), name -> name);
    return new ChainValidator(store)
        .validate(leaf.certificate(), List.of(), SHA1, Certificates.NOW);
  }

  private TrustStore trust(Convention convention, Issued root) throws Exception {
    Path file = folder.resolve("anchor.crt");
    PemFiles.writeCertificates(file, List.of(root.certificate()));
    return new NamedTrust(List.of(file), Optional.empty(), List.of())
        .load(convention.profile(), name -> "<" + name + ">");
  }
}
