package dev.signet.attack;

import static dev.signet.testkit.Trees.files;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.bundle.Limits;
import dev.signet.sign.authority.CertificateAuthority;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.Trees;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Verdict;
import dev.signet.verify.BundleVerifier;
import dev.signet.verify.Expectation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults in what is signed and what is there: the group "Manifest and files". */
class ManifestAttackTest {
  private static final CertificateAuthority AUTHORITY = PluginAuthor.authority("Test Root");
  private static final PluginAuthor AUTHOR = PluginAuthor.of("plugin", AUTHORITY);
  private static final BundleVerifier VERIFIER =
      new BundleVerifier(PluginAuthor.trusting(AUTHORITY), Limits.DEFAULT, Clock.systemUTC());

  @TempDir Path temp;

  @Test
  void changedByte_isNoticed() throws IOException {
    Path folder = signedFolder(plain());
    Files.writeString(folder.resolve("a.txt"), "B");
    assertProblems(folder, "INVALID_HASH a.txt");
  }

  @Test
  void swappedContentsOfTwoFiles_areNoticed() throws IOException {
    Path folder = signedFolder(plain());
    Files.writeString(folder.resolve("a.txt"), "b");
    Files.writeString(folder.resolve("b.txt"), "a");
    assertProblems(folder, "INVALID_HASH a.txt", "INVALID_HASH b.txt");
  }

  @Test
  void renamedFile_isNoticed() throws IOException {
    Path folder = signedFolder(plain());
    Files.move(folder.resolve("a.txt"), folder.resolve("c.txt"));
    assertProblems(folder, "FILE_MISSING a.txt", "EXTRA_FILE c.txt");
  }

  @Test
  void copyOfASignedFileUnderANewName_isNoticed() throws IOException {
    Path folder = signedFolder(plain());
    Files.copy(folder.resolve("a.txt"), folder.resolve("c.txt"));
    assertProblems(folder, "EXTRA_FILE c.txt");
  }

  @Test
  void twoExtraFilesWithEqualContent_areNoticed() throws IOException {
    Path folder = signedFolder(plain());
    Files.writeString(folder.resolve("c.txt"), "same");
    Files.writeString(folder.resolve("d.txt"), "same");
    assertProblems(folder, "EXTRA_FILE c.txt", "EXTRA_FILE d.txt");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "123", "-1", "1e3", "__proto__", "a\u200fb", "\ud83d\ude00", "<b>"})
  void strangeNames_whenSigned_areToldFromOthers(String name) throws IOException {
    boolean creatable = !name.equals("<b>");
    Map<String, byte[]> files = plain();
    files.put(name, "strange".getBytes(UTF_8));
    Path folder = signedFolder(files);
    if (creatable) {
      assertThat(verify(folder).isVerified()).as("%s", verify(folder)).isTrue();
      Files.writeString(folder.resolve(name), "changed");
      assertProblems(folder, "INVALID_HASH " + name);
    } else {
      assertThat(reasons(folder)).contains("UNSAFE_PATH " + name);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a\nb", "a\u001b[2Jb", "a\u0000b", "../a", "/a", "C:/a", "a//b", "a\\b", "con"})
  void unsafeNames_whenSigned_areRefused(String name) throws IOException {
    Map<String, byte[]> signed = plain();
    signed.put(name, "strange".getBytes(UTF_8));
    Map<String, byte[]> there = plain();
    there.put("signature.json", AUTHOR.sign(signed));
    assertThat(reasons(Trees.folder(temp.resolve("plugin"), there)))
        .contains("UNSAFE_PATH " + name);
  }

  @Test
  void veryLongName_isReported() throws IOException {
    Map<String, byte[]> signed = plain();
    String name = "x".repeat(10_000);
    signed.put(name, "strange".getBytes(UTF_8));
    Map<String, byte[]> there = plain();
    there.put("signature.json", AUTHOR.sign(signed));
    assertProblems(Trees.folder(temp.resolve("plugin"), there), "UNSAFE_PATH " + name);
  }

  @Test
  void emptyFile_isReported() throws IOException {
    Map<String, byte[]> files = plain();
    files.put("empty", new byte[0]);
    Path folder = signedFolder(files);
    assertThat(verify(folder).isVerified()).isTrue();
    Files.delete(folder.resolve("empty"));
    assertProblems(folder, "FILE_MISSING empty");
  }

  @Test
  void emptyMap_isReported() {
    Map<String, byte[]> there = plain();
    there.put("signature.json", AUTHOR.sign(Map.of()));
    assertProblems(
        Trees.folder(temp.resolve("plugin"), there),
        "EXTRA_FILE a.txt",
        "EXTRA_FILE b.txt",
        "EXTRA_FILE plugin.properties");
  }

  @Test
  void upperCaseHex_isReported() {
    assertMalformedDigest(hex -> hex.toUpperCase(Locale.ROOT));
  }

  @Test
  void shortHex_isReported() {
    assertMalformedDigest(hex -> hex.substring(1));
  }

  @Test
  void longHex_isReported() {
    assertMalformedDigest(hex -> hex + "0");
  }

  @Test
  void spacedHex_isReported() {
    assertMalformedDigest(hex -> hex.substring(0, 126) + " 0");
  }

  @Test
  void fileListedButAFolderThere_isReported() throws IOException {
    Path folder = signedFolder(plain());
    Files.delete(folder.resolve("a.txt"));
    Files.createDirectory(folder.resolve("a.txt"));
    assertProblems(folder, "FILE_MISSING a.txt");
  }

  @Test
  void signatureFileInASecondPlace_isReported() throws IOException {
    Path folder = signedFolder(plain());
    Files.createDirectory(folder.resolve("META-INF"));
    Files.copy(folder.resolve("signature.json"), folder.resolve("META-INF/signature.json"));
    assertProblems(folder, "EXTRA_FILE META-INF/signature.json");
  }

  @Test
  void signatureFileInTheWrongPlaceOnly_isNoSignature() throws IOException {
    Path folder = signedFolder(plain());
    Files.createDirectory(folder.resolve("META-INF"));
    Files.move(
        folder.resolve("signature.json"),
        folder.resolve("META-INF/signature.json"),
        StandardCopyOption.ATOMIC_MOVE);
    assertThat(verify(folder).word()).isEqualTo("unsigned");
  }

  private void assertMalformedDigest(UnaryOperator<String> change) {
    Path folder = Trees.folder(temp.resolve("plugin"), changedDigests(change));
    assertThat(reasons(folder))
        .contains("INVALID_HASH a.txt", "INVALID_HASH b.txt", "INVALID_HASH plugin.properties");
  }

  private static Map<String, byte[]> changedDigests(UnaryOperator<String> change) {
    Map<String, byte[]> all = new LinkedHashMap<>(plain());
    all.put("signature.json", AUTHOR.sign(plain(), change));
    return all;
  }

  private Path signedFolder(Map<String, byte[]> files) {
    return Trees.folder(temp.resolve("plugin"), AUTHOR.signed(files, "signature.json"));
  }

  private static void assertProblems(Path folder, String... problems) {
    assertThat(reasons(folder)).containsExactly(problems);
    assertThat(verify(folder).isVerified()).isFalse();
  }

  private static List<String> reasons(Path folder) {
    return verify(folder).findings().stream()
        .filter(Finding::isProblem)
        .map(finding -> finding.reason() + " " + finding.path())
        .toList();
  }

  private static Verdict verify(Path folder) {
    return VERIFIER.verify(folder, Expectation.PLUGIN);
  }

  private static Map<String, byte[]> plain() {
    Map<String, byte[]> files = files("a.txt", "a", "b.txt", "b");
    files.put("plugin.properties", Trees.properties("plugin", "1.0.0"));
    return files;
  }
}
