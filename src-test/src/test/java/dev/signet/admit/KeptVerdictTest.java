package dev.signet.admit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.bundle.Limits;
import dev.signet.bundle.SourceState;
import dev.signet.file.Packed;
import dev.signet.file.Stamps;
import dev.signet.policy.SignaturePolicy;
import dev.signet.policy.SignatureRequirement;
import dev.signet.policy.SigningLedger;
import dev.signet.sign.authority.CertificateAuthority;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.Trees;
import dev.signet.trust.AnchorProfile;
import dev.signet.trust.TrustAnchor;
import dev.signet.trust.TrustStore;
import dev.signet.trust.TrustStoreBuilder;
import dev.signet.verdict.Verdict;
import dev.signet.verify.BundleVerifier;
import dev.signet.verify.Expectation;
import dev.signet.verify.KeptVerdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a later start goes by: verdicts that were kept, and copies that may not have reached the
 * disk. A kept verdict is told from one found anew by the signer's name, which is forged in it
 * here.
 */
class KeptVerdictTest {
  private static final CertificateAuthority AUTHORITY = PluginAuthor.authority("Test Root");
  private static final CertificateAuthority OTHER = PluginAuthor.authority("Other Root");
  private static final PluginAuthor CLOCK = PluginAuthor.of("clock", AUTHORITY);
  private static final TrustStore TRUST = PluginAuthor.trusting(AUTHORITY);
  private static final String FORGED = "somebody else";

  private static final int AT_ONCE = 20;

  /** Sources not yet used, old enough to tell later changes; to wait for each would take long. */
  private static final Deque<Path> SOURCES = new ArrayDeque<>();

  @TempDir private static Path sources;

  @TempDir Path temp;
  private final ForgetfulDisk disk = new ForgetfulDisk();
  private Path source = Path.of("unset");
  private SealedStore store = SealedStore.temporary();
  private Instant now = Instant.now();

  @BeforeEach
  void sealOnce() throws IOException, InterruptedException {
    store.close();
    if (SOURCES.isEmpty()) {
      makeSources();
    }
    source = SOURCES.removeLast();
    store = open();
    now = Instant.now();
    Path sealed = admitted(TRUST).path();
    store.sweep(Set.of(sealed));
  }

  @AfterEach
  void close() {
    store.sweep(Set.of());
    store.close();
  }

  @Test
  void verdict_whenNothingHasChanged_isTheKeptOne() throws IOException {
    forge();
    assertThat(signer(admitted(TRUST))).isEqualTo(FORGED);
  }

  @Test
  void verdict_whenTimeHasNotChangedIt_isTheKeptOneOnAnotherDay() throws IOException {
    forge();
    now = now.plus(Duration.ofDays(2));
    assertThat(signer(admitted(TRUST))).isEqualTo(FORGED);
  }

  @Test
  void verdict_whenTheClockIsSetBack_isFoundAnew() throws IOException {
    forge();
    now = now.minus(Duration.ofSeconds(1));
    assertThat(signer(admitted(TRUST))).isEqualTo("clock");
  }

  @Test
  void verdict_whenItsSpanIsOver_isFoundAnew() throws IOException {
    forge();
    now = kept().until();
    Verdict verdict = result(TRUST).decision().verdict();
    assertThat(verdict.signer().map(signer -> signer.commonName()))
        .isNotEqualTo(Optional.of(FORGED));
    assertThat(verdict.findings()).isNotEmpty();
  }

  @Test
  void verdict_whenAnythingOfTrustHasChanged_isFoundAnew() throws IOException {
    String key = admitted(TRUST).decision().verdict().signer().orElseThrow().keyId();
    TrustStoreBuilder more =
        TRUST.toBuilder().anchor(new TrustAnchor(OTHER.certificate(), AnchorProfile.STANDARD));
    for (TrustStore changed :
        List.of(
            more.build(),
            TRUST.toBuilder().revokeKey("0".repeat(64)).build(),
            TRUST.toBuilder().revokeManifest("0".repeat(128)).build(),
            TRUST.toBuilder().intermediate(OTHER.certificate()).build())) {
      forge();
      assertThat(signer(admitted(changed))).isEqualTo("clock");
    }
    for (TrustStore hostile :
        List.of(PluginAuthor.trusting(OTHER), TRUST.toBuilder().revokeKey(key).build())) {
      forge();
      assertThat(result(hostile).decision().isAdmitted()).isFalse();
    }
  }

  @Test
  void verdict_whenTheSecuritySettingsOfJavaHaveChanged_isFoundAnew() throws IOException {
    forge();
    String property = "jdk.certpath.disabledAlgorithms";
    String before = Security.getProperty(property);
    try {
      Security.setProperty(property, before + ", RSA keySize < 1000");
      assertThat(signer(admitted(TRUST))).isEqualTo("clock");
    } finally {
      Security.setProperty(property, before);
    }
  }

  @Test
  void verdict_whenTheHostExpectsOrAllowsSomethingElse_isFoundAnew() throws IOException {
    Expectation plugin = Expectation.PLUGIN;
    for (Expectation other :
        List.of(
            plugin.withId("clock"),
            new Expectation(plugin.id(), plugin.layout(), true),
            new Expectation(
                plugin.id(),
                plugin.layout(),
                false,
                plugin.exclusions().with("clock", Set.of("nothing/*"))))) {
      forge();
      assertThat(signer(admitted(admission(TRUST, Limits.DEFAULT).expecting(other))))
          .isEqualTo("clock");
    }
    forge();
    Limits limits = Limits.builder().signatureFileBytes(1 << 20).build();
    assertThat(signer(admitted(admission(TRUST, limits)))).isEqualTo("clock");
  }

  @Test
  void verdict_isNotKeptForWhatIsNotVerified() throws IOException {
    Path unsigned = Trees.folder(temp.resolve("unsigned"), files());
    SignaturePolicy any =
        SignaturePolicy.require(SignatureRequirement.ALL).allowUnsigned(Set.of("clock")).build();
    Admission.Result result =
        new Admission(verifier(TRUST, Limits.DEFAULT), any, store, SigningLedger.inMemory())
            .admit(unsigned, Optional.empty());
    assertThat(result.decision().isAdmitted()).isTrue();
    assertThat(store.copyOf(result.admitted().orElseThrow().path()).orElseThrow().kept()).isEmpty();
  }

  @Test
  void verdict_whenItCannotBeRead_isFoundAnew() throws IOException {
    SealedCopy copy = copy();
    for (String damage : List.of("?", "\0\0\0\1a", "\0".repeat(500))) {
      replace(
          new SealedCopy(
              copy.name(),
              copy.kind(),
              copy.boot(),
              copy.stamps(),
              copy.files(),
              Packed.of(damage.getBytes(java.nio.charset.StandardCharsets.UTF_8))));
      assertThat(signer(admitted(TRUST))).isEqualTo("clock");
    }
  }

  @Test
  void recordOfFiles_whenItIsDamaged_meansReadingTheSourceAgain() throws IOException {
    SealedCopy copy = copy();
    replace(
        new SealedCopy(
            copy.name(),
            copy.kind(),
            copy.boot(),
            copy.stamps(),
            Packed.of(new byte[] {0, 0, 0, 1, '/'}),
            Packed.EMPTY));
    assertThat(tree(admitted(TRUST).path())).isEqualTo(tree(source));
  }

  @Test
  void copy_whenTheProcessWasKilled_isUsedAgain() throws IOException {
    Path first = copyPath();
    restart();
    assertThat(admitted(TRUST).path()).isEqualTo(first);
    assertThat(store.sealedCopies()).hasSize(1);
  }

  @Test
  void copy_whenAPowerCutHasTakenWhatWasNotForced_isNeverLoaded() throws IOException {
    Path first = copyPath();
    disk.loseWhatWasNotForced(first);
    pretendItsMetadataWereNotLost(first);
    disk.boot = "another start";
    restart();
    Path second = admitted(TRUST).path();
    assertThat(second).isNotEqualTo(first);
    assertThat(tree(second)).isEqualTo(tree(source));
    store.sweep(Set.of(second));
    assertThat(first).doesNotExist();
  }

  @Test
  void copy_whenItWasForced_survivesAPowerCut() throws IOException {
    Path first = copyPath();
    disk.patience = Duration.ZERO;
    restart();
    store.sweep(Set.of(first));
    store.awaitDisk();
    assertThat(disk.forced).containsAll(all(first));
    disk.loseWhatWasNotForced(first);
    disk.boot = "another start";
    restart();
    assertThat(admitted(TRUST).path()).isEqualTo(first);
    assertThat(tree(first)).isEqualTo(tree(source));
  }

  @Test
  void copy_whenTheDiskFails_isNotTakenForOneThatLasts() throws IOException {
    Path first = copyPath();
    disk.patience = Duration.ZERO;
    disk.failing = true;
    restart();
    store.sweep(Set.of(first));
    store.awaitDisk();
    assertThat(disk.refused.get()).isPositive();
    disk.boot = "another start";
    restart();
    assertThat(admitted(TRUST).path()).isNotEqualTo(first);
  }

  @Test
  void copy_whenTheSystemDoesNotTellItsStarts_isForcedAtOnce() throws IOException {
    disk.boot = "";
    store.close();
    store = SealedStore.open(temp.resolve("state-2"), List.of(), disk);
    disk.forced.clear();
    Path sealed = admitted(TRUST).path();
    assertThat(store.copyOf(sealed).orElseThrow().isLasting()).isTrue();
    // They were forced where they were made, before they were moved.
    assertThat(disk.forced).hasSameSizeAs(all(sealed));
  }

  @Test
  void store_whenClosed_leavesNoThread() {
    disk.patience = Duration.ofHours(1);
    store.sweep(Set.of(copyPath()));
    store.close();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("signet-disk") && thread.isAlive());
    store = open();
  }

  /** As if a file system had kept sizes and times, and not the content. */
  private void pretendItsMetadataWereNotLost(Path sealed) throws IOException {
    SealedCopy copy = copy();
    replace(
        new SealedCopy(
            copy.name(),
            copy.kind(),
            copy.boot(),
            Stamps.of(sealed, Integer.MAX_VALUE).orElseThrow().below().packed(),
            copy.files(),
            copy.verdict()));
  }

  /** Puts another signer into the kept verdict, and has the store read it. */
  private void forge() throws IOException {
    restart();
    admitted(TRUST);
    store.close();
    KeptVerdict kept = kept();
    Verdict.Verified verdict = kept.verdict();
    var signer = verdict.vouchedBy();
    Verdict.Verified forged =
        new Verdict.Verified(
            verdict.subject(),
            verdict.findings(),
            new dev.signet.verdict.Signer(
                FORGED,
                signer.issuer(),
                signer.serialNumber(),
                signer.keyId(),
                signer.notBefore(),
                signer.notAfter(),
                signer.algorithm(),
                signer.anchor()));
    replace(
        copy()
            .with(
                Optional.of(
                    new KeptVerdict(
                        kept.conditions(),
                        kept.from(),
                        kept.until(),
                        forged,
                        kept.dependencies()))));
  }

  private KeptVerdict kept() {
    return copy().kept().orElseThrow();
  }

  private SealedCopy copy() {
    store.close();
    return IndexFile.in(temp.resolve("state")).read().content().copies().values().iterator().next();
  }

  private void replace(SealedCopy copy) throws IOException {
    store.close();
    IndexFile file = IndexFile.in(temp.resolve("state"));
    CopyIndex index = new CopyIndex();
    index.restore(
        new CopyIndex.Content(Map.of(copy.name(), copy), file.read().content().sources()));
    file.write(index);
    store = open();
  }

  private void restart() {
    store.close();
    store = open();
  }

  private Path copyPath() {
    return store.sealedCopies().get(0);
  }

  private SealedStore open() {
    return SealedStore.open(temp.resolve("state"), List.of(), disk);
  }

  private BundleVerifier verifier(TrustStore trust, Limits limits) {
    return new BundleVerifier(trust, limits, Clock.fixed(now, ZoneOffset.UTC));
  }

  private Admission admission(TrustStore trust, Limits limits) {
    return new Admission(
        verifier(trust, limits),
        SignaturePolicy.require(SignatureRequirement.ALL).build(),
        store,
        SigningLedger.inMemory());
  }

  private Admission.Result result(TrustStore trust) {
    return admission(trust, Limits.DEFAULT).admit(source, Optional.empty());
  }

  private SealedBundle admitted(TrustStore trust) {
    return admitted(admission(trust, Limits.DEFAULT));
  }

  private SealedBundle admitted(Admission admission) {
    return admission.admit(source, Optional.empty()).admitted().orElseThrow();
  }

  private static String signer(SealedBundle bundle) {
    return bundle.decision().verdict().signer().orElseThrow().commonName();
  }

  private static Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("plugin.properties", Trees.properties("clock", "1.0.0"));
    files.put("a.txt", "a".repeat(100).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    files.put("lib/b.txt", "b".repeat(100).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return files;
  }

  private static void makeSources() throws IOException, InterruptedException {
    Map<String, byte[]> signed = CLOCK.signed(files(), "signature.json");
    for (int i = 0; i < AT_ONCE; i++) {
      Path folder = Files.createTempDirectory(sources, "source");
      SOURCES.add(Trees.folder(folder.resolve("clock"), signed));
    }
    while (SourceState.of(SOURCES.getLast(), Limits.DEFAULT).isEmpty()) {
      Thread.sleep(100);
    }
  }

  private static List<Path> all(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.toList();
    }
  }

  private static Map<String, String> tree(Path root) throws IOException {
    Map<String, String> tree = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        tree.put(root.relativize(file).toString(), Files.readString(file));
      }
    }
    return tree;
  }
}
