package dev.signet.sample.host.command;

import dev.signet.pf4j.install.RepairPreview;
import dev.signet.pf4j.install.RepairRequest;
import dev.signet.pf4j.install.RepairedFile;
import dev.signet.report.ScanTarget;
import dev.signet.sample.host.Dashboard;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts the files of one plugin right, or lists what that would change. */
record RepairCommand(CommandOutput output, Dashboard dashboard, String name) {

  int run(@Nullable Path release, boolean dryRun) {
    List<ScanTarget> targets = new NamedTargets(dashboard.states()).of(name);
    if (targets.size() != 1) {
      return output.ambiguous(name, targets);
    }
    if (release != null && Files.notExists(release, LinkOption.NOFOLLOW_LINKS)) {
      return output.missing(release);
    }
    RepairRequest own = RepairRequest.of(targets.get(0));
    RepairRequest request = release == null ? own : own.from(release);
    return dryRun
        ? preview(dashboard.installer().previewRepair(request))
        : output.result(request.target().path(), dashboard.installer().repair(request));
  }

  private int preview(RepairPreview preview) {
    String what = ("'" + preview.id() + "' " + preview.version()).strip();
    for (RepairedFile file : preview.files()) {
      output.done("    " + file.path() + ": " + file.change().label());
    }
    if (preview.isFeasible()) {
      return output.done("Would repair " + what + ".");
    }
    return output.refused("Would not repair " + what + ": " + preview.problem().orElse(""));
  }
}
