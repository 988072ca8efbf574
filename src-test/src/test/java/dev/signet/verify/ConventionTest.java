package dev.signet.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.bundle.BundleKind;
import dev.signet.bundle.EntryPath;
import dev.signet.bundle.Layout;
import dev.signet.envelope.SignatureAlgorithm;
import dev.signet.testkit.Certificates;
import dev.signet.trust.AnchorProfile;
import dev.signet.trust.TrustAnchor;
import dev.signet.trust.TrustStore;
import dev.signet.trust.path.ChainValidator;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConventionTest {
  private static final Certificates.Issued ROOT = Certificates.root("Root G2").make();
  private static final Certificates.Issued BETWEEN =
      Certificates.intermediate("Intermediate G2", ROOT).make();
  private static final Certificates.Issued LEAF = Certificates.leaf("example", BETWEEN).make();

  @ParameterizedTest
  @CsvSource({"PLUGIN,false", "NEXTCLOUD,true", "OWNCLOUD,false"})
  void coreCertificate_signsAppsByItselfOnlyWithNextcloud(Convention convention, boolean expected) {
    assertThat(convention.coreSignsApps()).isEqualTo(expected);
  }

  @Test
  void owncloud_whenAPathIsOfItsSecondGeneration_judgesItByOurRules() {
    assertThat(isTrusted(Convention.OWNCLOUD, LEAF)).isTrue();
    assertThat(isTrusted(Convention.NEXTCLOUD, LEAF)).isFalse();
  }

  @Test
  void owncloud_whenALeafOfTheSecondGenerationIsUnfit_refusesIt() {
    Certificates.Issued unfit =
        Certificates.leaf("example", BETWEEN).purpose(KeyPurposeId.id_kp_serverAuth).make();

    assertThat(isTrusted(Convention.OWNCLOUD, unfit)).isFalse();
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

  private static boolean isTrusted(Convention convention, Certificates.Issued leaf) {
    X509Certificate root = ROOT.certificate();
    TrustStore plain =
        TrustStore.builder().anchor(new TrustAnchor(root, AnchorProfile.NEXTCLOUD)).build();
    return new ChainValidator(convention.completed(plain))
        .validate(
            leaf.certificate(),
            List.of(BETWEEN.certificate()),
            SignatureAlgorithm.ECDSA_P384_SHA384,
            Certificates.NOW)
        .isTrusted();
  }
}
