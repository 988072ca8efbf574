package dev.signet.admit;

import static dev.signet.testkit.Trees.files;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import dev.signet.bundle.Limits;
import dev.signet.bundle.SourceState;
import dev.signet.policy.Decision;
import dev.signet.policy.ReleaseChannel;
import dev.signet.policy.SignaturePolicy;
import dev.signet.policy.SignatureRequirement;
import dev.signet.policy.SigningLedger;
import dev.signet.sign.authority.CertificateAuthority;
import dev.signet.testkit.LoggedEvents;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.Trees;
import dev.signet.trust.AnchorProfile;
import dev.signet.trust.TrustAnchor;
import dev.signet.trust.TrustStore;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verify.BundleVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionTest {
  private static final CertificateAuthority AUTHORITY = PluginAuthor.authority("Test Root");
  private static final PluginAuthor CLOCK = PluginAuthor.of("clock", AUTHORITY);

  private static final Map<String, byte[]> SIGNED = CLOCK.signed(plain(), "signature.json");

  @TempDir Path temp;
  private Path state = Path.of("");
  private SealedStore store = SealedStore.temporary();

  @BeforeEach
  void openStore() {
    store.close();
    state = temp.resolve("state");
    store = SealedStore.open(state, List.of());
  }

  @AfterEach
  void closeStore() {
    store.sweep(Set.of());
    store.close();
  }

  @Test
  void folder_whenAdmitted_isSealedReadOnlyWithExactlyItsFiles() throws IOException {
    Path source = folder();
    Files.setPosixFilePermissions(
        source.resolve("bin/tool"), PosixFilePermissions.fromString("rwxr-xr-x"));
    SealedBundle bundle = admitted(source);
    assertThat(bundle.source()).isEqualTo(source);
    assertThat(bundle.path().getFileName().toString()).matches("clock-1\\.0\\.0-[0-9a-f]{40}");
    assertThat(tree(bundle.path())).isEqualTo(tree(source));
    assertThat(permissions(bundle.path())).isEqualTo("r-x------");
    assertThat(permissions(bundle.path().resolve("a.txt"))).isEqualTo("r--------");
    assertThat(permissions(bundle.path().resolve("bin/tool"))).isEqualTo("r-x------");
  }

  @Test
  void zip_whenAdmitted_isSealedAsAFolder() throws IOException {
    Path zip = Trees.archive(temp.resolve("clock.zip"), SIGNED);
    SealedBundle bundle = admitted(zip);
    assertThat(tree(bundle.path())).isEqualTo(tree(folder()));
    assertThat(temp.resolve("clock.zip").resolveSibling("clock-unpacked")).doesNotExist();
  }

  @Test
  void jar_whenAdmitted_isSealedAloneInAFolder() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(
        "META-INF/MANIFEST.MF", Trees.manifest("Plugin-Id", "clock", "Plugin-Version", "1.0.0"));
    Path jar =
        Trees.archive(temp.resolve("clock.jar"), CLOCK.signed(files, "META-INF/signature.json"));
    SealedBundle bundle = admitted(jar);
    assertThat(bundle.path().getFileName().toString()).endsWith(".jar");
    assertThat(bundle.path().getParent()).isDirectoryNotContaining(p -> !p.equals(bundle.path()));
    assertThat(Files.readAllBytes(bundle.path())).isEqualTo(Files.readAllBytes(jar));
  }

  @Test
  void bundle_whenRefused_leavesNothingInTheStore() throws IOException {
    Path source = Trees.folder(temp.resolve("clock"), plain());
    Decision decision = refused(source);
    assertThat(decision.verdict().word()).isEqualTo("unsigned");
    assertThat(store.sealedCopies()).isEmpty();
    assertThat(state.resolve("staging")).isEmptyDirectory();
  }

  @Test
  void bundle_whenDecidedOffStable_isSealedWithWhatCouldBeRead() throws IOException {
    Path source = folder();
    Files.writeString(source.resolve("a.txt"), "changed");
    Admission beta = admission(PluginAuthor.trusting(AUTHORITY), new ReleaseChannel("beta"));
    Admission.Result result = beta.admit(source, Optional.empty());
    assertThat(result.decision().action()).isEqualTo(Decision.Action.WARN);
    Path sealed =
        result
            .<Optional<Path>>fold(b -> Optional.of(b.path()), d -> Optional.empty())
            .orElseThrow();
    assertThat(sealed.resolve("a.txt")).hasContent("changed");
  }

  @Test
  void problem_whenAdmittedOffStable_isNotForgottenOnStable() throws IOException {
    Map<String, byte[]> twins = plain();
    twins.put("A.txt", "twin".getBytes(UTF_8));
    Path zip = Trees.archive(temp.resolve("clock.zip"), CLOCK.signed(twins, "signature.json"));
    Files.setLastModifiedTime(zip, FileTime.from(Instant.now().minusSeconds(60)));
    age();
    Admission beta = admission(PluginAuthor.trusting(AUTHORITY), new ReleaseChannel("beta"));
    Path sealed =
        beta.admit(zip, Optional.empty())
            .<Optional<Path>>fold(b -> Optional.of(b.path()), d -> Optional.empty())
            .orElseThrow();
    restart(Set.of(sealed));
    assertThat(refused(zip).verdict().findings())
        .extracting(Finding::reason)
        .contains(Reason.PATH_COLLISION);
  }

  @Test
  void unchangedSource_whenAdmittedAgain_isNotReadAgain() throws IOException {
    Path source = folder();
    age(source);
    SealedBundle first = admitted(source);
    restart(Set.of(first.path()));
    // Whatever is read goes through the staging folder, and there is none.
    Files.delete(state.resolve("staging"));
    SealedBundle second = admitted(source);
    assertThat(second.path()).isEqualTo(first.path());
    assertThat(store.sealedCopies()).hasSize(1);
  }

  @Test
  void source_whenChangedWithItsOldTimesPutBack_isReadAgain() throws IOException {
    Path source = folder();
    age(source);
    SealedBundle first = admitted(source);
    restart(Set.of(first.path()));
    FileTime time = Files.getLastModifiedTime(source.resolve("a.txt"));
    Files.writeString(source.resolve("a.txt"), "A");
    Files.setLastModifiedTime(source.resolve("a.txt"), time);
    assertThat(refused(source).verdict().word()).isEqualTo("modified");
  }

  @Test
  void source_whenAFileIsAddedOrALinkAppears_isReadAgain() throws IOException {
    Path source = folder();
    age(source);
    SealedBundle first = admitted(source);
    restart(Set.of(first.path()));
    Path link = Files.createSymbolicLink(source.resolve("link"), Path.of("a.txt"));
    assertThat(refused(source).verdict().findings())
        .extracting(Finding::reason)
        .contains(Reason.NOT_A_REGULAR_FILE);
    Files.delete(link);
    Files.writeString(source.resolve("more"), "x");
    assertThat(refused(source).verdict().word()).isEqualTo("modified");
  }

  @Test
  void sealedCopy_whenChanged_isLeftAsideAndMadeAnew() throws IOException {
    Path source = folder();
    age(source);
    SealedBundle first = admitted(source);
    restart(Set.of(first.path()));
    Path file = first.path().resolve("a.txt");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(file, "Z");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
    SealedBundle second = admitted(source);
    assertThat(second.path()).isNotEqualTo(first.path());
    assertThat(second.path().resolve("a.txt")).hasContent("a");
  }

  @Test
  void fileAddedToASealedCopy_isNoticed() throws IOException {
    Path source = folder();
    age(source);
    SealedBundle first = admitted(source);
    restart(Set.of(first.path()));
    Files.setPosixFilePermissions(first.path(), PosixFilePermissions.fromString("rwx------"));
    Files.writeString(first.path().resolve("extra.jar"), "Z");
    SealedBundle second = admitted(source);
    assertThat(second.path().resolve("extra.jar")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"new", "new folder", "rewritten", "longer"})
  void fileWrittenIntoASealedCopy_isToldAndKeptAside(String how) throws IOException {
    Path source = folder();
    age(source);
    Path sealed = admitted(source).path();
    Path written =
        sealed.resolve(how.equals("new") ? "x.db" : how.equals("new folder") ? "d/x.db" : "a.txt");
    SealedFiles.unprotect(sealed);
    Files.createDirectories(written.getParent());
    byte[] data = (how.equals("longer") ? "longer data" : "d").getBytes(UTF_8);
    Files.write(written, data);

    try (LoggedEvents log = new LoggedEvents(SealedStore.class, Level.WARN)) {
      restart(Set.of(sealed));
      Path again = admitted(source).path();
      assertThat(tree(again)).isEqualTo(tree(source));
      restart(Set.of(again));
      Path kept = state.resolve("written-by-plugins").resolve(sealed.getFileName() + ".1");
      String name = sealed.relativize(written).toString();
      assertThat(tree(kept)).containsOnlyKeys(name);
      assertThat(kept.resolve(name)).hasBinaryContent(data);
      assertThat(log.messages())
          .singleElement()
          .asString()
          .contains("clock-1.0.0 ", name, kept.toString(), "dataFolder");
    }
  }

  @Test
  void sealedCopy_whenItGoesAsItWasMade_leavesNothingAside() throws IOException {
    admitted(folder());
    store.sweep(Set.of());
    assertThat(state.resolve("written-by-plugins")).doesNotExist();
  }

  @Test
  void unchangedSource_whenItsCertificateWasRevokedSince_isRefused() throws IOException {
    Path source = folder();
    age(source);
    SealedBundle first = admitted(source);
    restart(Set.of(first.path()));
    String keyId = first.decision().verdict().signer().orElseThrow().keyId();
    TrustStore today =
        TrustStore.builder()
            .anchor(new TrustAnchor(AUTHORITY.certificate(), AnchorProfile.STANDARD))
            .revokeKey(keyId)
            .build();
    Admission.Result result =
        admission(today, ReleaseChannel.STABLE).admit(source, Optional.empty());
    assertThat(result.decision().isAdmitted()).isFalse();
    assertThat(result.decision().verdict().word()).isEqualTo("revoked");
  }

  @Test
  void sameContent_whenAdmittedTwice_keepsItsPath() {
    SealedBundle first = admitted(folder());
    SealedBundle second = admitted(Trees.folder(temp.resolve("elsewhere"), SIGNED));
    assertThat(second.path()).isEqualTo(first.path());
    assertThat(second.source()).isNotEqualTo(first.source());
  }

  @Test
  void sweep_whenACopyIsInUse_leavesIt() throws IOException {
    SealedBundle kept = admitted(folder());
    PluginAuthor other = PluginAuthor.of("other", AUTHORITY);
    Map<String, byte[]> files = files("a.txt", "a");
    files.put("plugin.properties", Trees.properties("other", "2"));
    SealedBundle dropped =
        admitted(Trees.folder(temp.resolve("other"), other.signed(files, "signature.json")));
    store.sweep(Set.of(kept.path()));
    assertThat(kept.path()).isDirectory();
    assertThat(dropped.path()).doesNotExist();
  }

  @Test
  void stateDirectory_whenItFails_refusesWithTheCause() throws IOException {
    Path source = folder();
    Files.delete(state.resolve("staging"));
    Files.writeString(state.resolve("staging"), "in the way");
    for (ReleaseChannel channel : List.of(ReleaseChannel.STABLE, new ReleaseChannel("git"))) {
      Decision decision =
          admission(PluginAuthor.trusting(AUTHORITY), channel)
              .admit(source, Optional.empty())
              .decision();
      assertThat(decision.isAdmitted()).isFalse();
      assertThat(decision.verdict().findings())
          .extracting(Finding::reason)
          .containsExactly(Reason.STATE_UNAVAILABLE);
    }
  }

  @Test
  void sealedBundle_whenItsPathIsNoCopy_cannotBeDeleted() {
    assertThatThrownBy(() -> store.delete(temp)).isInstanceOf(IllegalArgumentException.class);
  }

  private Admission admission(TrustStore trust, ReleaseChannel channel) {
    return new Admission(
        new BundleVerifier(trust, Limits.DEFAULT, Clock.systemUTC()),
        SignaturePolicy.require(SignatureRequirement.ALL).channel(channel).build(),
        store,
        SigningLedger.inMemory());
  }

  private SealedBundle admitted(Path source) {
    Admission.Result result =
        admission(PluginAuthor.trusting(AUTHORITY), ReleaseChannel.STABLE)
            .admit(source, Optional.empty());
    return result
        .<Optional<SealedBundle>>fold(Optional::of, refused -> Optional.empty())
        .orElseThrow(() -> new AssertionError(result.decision().explanation()));
  }

  private Decision refused(Path source) {
    Decision decision =
        admission(PluginAuthor.trusting(AUTHORITY), ReleaseChannel.STABLE)
            .admit(source, Optional.empty())
            .decision();
    assertThat(decision.isAdmitted()).as(decision.explanation()).isFalse();
    return decision;
  }

  private void restart(Set<Path> inUse) {
    store.sweep(inUse);
    store.close();
    store = SealedStore.open(state, List.of());
  }

  private Path folder() {
    return Trees.folder(temp.resolve("clock"), SIGNED);
  }

  /** Waits until the files' times are old enough to tell later changes. */
  private static void age(Path source) {
    age();
    assertThat(SourceState.of(source, Limits.DEFAULT)).isPresent();
  }

  private static void age() {
    Instant ready = Instant.now().plusMillis(2_100);
    while (Instant.now().isBefore(ready)) {
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static Map<String, byte[]> plain() {
    Map<String, byte[]> files = files("a.txt", "a", "bin/tool", "tool");
    files.put("plugin.properties", Trees.properties("clock", "1.0.0"));
    return files;
  }

  private static Map<String, String> tree(Path root) throws IOException {
    Map<String, String> tree = new LinkedHashMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        tree.put(root.relativize(file).toString(), new String(Files.readAllBytes(file), UTF_8));
      }
    }
    return tree;
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
