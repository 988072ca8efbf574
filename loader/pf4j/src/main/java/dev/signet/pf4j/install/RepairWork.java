package dev.signet.pf4j.install;

import dev.signet.admit.SealedBundle;
import dev.signet.pf4j.install.InstallResult.Done;
import dev.signet.pf4j.install.InstallResult.NotDone;
import dev.signet.pf4j.install.InstallResult.Refused;
import dev.signet.pf4j.text.Sentence;
import dev.signet.pf4j.workspace.ChangeFailure;
import dev.signet.pf4j.workspace.InstallAction;
import dev.signet.policy.Decision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Puts right what lies in one place, from verified bytes of the very release that was there. They
 * are verified, admitted and swapped in like those of an update; only what makes way is kept.
 */
final class RepairWork {
  private final InstallTools tools;
  private final InstallRules rules;
  private final RepairRules repairs;

  RepairWork(InstallTools tools) {
    this.tools = tools;
    this.rules = new InstallRules(tools.admission());
    this.repairs = new RepairRules(tools.admission(), tools.plugins());
  }

  /**
   * A repair that may be carried out.
   *
   * @param place where it is needed
   * @param there what is there, as the plugin that it is to be
   * @param bundle verified bytes; empty when there are none
   * @param decision what is decided about them beside what else is loaded
   * @param obstacle what speaks against it apart from that
   */
  private record Repair(
      Path place,
      InstalledPlugin there,
      Optional<SealedBundle> bundle,
      Optional<Decision> decision,
      Optional<String> obstacle) {

    static Repair impossible(Path place, InstalledPlugin there, String why) {
      return new Repair(place, there, Optional.empty(), Optional.empty(), Optional.of(why));
    }

    String name() {
      return there.name().isEmpty() ? String.valueOf(place.getFileName()) : there.name();
    }

    boolean isRefused() {
      return decision.filter(decided -> !decided.isAdmitted()).isPresent();
    }
  }

  RepairPreview preview(RepairRequest request) {
    return tools.turn().looking(() -> with(request, this::foretold));
  }

  InstallResult repair(RepairRequest request) {
    return tools
        .turn()
        .changing(
            InstallAction.REPAIR,
            request.target().fileName(),
            () -> with(request, repair -> carriedOut(repair, request)));
  }

  private <T> T with(RepairRequest request, Function<Repair, T> then) {
    Path path = request.target().path();
    InstalledPlugin there =
        request.target().isCore() ? InstalledPlugin.unknown() : tools.plugins().at(path);
    if (!there.isThere()) {
      return then.apply(Repair.impossible(path, there, "it is not there."));
    }
    Optional<Path> bytes =
        request.release().or(() -> tools.admission().sources().latestCopyOf(path));
    if (bytes.isEmpty()) {
      return then.apply(Repair.impossible(path, there, RepairRules.NO_COPY));
    }
    try (HeldBundle held = HeldBundle.of(asked(bytes.get()), tools.admission().sources())) {
      return then.apply(judged(request, there, held));
    }
  }

  /** It is the version that was there, whichever it was; a host that minds that still does. */
  private static InstallRequest asked(Path bytes) {
    return InstallRequest.of(bytes).allowingLowerVersion();
  }

  private Repair judged(RepairRequest request, InstalledPlugin there, HeldBundle held) {
    Path path = request.target().path();
    Decision alone = held.result().decision();
    Optional<String> unfit = RepairRules.unfit(alone.verdict(), request);
    if (unfit.isPresent()) {
      return Repair.impossible(path, there, unfit.get());
    }
    if (held.result().admitted().isEmpty()) {
      return new Repair(path, there, Optional.empty(), Optional.of(alone), Optional.empty());
    }
    SealedBundle bundle = held.result().admitted().get();
    InstalledPlugin meant = tools.plugins().at(path, bundle.id());
    return new Repair(
        path,
        meant,
        Optional.of(bundle),
        Optional.of(rules.weigh(bundle, asked(bundle.path()), meant)),
        repairs.obstacle(bundle, there, request).or(() -> tools.place().obstacle(meant, bundle)));
  }

  private RepairPreview foretold(Repair repair) {
    Optional<String> obstacle = repair.obstacle();
    List<RepairedFile> files = List.of();
    if (obstacle.isEmpty() && !repair.isRefused() && repair.bundle().isPresent()) {
      try {
        files =
            FolderComparison.of(
                repair.place(),
                repair.bundle().get().path(),
                String.valueOf(repair.place().getFileName()));
      } catch (IOException e) {
        obstacle = Optional.of(ChangeFailure.sentence(e));
      }
    }
    return new RepairPreview(
        repair.name(),
        repair.bundle().map(SealedBundle::version).or(repair.there()::version).orElse(""),
        files,
        AffectedPlugins.by(tools.admission(), repair.there().id()).running(),
        repair.decision(),
        obstacle.map(why -> Sentence.of("%s", why)));
  }

  private InstallResult carriedOut(Repair repair, RepairRequest request) {
    if (repair.obstacle().isPresent()) {
      return NotDone.untried(InstallAction.REPAIR, repair.name(), repair.obstacle().get());
    }
    Decision decision = repair.decision().orElseThrow();
    if (repair.bundle().isEmpty() || !decision.isAdmitted()) {
      return new Refused(decision);
    }
    SealedBundle bundle = repair.bundle().get();
    InstallResult result =
        tools
            .changes()
            .run(
                InstallAction.REPAIR,
                repair.there(),
                () -> tools.plugins().at(repair.place(), bundle.id()),
                Optional.of(
                    new Incoming(
                        bundle,
                        asked(bundle.path()).consent(),
                        InstallPlace.nameOf(request.target().path(), bundle))));
    return result instanceof Done done ? done.decidedAs(decision) : result;
  }
}
