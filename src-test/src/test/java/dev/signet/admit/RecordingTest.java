package dev.signet.admit;

import static dev.signet.testkit.Trees.files;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;

import dev.signet.bundle.Limits;
import dev.signet.policy.Decision;
import dev.signet.policy.HistoryRules;
import dev.signet.policy.LedgerEntry;
import dev.signet.policy.LedgerException;
import dev.signet.policy.ReleaseChannel;
import dev.signet.policy.SignaturePolicy;
import dev.signet.policy.SignatureRequirement;
import dev.signet.policy.SigningLedger;
import dev.signet.sign.authority.CertificateAuthority;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.TestClock;
import dev.signet.testkit.Trees;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verify.BundleVerifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an admission writes into the ledger, and when. */
class RecordingTest {
  private static final CertificateAuthority AUTHORITY = PluginAuthor.authority("Test Root");
  private static final PluginAuthor CLOCK = PluginAuthor.of("clock", AUTHORITY);
  private static final ReleaseChannel BETA = new ReleaseChannel("beta");

  private final SealedStore store = SealedStore.temporary();
  private final SigningLedger ledger = SigningLedger.inMemory();
  @TempDir Path temp;

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void verifiedRelease_whenAdmitted_isRecordedWithItsKey() throws LedgerException {
    Decision decision = admit(stable(), signed("1.0.0"));

    LedgerEntry entry = ledger.find("clock").orElseThrow();
    assertThat(entry.highestVersion()).isEqualTo("1.0.0");
    assertThat(entry.keyId()).isEqualTo(decision.verdict().signer().orElseThrow().keyId());
    assertThat(ledger.latestInstant()).isPresent();
  }

  @Test
  void unsignedRelease_whenAdmitted_isNotRecorded() throws LedgerException {
    assertThat(admit(on(BETA), unsigned("99.0")).isAdmitted()).isTrue();
    assertThat(ledger.entries()).isEmpty();

    admit(on(BETA), signed("1.0.0"));
    assertThat(admit(on(BETA), unsigned("99.0")).isAdmitted()).isTrue();
    assertThat(ledger.find("clock").orElseThrow().highestVersion()).isEqualTo("1.0.0");
    assertThat(admit(stable(), signed("1.1.0")).action()).isEqualTo(Decision.Action.ADMIT);
  }

  @Test
  void refusedRelease_isNotRecorded() throws LedgerException {
    Path modified = signed("2.0.0");
    Trees.write(modified.resolve("more.txt"), new byte[1]);

    assertThat(admit(stable(), modified).isAdmitted()).isFalse();

    assertThat(ledger.entries()).isEmpty();
  }

  @Test
  void release_whenOnlyLookedAtOrPrepared_isNotRecorded() throws LedgerException {
    Admission admission = admission(stable(), ledger);
    admission.inspect(signed("1.0.0"), Optional.empty());
    admission.prepare(signed("1.0.0"), Optional.empty());

    assertThat(ledger.entries()).isEmpty();
  }

  @Test
  void verifiedRelease_whenAdmittedOffStable_isRecordedToo() throws LedgerException {
    admit(on(BETA), signed("1.0.0"));

    assertThat(ledger.find("clock")).isPresent();
    assertThat(reasons(admit(stable(), unsigned("1.0.0")))).contains(Reason.SIGNATURE_DROPPED);
  }

  @Test
  void lookAtAnUnsignedRelease_tellsThatTheSignatureWasDropped() {
    admit(stable(), signed("1.0.0"));

    Decision seen = admission(stable(), ledger).inspect(unsigned("1.0.0"), Optional.empty());

    assertThat(reasons(seen)).contains(Reason.SIGNATURE_DROPPED);
  }

  @Test
  void updateToALowerVersion_isRefusedWhereOtherCallsOnlyWarn() {
    admit(stable(), signed("2.0.0"));
    Admission admission = admission(stable(), ledger);
    Path lower = signed("1.0.0");

    Decision update =
        admission
            .withHistory(HistoryRules.WARN.asking())
            .admit(lower, Optional.of("clock"))
            .decision();

    assertThat(update.isAdmitted()).isFalse();
    assertThat(reasons(update)).containsExactly(Reason.DOWNGRADE);
    assertThat(admission.admit(lower, Optional.empty()).decision().action())
        .isEqualTo(Decision.Action.WARN);
  }

  @Test
  void release_whenItCannotBeRecorded_isRefusedOnStableAndReportedElsewhere()
      throws LedgerException {
    for (Throwable failure :
        List.of(new LedgerException("The disk is full."), new IllegalStateException("no table"))) {
      SigningLedger broken = mock(SigningLedger.class);
      doThrow(failure).when(broken).record(any(), any(), any());
      Path source = signed("1.0.0");

      Decision refused = admission(stable(), broken).admit(source, Optional.empty()).decision();
      Decision warned = admission(on(BETA), broken).admit(source, Optional.empty()).decision();

      assertThat(refused.isAdmitted()).isFalse();
      assertThat(reasons(refused)).containsExactly(Reason.STATE_UNAVAILABLE);
      assertThat(refused.explanation()).contains(failure.getMessage());
      assertThat(warned.action()).isEqualTo(Decision.Action.WARN);
      assertThat(reasons(warned)).containsExactly(Reason.STATE_UNAVAILABLE);
    }
  }

  @Test
  void releases_whenTheyChangeTheLedger_aloneWaitForItToBeWritten() throws Exception {
    try (FileSigningLedger onDisk = FileSigningLedger.open(temp.resolve("state"), List.of())) {
      Admission admission = admission(stable(), onDisk);
      Path known = signed("1.0.0");
      admission.admit(known, Optional.empty());
      Path fresh = signed(PluginAuthor.of("disk", AUTHORITY), "disk", "1.0.0");
      List<SealedBundle> bundles =
          Stream.of(known, fresh, unsigned("other", "1.0"))
              .flatMap(source -> bundle(admission.prepare(source, Optional.empty())))
              .toList();
      Files.delete(temp.resolve("state/ledger.json"));
      Files.createDirectories(temp.resolve("state/ledger.json/in the way"));

      Map<Path, Finding> problems = admission.record(bundles);

      assertThat(bundles).hasSize(2);
      assertThat(problems).containsOnlyKeys(fresh);
    }
  }

  /** At each further look, the certificate would have run out and time would have gone on. */
  @Test
  void check_whenTheClockJumpsMeanwhile_isOfOneInstantFromVerdictToLedger() throws LedgerException {
    Path source = signed("1.0.0");
    TestClock clock = jumping();
    Instant start = clock.now();

    Decision decision =
        admission(stable(), ledger, clock).admit(source, Optional.empty()).decision();

    assertThat(decision.action()).as(decision.explanation()).isEqualTo(Decision.Action.ADMIT);
    assertThat(clock.asked()).isEqualTo(1);
    assertThat(ledger.latestInstant()).contains(start);
    assertThat(ledger.find("clock").orElseThrow().lastAt()).isEqualTo(start);
  }

  @Test
  void checkOfSeveralBundles_isOfOneInstantUntilTheyAreRecorded() throws LedgerException {
    Path other = signed(PluginAuthor.of("disk", AUTHORITY), "disk", "1.0.0");
    TestClock clock = jumping();
    Instant start = clock.now();
    Admission check = admission(stable(), ledger, clock).asOfNow();

    List<SealedBundle> bundles =
        Stream.of(signed("1.0.0"), other)
            .flatMap(source -> bundle(check.prepare(source, Optional.empty())))
            .toList();

    assertThat(bundles).hasSize(2);
    assertThat(check.record(bundles)).isEmpty();
    assertThat(ledger.entries()).extracting(LedgerEntry::firstAt).containsExactly(start, start);
    assertThat(clock.asked()).isEqualTo(1);
  }

  @Test
  void lookAndReassessment_whenTheClockJumps_areOfOneInstantEach() {
    Path source = signed("1.0.0");
    SealedBundle sealed =
        bundle(admission(stable(), ledger).prepare(source, Optional.empty()))
            .findFirst()
            .orElseThrow();
    TestClock looking = jumping();
    TestClock again = jumping();

    Decision seen = admission(stable(), ledger, looking).inspect(source, Optional.empty());
    Decision judged = admission(stable(), ledger, again).reassess(sealed);

    assertThat(List.of(seen.action(), judged.action())).containsOnly(Decision.Action.ADMIT);
    assertThat(List.of(looking.asked(), again.asked())).containsOnly(1);
  }

  private static TestClock jumping() {
    return new TestClock(Instant.now()).ticking(Duration.ofDays(400));
  }

  private static Stream<SealedBundle> bundle(Admission.Result result) {
    return result.<Stream<SealedBundle>>fold(Stream::of, refused -> Stream.empty());
  }

  private Decision admit(SignaturePolicy policy, Path source) {
    return admission(policy, ledger).admit(source, Optional.empty()).decision();
  }

  private Admission admission(SignaturePolicy policy, SigningLedger where) {
    return admission(policy, where, Clock.systemUTC());
  }

  private Admission admission(SignaturePolicy policy, SigningLedger where, Clock clock) {
    BundleVerifier verifier =
        new BundleVerifier(PluginAuthor.trusting(AUTHORITY), Limits.DEFAULT, clock);
    return new Admission(verifier, policy, store, where);
  }

  private static SignaturePolicy stable() {
    return on(ReleaseChannel.STABLE);
  }

  private static SignaturePolicy on(ReleaseChannel channel) {
    return SignaturePolicy.require(SignatureRequirement.ALL).channel(channel).build();
  }

  private Path signed(String version) {
    return signed(CLOCK, "clock", version);
  }

  private Path signed(PluginAuthor author, String id, String version) {
    Map<String, byte[]> files = files("a.txt", "a");
    files.put("plugin.properties", Trees.properties(id, version));
    return Trees.folder(temp.resolve(id + "-" + version), author.signed(files, "signature.json"));
  }

  private Path unsigned(String version) {
    return unsigned("clock", version);
  }

  private Path unsigned(String id, String version) {
    Map<String, byte[]> files = files("a.txt", "a");
    files.put("plugin.properties", Trees.properties(id, version));
    return Trees.folder(temp.resolve("unsigned-" + id + "-" + version), files);
  }

  private static List<Reason> reasons(Decision decision) {
    return decision.findings().stream().map(Finding::reason).toList();
  }
}
