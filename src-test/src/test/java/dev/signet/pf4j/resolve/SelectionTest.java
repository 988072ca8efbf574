package dev.signet.pf4j.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.signet.admit.Admission;
import dev.signet.admit.SealedBundle;
import dev.signet.admit.SealedBundles;
import dev.signet.pf4j.load.RunningPlugins;
import dev.signet.policy.Decision;
import dev.signet.policy.Decision.Action;
import dev.signet.policy.ReleaseChannel;
import dev.signet.policy.SignaturePolicy;
import dev.signet.policy.SignatureRequirement;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Signer;
import dev.signet.verdict.Subject;
import dev.signet.verdict.Verdict;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pf4j.DefaultPluginDescriptor;
import org.pf4j.DefaultVersionManager;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginManager;
import org.pf4j.PluginWrapper;

class SelectionTest {
  private static final SignaturePolicy POLICY =
      SignaturePolicy.require(SignatureRequirement.ALL).build();

  private final Map<Path, Admission.Result> results = new LinkedHashMap<>();
  private final Map<Path, Finding> unrecordable = new HashMap<>();
  private final List<String> recorded = new ArrayList<>();
  private final PluginManager manager = mock(PluginManager.class);
  private SignaturePolicy policy = POLICY;

  @Test
  void bundles_whenUnrelated_keepTheirOrder() {
    verified("b", "1.0.0", "");
    verified("a", "1.0.0", "");

    assertThat(chosen(select())).containsExactly("b 1.0.0", "a 1.0.0");
  }

  @Test
  void bundles_whenOneNeedsAnother_comeAfterIt() {
    verified("c", "1.0.0", "b");
    verified("b", "1.0.0", "a@>=1.0.0, missing?");
    verified("a", "1.0.0", "");

    assertThat(chosen(select())).containsExactly("a 1.0.0", "b 1.0.0", "c 1.0.0");
  }

  @Test
  void bundles_whenTheyNeedThemselvesInACircle_areRefusedWithWhatNeedsThem() {
    Path a = verified("a", "1.0.0", "b");
    Path b = verified("b", "1.0.0", "d?, c");
    Path c = verified("c", "1.0.0", "a, d");
    verified("d", "1.0.0", "e?");
    verified("e", "1.0.0", "d?");
    Path itself = verified("itself", "1.0.0", "itself");
    Path dependent = verified("dependent", "1.0.0", "a");

    Selection<SealedBundle> selection = select();

    assertThat(chosen(selection)).containsExactly("d 1.0.0", "e 1.0.0");
    assertThat(List.of(a, b, c, itself))
        .allSatisfy(
            path ->
                assertThat(decision(selection, path).reasons())
                    .containsExactly(Reason.DEPENDENCY_UNMET));
    assertThat(decision(selection, a).explanation())
        .contains("It needs 'c' in a circle: that one needs 'a'.");
    assertThat(decision(selection, itself).explanation()).contains("It needs itself.");
    assertThat(decision(selection, dependent).reasons()).containsExactly(Reason.DEPENDENCY_UNMET);
  }

  @Test
  void loadedPlugin_isNotRefusedForABundleThatIsNotLoadedInItsPlace() {
    loaded("a", "1.0.0");
    Path b = verified("b", "1.0.0", "a");
    verified("a", "1.1.0", "b");

    assertThat(decision(select(), b).isAdmitted()).isTrue();
  }

  /** PF4J trims what is no letter for it, and not only white space. */
  @Test
  void dependency_isReadAsPf4jReadsIt() {
    Path a = verified("a", "1.0.0", "\u0001b");
    verified("b", "1.0.0", "a\u0002");

    assertThat(decision(select(), a).reasons()).containsExactly(Reason.DEPENDENCY_UNMET);
  }

  @Test
  void sameId_whenVersionsDiffer_takesTheHighestAndNamesIt() {
    verified("a", "1.9.0", "");
    Path winner = verified("a", "1.10.0", "");
    verified("a", "1.2.0", "");

    Selection<SealedBundle> selection = select();

    assertThat(chosen(selection)).containsExactly("a 1.10.0");
    assertThat(refused(selection)).hasSize(2);
    assertThat(refused(selection))
        .allSatisfy(
            decision -> {
              assertThat(decision.reasons()).containsExactly(Reason.DUPLICATE_ID);
              assertThat(decision.explanation()).contains("1.10.0", winner.toString());
            });
  }

  @Test
  void sameId_whenVersionsAreEqual_takesTheFirst() {
    Path first = verified("a", "1.0.0", "");
    verified("a", "1.0.0", "");

    assertThat(select().bundles()).extracting(SealedBundle::source).containsExactly(first);
  }

  @Test
  void sameId_whenAVersionCannotBeParsed_takesTheOneThatCan() {
    verified("a", "not a version", "");
    verified("a", "0.0.1", "");
    verified("a", "zzz", "");

    assertThat(chosen(select())).containsExactly("a 0.0.1");
  }

  @Test
  void sameId_whenOnlyOneIsVouchedFor_takesThatWhateverTheVersion() {
    unsigned("a", "99.0.0", "");
    verified("a", "1.0.0", "");
    unsigned("a", "100.0.0", "");

    assertThat(chosen(select())).containsExactly("a 1.0.0");
  }

  @Test
  void dependentsOfARefusedPlugin_areWithheldTransitively() {
    refused("a", "1.0.0");
    Path b = verified("b", "1.0.0", "a");
    Path c = verified("c", "1.0.0", "b");
    verified("d", "1.0.0", "a?");
    verified("e", "1.0.0", "");

    Selection<SealedBundle> selection = select();

    assertThat(chosen(selection)).containsExactly("d 1.0.0", "e 1.0.0");
    Decision ofB = decision(selection, b);
    assertThat(ofB.isAdmitted()).isFalse();
    assertThat(ofB.reasons()).containsExactly(Reason.DEPENDENCY_REFUSED);
    assertThat(ofB.explanation()).contains("'a'", "INVALID_HASH");
    assertThat(decision(selection, c).explanation()).contains("'b'", "DEPENDENCY_REFUSED");
  }

  @Test
  void dependents_whenARefusalLeavesOnlyAWrongVersion_areWithheld() {
    verified("a", "1.0.0", "");
    refused("a", "2.0.0");
    verified("b", "1.0.0", "a@>=2.0.0");
    verified("c", "1.0.0", "a@<2.0.0");

    assertThat(chosen(select())).containsExactly("a 1.0.0", "c 1.0.0");
  }

  @Test
  void dependentsOfAPlugin_whenItIsNotThere_areWithheldTransitively() {
    Path b = verified("b", "1.0.0", "a");
    Path c = verified("c", "1.0.0", "b@>=1.0.0, d");
    Path e = verified("e", "1.0.0", "c");
    verified("d", "1.0.0", "a?, b?");

    Selection<SealedBundle> selection = select();

    assertThat(chosen(selection)).containsExactly("d 1.0.0");
    assertThat(List.of(b, c, e))
        .allSatisfy(
            path ->
                assertThat(decision(selection, path).reasons())
                    .containsExactly(Reason.DEPENDENCY_UNMET));
    assertThat(decision(selection, b).explanation()).contains("'a' (*), which is not there.");
    assertThat(decision(selection, c).explanation()).contains("'b' (>=1.0.0), which lacks what");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "1.0.0; >=2.0.0; DEPENDENCY_UNMET; and version 1.0.0 is there.",
        "1.0.0-SNAPSHOT; >=1.0.0; DEPENDENCY_UNMET; 1.0.0-SNAPSHOT is there, which counts as lower than"
            + " 1.0.0.",
        "1.0.0; [1.0,2.0); DESCRIPTOR_MISMATCH; cannot read the range '[1.0,2.0)'; it reads ranges of"
            + " plain numbers, such as >=1.0 & <2.0.",
        "1.0; >=1.0; DESCRIPTOR_MISMATCH; cannot read the version '1.0'; it reads three numbers, such"
            + " as 1.0.0.",
        "1.0.0; 1.0.0-SNAPSHOT; DESCRIPTOR_MISMATCH; cannot read the range '1.0.0-SNAPSHOT'"
      })
  void dependent_whenTheVersionThatIsThereDoesNotFit_isWithheldWithTheText(
      String version, String range, Reason reason, String text) {
    verified("a", version, "");
    Path b = verified("b", "1.0.0", "a@" + range);

    Selection<SealedBundle> selection = select();

    assertThat(chosen(selection)).containsExactly("a " + version);
    assertThat(decision(selection, b).reasons()).containsExactly(reason);
    assertThat(decision(selection, b).explanation()).contains(text);
  }

  @Test
  void dependents_whenARefusedBundleHasNoReadableId_areWithheld() {
    results.put(Path.of("/plugins/broken.zip"), refusal(Subject.UNKNOWN, Reason.MALFORMED_ARCHIVE));
    verified("b", "1.0.0", "a");
    verified("c", "1.0.0", "");

    Selection<SealedBundle> selection = select();

    assertThat(chosen(selection)).containsExactly("c 1.0.0");
    assertThat(refused(selection).get(1).explanation()).contains("'a'", "MALFORMED_ARCHIVE");
  }

  @Test
  void dependents_whenTheRefusedPluginIsLoadedAlready_areKept() {
    refused("a", "1.0.0");
    verified("b", "1.0.0", "a@>=1.0.0");

    assertThat(chosen(select())).isEmpty();

    loaded("a", "1.0.0");
    assertThat(chosen(select())).containsExactly("b 1.0.0");
  }

  @Test
  void longChainOfDependents_isWithheldWithoutGrowingTheReasons() {
    refused("p0", "1.0.0");
    for (int i = 1; i < 300; i++) {
      verified("p" + i, "1.0.0", "p" + (i - 1));
    }

    Selection<SealedBundle> selection = select();

    assertThat(chosen(selection)).isEmpty();
    assertThat(refused(selection))
        .allSatisfy(decision -> assertThat(decision.explanation()).hasSizeLessThan(300));
  }

  @Test
  void verifiedPlugin_whenItNeedsAnUnsignedOne_isReportedAndStillLoaded() {
    Path signed = verified("a", "1.0.0", "b");
    unsigned("b", "1.0.0", "");

    Selection<SealedBundle> selection = select();

    assertThat(chosen(selection)).containsExactly("b 1.0.0", "a 1.0.0");
    Decision decision = decision(selection, signed);
    assertThat(decision.action()).isEqualTo(Action.WARN);
    assertThat(decision.verdict().isVerified()).isTrue();
    assertThat(decision.reasons()).containsExactly(Reason.LESS_TRUSTED_DEPENDENCY);
  }

  @Test
  void verifiedPlugins_whenTheyRelyOnAnUnsignedOneThroughOthers_areReportedToo() {
    Path far = verified("a", "1.0.0", "b");
    Path near = verified("b", "1.0.0", "c?");
    unsigned("c", "1.0.0", "");
    Path unrelated = verified("d", "1.0.0", "missing?");

    Selection<SealedBundle> selection = select();

    assertThat(chosen(selection)).hasSize(4);
    assertThat(decision(selection, near).explanation()).contains("needs 'c', which is unsigned");
    assertThat(decision(selection, far).explanation()).contains("relies on 'c', which is unsigned");
    assertThat(decision(selection, far).findings()).noneMatch(Finding::isProblem);
    assertThat(decision(selection, unrelated).action()).isEqualTo(Action.ADMIT);
  }

  @Test
  void verifiedPluginsInACircleWithAnUnsignedOne_areReportedOnce() {
    Path a = verified("a", "1.0.0", "b?");
    Path b = verified("b", "1.0.0", "a?, c?");
    Path c = unsigned("c", "1.0.0", "a?");

    Selection<SealedBundle> selection = select();

    assertThat(decision(selection, a).circumstances()).hasSize(1);
    assertThat(decision(selection, b).circumstances()).hasSize(1);
    assertThat(decision(selection, c).circumstances()).isEmpty();
  }

  @Test
  void verifiedPlugin_whenItNeedsAnUnsignedOne_isRefusedWhereTheHostWantsIt() {
    Path far = verified("a", "1.0.0", "b");
    Path near = verified("b", "1.0.0", "c");
    Path optional = verified("d", "1.0.0", "b?");
    unsigned("c", "1.0.0", "");

    policy = POLICY.toBuilder().refuseLessTrustedDependencies().build();
    Selection<SealedBundle> selection = select();

    assertThat(chosen(selection)).containsExactly("d 1.0.0", "c 1.0.0");
    assertThat(decision(selection, near).reasons()).containsExactly(Reason.LESS_TRUSTED_DEPENDENCY);
    assertThat(decision(selection, far).reasons()).containsExactly(Reason.DEPENDENCY_REFUSED);
    assertThat(decision(selection, optional).action()).isEqualTo(Action.ADMIT);
  }

  @Test
  void verifiedPlugin_whenItNeedsAnUnsignedOne_isOnlyReportedOffStable() {
    Path signed = verified("a", "1.0.0", "b");
    unsigned("b", "1.0.0", "");

    policy =
        POLICY.toBuilder()
            .channel(new ReleaseChannel("beta"))
            .refuseLessTrustedDependencies()
            .build();
    Selection<SealedBundle> selection = select();

    assertThat(chosen(selection)).hasSize(2);
    assertThat(decision(selection, signed).action()).isEqualTo(Action.WARN);
    assertThat(decision(selection, signed).circumstances()).hasSize(1);
    assertThat(decision(selection, signed).explanation()).contains("refused on stable");
  }

  @Test
  void plugins_whenLoadedInTheEnd_aloneAreRecorded() {
    refused("a", "1.0.0");
    verified("b", "1.0.0", "a");
    verified("c", "1.0.0", "");
    verified("c", "2.0.0", "");

    select();

    assertThat(recorded).containsExactly("c 2.0.0");
  }

  @Test
  void plugin_whenItCannotBeRecorded_isRefusedWithWhatNeedsIt() {
    Path lost = verified("a", "1.0.0", "");
    Path dependent = verified("b", "1.0.0", "a");
    verified("c", "1.0.0", "");
    unrecordable.put(lost, Finding.of(Reason.STATE_UNAVAILABLE, "The disk is full."));

    Selection<SealedBundle> selection = select();

    assertThat(chosen(selection)).containsExactly("c 1.0.0");
    assertThat(decision(selection, lost).reasons()).containsExactly(Reason.STATE_UNAVAILABLE);
    assertThat(decision(selection, dependent).reasons()).containsExactly(Reason.DEPENDENCY_REFUSED);
  }

  private Selection<SealedBundle> select() {
    Selection<SealedBundle> selection = Selection.of(policy, versions(), results);
    selection.settle(new RunningPlugins(manager).now(), this::record);
    return selection;
  }

  private Map<Path, Finding> record(List<SealedBundle> bundles) {
    bundles.forEach(bundle -> recorded.add(bundle.id() + " " + bundle.version()));
    return unrecordable;
  }

  private void loaded(String id, String version) {
    PluginDescriptor descriptor = new DefaultPluginDescriptor(id, "", "", version, "", "", "");
    PluginWrapper wrapper =
        new PluginWrapper(
            manager, descriptor, Path.of("/sealed/" + id), getClass().getClassLoader());
    when(manager.getPlugins()).thenReturn(List.of(wrapper));
  }

  private static VersionRules versions() {
    return new VersionRules(DefaultVersionManager::new);
  }

  private static List<String> chosen(Selection<SealedBundle> selection) {
    return selection.bundles().stream()
        .map(bundle -> bundle.id() + " " + bundle.version())
        .toList();
  }

  private static Decision decision(Selection<SealedBundle> selection, Path source) {
    return Objects.requireNonNull(selection.decisions().get(source));
  }

  private static List<Decision> refused(Selection<SealedBundle> selection) {
    List<Decision> refused = new ArrayList<>(selection.decisions().values());
    refused.removeIf(Decision::isAdmitted);
    return refused;
  }

  private Path verified(String id, String version, String dependencies) {
    Signer signer =
        new Signer(
            id, "CN=Issuer", "01", "ab".repeat(32), Instant.EPOCH, Instant.MAX, "test", "CN=Root");
    return admitted(
        Verdict.of(new Subject(id, version, "00"), List.of(), Optional.of(signer)), dependencies);
  }

  private Path unsigned(String id, String version, String dependencies) {
    Finding finding = Finding.of(Reason.MISSING_SIGNATURE, "There is no signature.json.");
    return admitted(
        Verdict.of(new Subject(id, version, "00"), List.of(finding), Optional.empty()),
        dependencies);
  }

  private Path admitted(Verdict verdict, String dependencies) {
    Path source = Path.of("/plugins/" + results.size());
    Action action = verdict.isVerified() ? Action.ADMIT : Action.WARN;
    Decision decision = new Decision(action, verdict, List.of(), ReleaseChannel.STABLE, "as it is");
    results.put(source, SealedBundles.admitted(source, decision, dependencies));
    return source;
  }

  private void refused(String id, String version) {
    results.put(
        Path.of("/plugins/" + results.size()),
        refusal(new Subject(id, version, "00"), Reason.INVALID_HASH));
  }

  private static Admission.Result refusal(Subject subject, Reason reason) {
    Verdict verdict = Verdict.of(subject, List.of(Finding.of(reason, "Cause.")), Optional.empty());
    return new Admission.Refused(POLICY.decide(verdict));
  }
}
