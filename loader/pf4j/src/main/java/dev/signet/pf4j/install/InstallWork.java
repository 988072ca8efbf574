package dev.signet.pf4j.install;

import dev.signet.admit.SealedBundle;
import dev.signet.pf4j.install.InstallResult.Done;
import dev.signet.pf4j.install.InstallResult.NotDone;
import dev.signet.pf4j.install.InstallResult.Refused;
import dev.signet.pf4j.workspace.InstallAction;
import dev.signet.policy.Decision;
import dev.signet.verdict.Printable;
import dev.signet.verdict.Subject;
import java.util.Optional;

/** Installs and updates: judges a bundle, looks what is in the way, and has it carried out. */
final class InstallWork {
  private final InstallTools tools;
  private final InstallRules rules;

  InstallWork(InstallTools tools) {
    this.tools = tools;
    this.rules = new InstallRules(tools.admission());
  }

  /**
   * A bundle that somebody wants installed.
   *
   * @param bundle empty when it is refused whatever is there
   * @param decision what is decided about it beside what is there
   */
  private record Candidate(
      Optional<SealedBundle> bundle, Decision decision, InstalledPlugin installed) {
    InstallAction action() {
      return installed.isThere() ? InstallAction.UPDATE : InstallAction.INSTALL;
    }

    Optional<SealedBundle> toInstall() {
      return bundle.filter(held -> decision.isAdmitted());
    }
  }

  InstallPreview preview(InstallRequest request, Optional<InstallAction> wanted) {
    return tools
        .turn()
        .looking(
            () -> {
              try (HeldBundle held = HeldBundle.of(request, tools.admission().sources())) {
                return foretold(judged(held, request), wanted);
              }
            });
  }

  InstallResult change(InstallRequest request, Optional<InstallAction> wanted) {
    return tools
        .turn()
        .changing(
            wanted.orElse(InstallAction.INSTALL),
            request.id().orElse(""),
            () -> {
              try (HeldBundle held = HeldBundle.of(request, tools.admission().sources())) {
                return change(judged(held, request), request, wanted);
              }
            });
  }

  private Candidate judged(HeldBundle held, InstallRequest request) {
    Decision alone = held.result().decision();
    InstalledPlugin installed = tools.plugins().find(alone.verdict().subject().id());
    Optional<SealedBundle> bundle = held.result().admitted();
    return new Candidate(
        bundle,
        bundle.map(admitted -> rules.weigh(admitted, request, installed)).orElse(alone),
        installed);
  }

  private InstallPreview foretold(Candidate candidate, Optional<InstallAction> wanted) {
    Subject subject = candidate.decision().verdict().subject();
    return new InstallPreview(
        candidate.action(),
        candidate.decision(),
        subject.id(),
        subject.version(),
        candidate.installed().version(),
        AffectedPlugins.by(tools.admission(), subject.id()).running(),
        candidate
            .toInstall()
            .flatMap(bundle -> obstacle(bundle, candidate, wanted))
            .map(Printable::of));
  }

  private InstallResult change(
      Candidate candidate, InstallRequest request, Optional<InstallAction> wanted) {
    if (candidate.toInstall().isEmpty()) {
      return new Refused(candidate.decision());
    }
    SealedBundle bundle = candidate.toInstall().get();
    Optional<String> obstacle = obstacle(bundle, candidate, wanted);
    if (obstacle.isPresent()) {
      return NotDone.untried(wanted.orElse(candidate.action()), bundle.id(), obstacle.get());
    }
    InstallResult result =
        tools
            .changes()
            .run(
                candidate.action(),
                candidate.installed(),
                () -> tools.plugins().find(bundle.id()),
                Optional.of(new Incoming(bundle, request.consent(), Optional.empty())));
    return result instanceof Done done ? done.decidedAs(candidate.decision()) : result;
  }

  private Optional<String> obstacle(
      SealedBundle bundle, Candidate candidate, Optional<InstallAction> wanted) {
    if (wanted.isPresent() && wanted.get() != candidate.action()) {
      return Optional.of(
          candidate.installed().isThere()
              ? "it is there already; update it."
              : "it is not there; install it.");
    }
    return tools.place().obstacle(candidate.installed(), bundle);
  }
}
