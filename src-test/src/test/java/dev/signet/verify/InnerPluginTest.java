package dev.signet.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.bundle.Limits;
import dev.signet.sign.authority.CertificateAuthority;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.Trees;
import dev.signet.verdict.Audience;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Verdict;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a plugin that lies in its bundle one folder too deep. */
class InnerPluginTest {
  private static final CertificateAuthority AUTHORITY = PluginAuthor.authority("Test Root");
  private static final PluginAuthor ALPHA = PluginAuthor.of("alpha", AUTHORITY);

  @TempDir Path temp;

  @ParameterizedTest
  @ValueSource(strings = {"plugin.properties", "META-INF/MANIFEST.MF", "signature.json"})
  void zip_whenItHasATopFolder_saysToZipTheContent(String telling) {
    Verdict verdict =
        judge(zip(Trees.files("alpha-1.0.0/" + telling, "x", "alpha-1.0.0/a.txt", "a")));

    assertThat(remedies(verdict, Audience.AUTHOR))
        .contains("Zip the content of alpha-1.0.0/, not the folder itself, and sign that.")
        .doesNotContain("allow this plugin's id unsigned");
    assertThat(remedies(verdict, Audience.ADMINISTRATOR)).contains("or install that folder.");
  }

  @Test
  void zip_whenMacosPackedIt_saysToZipTheContent() {
    Verdict verdict =
        judge(zip(Trees.files("__MACOSX/._alpha", "x", "alpha/plugin.properties", "x")));

    assertThat(remedies(verdict, Audience.AUTHOR)).contains("Zip the content of alpha/");
  }

  @Test
  void folder_whenThePluginIsInAFolderOfIt_saysToMoveThatUp() {
    Verdict verdict =
        judge(
            Trees.folder(
                temp.resolve("alpha"),
                Trees.files("alpha-1.0.0/plugin.properties", "plugin.id=a")));

    assertThat(remedies(verdict, Audience.ADMINISTRATOR))
        .contains("Move alpha-1.0.0/ up, into the place of the folder around it.");
  }

  @Test
  void folder_whenThereIsOnlyAJarInIt_saysToMoveThatUp() {
    Verdict verdict = judge(Trees.folder(temp.resolve("alpha"), Trees.files("alpha.jar", "PK")));

    assertThat(remedies(verdict, Audience.ADMINISTRATOR)).contains("Move alpha.jar up");
  }

  /** Whoever reads the first lines only must not go and correct a descriptor that is right. */
  @Test
  void bundle_whenThePluginLiesTooDeep_leadsWithThat() {
    for (Path source :
        List.of(
            zip(Trees.files("alpha/plugin.properties", "plugin.id=a", "alpha/classes/x", "y")),
            Trees.folder(temp.resolve("alpha"), Trees.files("a/plugin.properties", "plugin.id=a")),
            Trees.folder(temp.resolve("beta"), Trees.files("beta.jar", "PK")))) {
      Finding first = judge(source).findings().get(0);

      assertThat(first.reason()).isEqualTo(Reason.DESCRIPTOR_MISMATCH);
      assertThat(first.detail()).endsWith(", one level too deep.");
      assertThat(first.remedy(Audience.AUTHOR)).matches("(Zip|Name|Move) .*");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"readme.txt", "other/plugin.properties"})
  void zip_whenSomethingElseLiesBeside_isSimplyUnsigned(String beside) {
    Verdict verdict = judge(zip(Trees.files("alpha/plugin.properties", "x", beside, "y")));

    assertThat(remedies(verdict, Audience.AUTHOR)).doesNotContain("Zip the content");
  }

  @Test
  void bundle_whenItIsSignedAndHasOneFolder_isVerified() {
    Map<String, byte[]> files = new TreeMap<>(Trees.files("classes/plugin.properties", "x"));
    files.put("plugin.properties", Trees.properties("alpha", "1.0.0"));

    assertThat(
            judge(Trees.folder(temp.resolve("alpha"), ALPHA.signed(files, "signature.json")))
                .isVerified())
        .isTrue();
  }

  @Test
  void tarball_whenChecked_saysToUnpackIt() {
    Trees.folder(temp, Trees.files("alpha.tar.gz", "x"));

    assertThat(remedies(judge(temp.resolve("alpha.tar.gz")), Audience.ADMINISTRATOR))
        .contains("Unpack it, and install the folder that comes out of it.");
  }

  private Path zip(Map<String, byte[]> files) {
    return Trees.archive(temp.resolve("alpha.zip"), files);
  }

  private static Verdict judge(Path source) {
    return new BundleVerifier(PluginAuthor.trusting(AUTHORITY), Limits.DEFAULT, Clock.systemUTC())
        .verify(source, Expectation.PLUGIN);
  }

  private static String remedies(Verdict verdict, Audience audience) {
    return String.join(
        " ", verdict.findings().stream().map((Finding f) -> f.remedy(audience)).toList());
  }
}
