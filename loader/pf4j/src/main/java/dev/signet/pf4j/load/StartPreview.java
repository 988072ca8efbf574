package dev.signet.pf4j.load;

import dev.signet.Internal;
import dev.signet.admit.InspectedBundle;
import dev.signet.admit.JudgedBundle;
import dev.signet.admit.StateView;
import dev.signet.pf4j.resolve.LoadedBundles;
import dev.signet.pf4j.resolve.Selection;
import dev.signet.pf4j.resolve.VersionRules;
import dev.signet.policy.Decision;
import dev.signet.policy.PluginHistory;
import dev.signet.policy.SignaturePolicy;
import dev.signet.verdict.Guard;
import dev.signet.verdict.Verdict;
import dev.signet.verify.BundleVerifier;
import dev.signet.verify.Examination;
import dev.signet.verify.Expectation;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a start with nothing loaded would decide, found out without starting: nothing is sealed,
 * recorded or loaded.
 *
 * @param policy whose version order is the manager's
 */
@Internal
public record StartPreview(
    BundleVerifier verifier, SignaturePolicy policy, Expectation expectation, StateView state) {

  /** Returns the decision on each source, as of one instant. */
  public Map<Path, Decision> decisions(BundleDiscovery.Found found, VersionRules versions) {
    Instant at = verifier.clock().instant();
    BundleVerifier check = verifier.at(at);
    Map<Path, JudgedBundle> bundles =
        new LinkedHashMap<>(
            AdmissionBatch.run(
                found.bundles(), source -> judged(check, source, at), check.threads()));
    Selection<JudgedBundle> selection = Selection.ofJudged(policy, versions, bundles);
    selection.refuseUnseen(found.refusals(policy));
    selection.settle(LoadedBundles.NOTHING, recorded -> Map.of());
    return new LinkedHashMap<>(selection.decisions());
  }

  private JudgedBundle judged(BundleVerifier check, Path source, Instant at) {
    Examination seen =
        Guard.run(
            () -> state.examine(check, source, expectation),
            failure -> new Examination(BundleVerifier.unavailable(source, failure), ""));
    Verdict verdict = seen.verdict();
    Decision decision =
        policy.decide(verdict, PluginHistory.of(state.ledger(), verdict.subject().id(), at));
    return new InspectedBundle(source, decision, seen.dependencies());
  }
}
