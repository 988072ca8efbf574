package dev.signet.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.envelope.SignatureAlgorithm;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Certificates.Issued;
import dev.signet.testkit.Jvm;
import dev.signet.testkit.Programs;
import dev.signet.trust.path.ChainValidator;
import dev.signet.verdict.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JDK reads its security settings once, so each host's settings get a process of their own. */
class SecuritySettingsTest {

  @TempDir Path folder;

  @Test
  void settingsOfThisMachine_letBothProfilesPass() throws Exception {
    assertThat(judgeUnder("")).startsWith("standard: []", "nextcloud: []");
  }

  @Test
  void settings_whenTheyForbidAnAlgorithm_areNamedUnderStandardAndChangeNothingUnderNextcloud()
      throws Exception {
    List<String> lines =
        judgeUnder(
            "jdk.certpath.disabledAlgorithms=MD2, MD5, EC keySize < 521, RSA keySize < 8000");

    assertThat(lines.get(0)).contains("WEAK_ALGORITHM", "jdk.certpath.disabledAlgorithms");
    assertThat(lines.get(1)).isEqualTo("nextcloud: []");
  }

  @Test
  void settings_whenTheyForbidNothing_letNothingMorePass() throws Exception {
    List<String> lines = judgeUnder("jdk.certpath.disabledAlgorithms=");

    assertThat(lines).startsWith("standard: []", "nextcloud: []");
    assertThat(lines.get(2)).contains("WEAK_ALGORITHM");
  }

  @Test
  void settings_whenOthers_changeTheFingerprint() {
    TrustStore trust =
        TrustStore.builder()
            .anchor(
                new TrustAnchor(
                    Certificates.root("Root").make().certificate(), AnchorProfile.STANDARD))
            .build();
    String property = "jdk.certpath.disabledAlgorithms";
    String before = Security.getProperty(property);
    String fingerprint = trust.fingerprint();
    try {
      Security.setProperty(property, before + ", EC keySize < 512");

      assertThat(trust.fingerprint()).isNotEqualTo(fingerprint);
    } finally {
      Security.setProperty(property, before);
    }
    assertThat(trust.fingerprint()).isEqualTo(fingerprint);
  }

  private List<String> judgeUnder(String settings) throws IOException {
    Path file = Files.writeString(folder.resolve("java.security"), settings + "\n");
    return Jvm.of(Judge.class)
        .options("-Djava.security.properties=" + file)
        .run(new Programs(folder))
        .expectSuccess()
        .out()
        .lines()
        .toList();
  }

  /** Prints what speaks against three sound leaves, the last of them signed with SHA-1. */
  static final class Judge {
    public static void main(String[] arguments) {
      Issued root = Certificates.root("Root").make();
      Issued legacy = Certificates.root("Legacy").make();
      TrustStore trust =
          TrustStore.builder()
              .anchor(new TrustAnchor(root.certificate(), AnchorProfile.STANDARD))
              .anchor(new TrustAnchor(legacy.certificate(), AnchorProfile.NEXTCLOUD))
              .build();
      System.out.println("standard: " + judge(trust, Certificates.leaf("demo", root).make()));
      System.out.println(
          "nextcloud: " + judge(trust, Certificates.legacyLeaf("demo", legacy).make()));
      System.out.println(
          "weak: "
              + judge(trust, Certificates.leaf("demo", root).signedWith("SHA1withECDSA").make()));
    }

    private static List<Finding> judge(TrustStore trust, Issued leaf) {
      return new ChainValidator(trust)
          .validate(
              leaf.certificate(), List.of(), SignatureAlgorithm.ECDSA_P384_SHA384, Certificates.NOW)
          .findings();
    }
  }
}
