package dev.signet.verify;

import static dev.signet.testkit.Trees.files;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.bundle.Layout;
import dev.signet.bundle.Limits;
import dev.signet.sign.authority.CertificateAuthority;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.Trees;
import dev.signet.trust.AnchorProfile;
import dev.signet.trust.TrustAnchor;
import dev.signet.trust.TrustStore;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleVerifierTest {
  private static final CertificateAuthority AUTHORITY = PluginAuthor.authority("Test Root");
  private static final PluginAuthor CLOCK = PluginAuthor.of("clock", AUTHORITY);

  @TempDir Path temp;
  private final BundleVerifier verifier =
      new BundleVerifier(PluginAuthor.trusting(AUTHORITY), Limits.DEFAULT, Clock.systemUTC());

  @Test
  void folder_whenSignedAndWhole_isVerified() {
    Verdict verdict = verify(Trees.folder(temp.resolve("clock"), signed(CLOCK)));
    assertThat(verdict.isVerified()).as("%s", verdict).isTrue();
    assertThat(verdict.subject().id()).isEqualTo("clock");
    assertThat(verdict.subject().version()).isEqualTo("1.0.0");
    assertThat(verdict.signer().orElseThrow().commonName()).isEqualTo("clock");
    assertThat(verdict.subject().contentDigest()).matches("[0-9a-f]{128}");
  }

  @Test
  void zip_whenSignedAndWhole_isVerifiedWithTheFoldersDigest() {
    Map<String, byte[]> files = signed(CLOCK);
    Verdict folder = verify(Trees.folder(temp.resolve("clock"), files));
    Verdict zip = verify(Trees.archive(temp.resolve("clock.zip"), files));
    assertThat(zip.isVerified()).as("%s", zip).isTrue();
    assertThat(zip.subject()).isEqualTo(folder.subject());
  }

  @Test
  void jar_whenSignedAndWhole_isVerified() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(
        "META-INF/MANIFEST.MF", Trees.manifest("Plugin-Id", "clock", "Plugin-Version", "1.0.0"));
    files.put("clock/Clock.class", "bytes".getBytes(UTF_8));
    Verdict verdict =
        verify(
            Trees.archive(
                temp.resolve("clock.jar"), CLOCK.signed(files, "META-INF/signature.json")));
    assertThat(verdict.isVerified()).as("%s", verdict).isTrue();
  }

  @Test
  void bundleWithoutSignature_whenNothingElseIsWrong_isUnsigned() {
    Verdict verdict = verify(Trees.folder(temp.resolve("clock"), plain()));
    assertThat(verdict.word()).isEqualTo("unsigned");
  }

  @Test
  void bundleWithoutSignature_whenSomethingElseIsWrong_isNotMerelyUnsigned() throws IOException {
    Path folder = Trees.folder(temp.resolve("clock"), plain());
    Files.createSymbolicLink(folder.resolve("link"), Path.of("plugin.properties"));
    assertThat(verify(folder).word()).isEqualTo("invalid");
    assertThat(verify(folder).findings())
        .extracting(Finding::reason)
        .containsExactly(Reason.NOT_A_REGULAR_FILE, Reason.MISSING_SIGNATURE);
  }

  @Test
  void files_whenChangedRemovedAndAdded_areAllReported() throws IOException {
    Path folder = Trees.folder(temp.resolve("clock"), signed(CLOCK));
    Files.writeString(folder.resolve("a.txt"), "changed");
    Files.delete(folder.resolve("lib/b.txt"));
    Files.writeString(folder.resolve("c.txt"), "added");
    Verdict verdict = verify(folder);
    assertThat(verdict.word()).isEqualTo("modified");
    assertThat(verdict.signer()).isPresent();
    assertThat(verdict.findings())
        .extracting(f -> f.reason() + " " + f.path())
        .containsExactly("INVALID_HASH a.txt", "FILE_MISSING lib/b.txt", "EXTRA_FILE c.txt");
    Finding changed = verdict.findings().get(0);
    assertThat(changed.expected()).isEqualTo(sha512("a"));
    assertThat(changed.current()).isEqualTo(sha512("changed"));
  }

  @Test
  void certificateOfAnotherId_whenUsed_isUntrustedAndNamesItsHolder() {
    PluginAuthor other = PluginAuthor.of("other", AUTHORITY);
    Verdict verdict = verify(Trees.folder(temp.resolve("clock"), signed(other)));
    assertThat(verdict.word()).isEqualTo("untrusted");
    assertThat(verdict.findings())
        .extracting(Finding::reason)
        .containsExactly(Reason.SCOPE_MISMATCH);
    assertThat(verdict.signer().orElseThrow().commonName()).isEqualTo("other");
  }

  @Test
  void certificateOfAnotherAuthority_whenUsed_isUntrustedAndProvesNobody() {
    PluginAuthor stranger = PluginAuthor.of("clock", PluginAuthor.authority("Test Root"));
    Verdict verdict = verify(Trees.folder(temp.resolve("clock"), signed(stranger)));
    assertThat(verdict.word()).isEqualTo("untrusted");
    assertThat(verdict.signer()).isEmpty();
  }

  @Test
  void signatureOfOtherFiles_whenUsed_isBadAndProvesNobody() throws IOException {
    Path folder = Trees.folder(temp.resolve("clock"), signed(CLOCK));
    String envelope = Files.readString(folder.resolve("signature.json"));
    Files.writeString(
        folder.resolve("signature.json"), envelope.replace(sha512("a"), sha512("changed")));
    Files.writeString(folder.resolve("a.txt"), "changed");
    Verdict verdict = verify(folder);
    assertThat(verdict.findings())
        .extracting(Finding::reason)
        .containsExactly(Reason.BAD_SIGNATURE);
    assertThat(verdict.signer()).isEmpty();
  }

  @Test
  void idAskedFor_whenBundleIsAnotherPlugin_isAMismatch() {
    Path folder = Trees.folder(temp.resolve("clock"), signed(CLOCK));
    Verdict verdict = verifier.verify(folder, Expectation.PLUGIN.withId("calendar"));
    assertThat(verdict.findings())
        .extracting(Finding::reason)
        .containsExactly(Reason.DESCRIPTOR_MISMATCH);
  }

  @Test
  void reservedId_whenUsedByAPlugin_isRefusedWhoeverSigns() {
    Map<String, byte[]> files = files("a.txt", "a");
    files.put("plugin.properties", Trees.properties("core", "1.0.0"));
    PluginAuthor core = PluginAuthor.of("core", AUTHORITY);
    Verdict verdict =
        verify(Trees.folder(temp.resolve("core"), core.signed(files, "signature.json")));
    assertThat(verdict.isVerified()).isFalse();
    assertThat(verdict.findings()).extracting(Finding::reason).contains(Reason.DESCRIPTOR_MISMATCH);
  }

  @Test
  void coreCertificate_whenHostAllowsIt_vouchesForPlugins() {
    PluginAuthor core = PluginAuthor.of("core", AUTHORITY);
    Path folder = Trees.folder(temp.resolve("clock"), signed(core));
    Expectation allowed = new Expectation(Optional.empty(), Layout.PLUGIN, true);
    assertThat(verify(folder).findings())
        .extracting(Finding::reason)
        .containsExactly(Reason.SCOPE_MISMATCH);
    assertThat(verifier.verify(folder, allowed).isVerified()).isTrue();
  }

  @Test
  void release_whenWithdrawnByItsManifest_isRevoked() throws IOException {
    Path folder = Trees.folder(temp.resolve("clock"), signed(CLOCK));
    String envelope = Files.readString(folder.resolve("signature.json"));
    String hashes =
        envelope.substring(envelope.indexOf("\"hashes\":") + 9, envelope.indexOf("},") + 1);
    TrustStore store =
        TrustStore.builder()
            .anchor(new TrustAnchor(AUTHORITY.certificate(), AnchorProfile.STANDARD))
            .revokeManifest(sha512(hashes))
            .build();
    Verdict verdict =
        new BundleVerifier(store, Limits.DEFAULT, Clock.systemUTC())
            .verify(folder, Expectation.PLUGIN);
    assertThat(verdict.word()).isEqualTo("revoked");
    assertThat(verify(folder).isVerified()).isTrue();
  }

  @Test
  void changedFile_whenCheckedAgain_isNoticedAndRestoredFileToo() throws IOException {
    Path folder = Trees.folder(temp.resolve("clock"), signed(CLOCK));
    assertThat(verify(folder).isVerified()).isTrue();
    Files.writeString(folder.resolve("a.txt"), "b");
    assertThat(verify(folder).word()).isEqualTo("modified");
    Files.writeString(folder.resolve("a.txt"), "a");
    assertThat(verify(folder).isVerified()).isTrue();
  }

  @Test
  void missingBundle_whenChecked_isAFinding() {
    Verdict verdict = verify(temp.resolve("nothing"));
    assertThat(verdict.findings()).extracting(Finding::reason).containsExactly(Reason.IO_ERROR);
    assertThat(verdict.subject().contentDigest()).isEmpty();
  }

  private Verdict verify(Path source) {
    return verifier.verify(source, Expectation.PLUGIN);
  }

  private static Map<String, byte[]> plain() {
    Map<String, byte[]> files = files("a.txt", "a", "lib/b.txt", "b");
    files.put("plugin.properties", Trees.properties("clock", "1.0.0"));
    return files;
  }

  private static Map<String, byte[]> signed(PluginAuthor author) {
    return author.signed(plain(), "signature.json");
  }

  private static String sha512(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-512").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
