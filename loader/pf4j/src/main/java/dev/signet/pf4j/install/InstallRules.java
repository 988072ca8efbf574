package dev.signet.pf4j.install;

import dev.signet.admit.SealedBundle;
import dev.signet.pf4j.load.AdmissionTools;
import dev.signet.pf4j.load.AdmittedSources;
import dev.signet.pf4j.load.Engine;
import dev.signet.pf4j.resolve.TrustMixRule;
import dev.signet.pf4j.resolve.VersionRules;
import dev.signet.policy.Decision;
import dev.signet.policy.HistoryRule;
import dev.signet.policy.HistoryRules;
import dev.signet.policy.PluginHistory;
import dev.signet.policy.SignaturePolicy;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Remedy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** What can speak against installing an admitted bundle beside what is loaded. */
final class InstallRules {
  private static final Remedy OTHER_FILES =
      Remedy.of("Get the very release that was approved, or have this one approved.");

  private final Engine engine;
  private final SignaturePolicy policy;
  private final VersionRules versions;
  private final AdmittedSources sources;
  private final InstallNeeds needs;

  InstallRules(AdmissionTools tools) {
    this.engine = tools.engine();
    this.policy = engine.policy();
    this.versions = tools.versions();
    this.sources = tools.sources();
    this.needs = new InstallNeeds(tools);
  }

  /**
   * Returns the decision on a bundle when it counts what was asked for, what it would replace and
   * what it would run with. What could not be loaded at all is refused on every channel.
   */
  Decision weigh(SealedBundle candidate, InstallRequest request, InstalledPlugin installed) {
    Decision decision = beside(candidate, request, installed);
    boolean matters =
        decision.isAdmitted()
            || decision.circumstances().stream().anyMatch(InstallRules::isOfRunning);
    return matters ? withNotices(candidate, decision) : decision;
  }

  /** Tells, while somebody can still decide otherwise, what may keep it from running as meant. */
  private Decision withNotices(SealedBundle candidate, Decision decision) {
    Decision told = decision;
    for (Finding finding : engine.inspectAnew(candidate.path()).decision().findings()) {
      told = isOfRunning(finding) ? told.noting(finding) : told;
    }
    return told;
  }

  private static boolean isOfRunning(Finding finding) {
    return finding.reason() == Reason.NOT_RUNNABLE;
  }

  private Decision beside(
      SealedBundle candidate, InstallRequest request, InstalledPlugin installed) {
    Decision decision = candidate.decision();
    Optional<Finding> obstacle =
        wrongRelease(candidate, request)
            .or(() -> otherFiles(candidate, request))
            .or(() -> needs.obstacle(candidate));
    if (obstacle.isPresent()) {
      return policy.refuse(decision.verdict(), obstacle.get());
    }
    List<Finding> problems = new ArrayList<>(changes(candidate, request, installed));
    lowerVersion(candidate, request, installed).ifPresent(problems::add);
    dropped(candidate, installed).ifPresent(problems::add);
    for (Finding problem : problems) {
      decision = policy.weigh(decision, problem);
    }
    List<SealedBundle> loaded =
        sources.runningBundles().stream()
            .filter(bundle -> !bundle.id().equals(candidate.id()))
            .toList();
    return decision.isAdmitted()
        ? new TrustMixRule(loaded, List.of(candidate)).weigh(policy, candidate, decision)
        : decision;
  }

  private static Optional<Finding> wrongRelease(SealedBundle candidate, InstallRequest request) {
    boolean rightId = request.id().map(candidate.id()::equals).orElse(true);
    boolean rightVersion = request.version().map(candidate.version()::equals).orElse(true);
    return rightId && rightVersion
        ? Optional.empty()
        : finding(
            Reason.DESCRIPTOR_MISMATCH,
            "The bundle is '%s' %s, not '%s' %s as asked for.",
            candidate.id(),
            candidate.version(),
            request.id().orElse(candidate.id()),
            request.version().orElse("of any version"));
  }

  private static Optional<Finding> otherFiles(SealedBundle candidate, InstallRequest request) {
    String files = candidate.decision().verdict().subject().filesDigest();
    return request.files().map(files::equals).orElse(true)
        ? Optional.empty()
        : Optional.of(
            new Finding(
                Reason.RELEASE_CHANGED,
                Finding.Severity.PROBLEM,
                null,
                request.files().get(),
                files,
                "Its files are not those of the release that was asked for.",
                OTHER_FILES));
  }

  /** What nobody vouches for is in no ledger; its version is compared with the one it replaces. */
  private Optional<Finding> lowerVersion(
      SealedBundle candidate, InstallRequest request, InstalledPlugin installed) {
    if (request.lowerVersion()
        || tells(candidate, Reason.DOWNGRADE)
        || installed.version().isEmpty()) {
      return Optional.empty();
    }
    OptionalInt order = versions.compare(candidate.version(), installed.version().get());
    return order.isPresent() && order.getAsInt() < 0
        ? finding(
            Reason.DOWNGRADE,
            "Version %s is lower than %s, which is installed.",
            candidate.version(),
            installed.version().get())
        : Optional.empty();
  }

  /** What was never loaded is in no ledger, and its key and files are its author's all the same. */
  private List<Finding> changes(
      SealedBundle candidate, InstallRequest request, InstalledPlugin installed) {
    PluginHistory remembered = PluginHistory.of(engine.ledger(), candidate.id(), engine.now());
    if (installed.unseen().isEmpty() || remembered.entry().isPresent()) {
      return List.of();
    }
    HistoryRules asking =
        request.consent().applyTo(policy.history()).withDowngrades(HistoryRule.ALLOW);
    return policy.toBuilder()
        .history(asking)
        .build()
        .decide(
            candidate.decision().verdict(),
            PluginHistory.ofInstalled(installed.unseen(), engine.now(), policy.versionOrder()))
        .circumstances()
        .stream()
        .filter(finding -> finding.reason() != Reason.SIGNATURE_DROPPED)
        .filter(finding -> !candidate.decision().circumstances().contains(finding))
        .toList();
  }

  /** Of what was never loaded it need not be known when it was signed first. */
  private static Optional<Finding> dropped(SealedBundle candidate, InstalledPlugin installed) {
    return !installed.unseen().isEmpty()
            && tells(candidate, Reason.MISSING_SIGNATURE)
            && !tells(candidate, Reason.SIGNATURE_DROPPED)
        ? finding(
            Reason.SIGNATURE_DROPPED, "It is not signed, and the release that is installed is.")
        : Optional.empty();
  }

  private static boolean tells(SealedBundle candidate, Reason reason) {
    return candidate.decision().findings().stream().anyMatch(finding -> finding.reason() == reason);
  }

  private static Optional<Finding> finding(Reason reason, String pattern, Object... words) {
    return Optional.of(Finding.of(reason, String.format(Locale.ROOT, pattern, words)));
  }
}
