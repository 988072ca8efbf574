package dev.signet.sample.host.command;

import dev.signet.pf4j.install.InstallPreview;
import dev.signet.pf4j.install.InstallRequest;
import dev.signet.pf4j.install.InstallResult;
import dev.signet.pf4j.workspace.InstallAction;
import dev.signet.policy.Decision;
import dev.signet.report.ScanTarget;
import dev.signet.sample.host.PluginStatus;
import dev.signet.verdict.Printable;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Tells what came of a command, by words and by the exit code.
 *
 * @param out for what was done
 * @param err for what was not
 */
record CommandOutput(PrintStream out, PrintStream err) {
  /** All of it was done. */
  static final int OK = 0;

  /** It was refused, or not done, or not all of it; the words say which. */
  static final int NOT_DONE = 1;

  /** The command line or the settings cannot be used, or the host runs. */
  static final int USAGE = 2;

  /** Tells what was done, on one line. */
  int done(String text) {
    out.println(Printable.of(text));
    return OK;
  }

  /** Tells why nothing was done. */
  int failed(Exception cause, int code) {
    err.println("Not done: " + Printable.of(String.valueOf(cause.getMessage())));
    return code;
  }

  /** Tells that the command line names what is not there. */
  int missing(Path bundle) {
    return unusable("There is no " + bundle + "; check the name.");
  }

  /** Tells that a name is of nothing in the plugins folder, or of more than one thing. */
  int ambiguous(String name, List<ScanTarget> targets) {
    return unusable(
        targets.isEmpty()
            ? "There is no '" + name + "' in the plugins folder; plugin:list says what there is."
            : "There are several of this name; name one by its path: "
                + targets.stream().map(ScanTarget::source).collect(Collectors.joining(", ")));
  }

  /** Tells why something is not done, on one line. */
  int refused(String why) {
    err.println(Printable.of(why));
    return NOT_DONE;
  }

  /** Tells what is wrong with the command line. */
  int unusable(String why) {
    err.println(Printable.of(why));
    return USAGE;
  }

  /** Tells what came of a plugin. */
  int result(InstallResult result) {
    int code =
        result.fold(
            done -> done.dataLeft().isEmpty() ? OK : NOT_DONE,
            refused -> NOT_DONE,
            notDone -> NOT_DONE,
            unfinished -> NOT_DONE);
    (code == OK ? out : err).println(result.explanation());
    return code;
  }

  /** Tells what came of a bundle; of one that was refused all that speaks against it. */
  int result(Path bundle, InstallResult result) {
    return result
        .refusal()
        .map(decision -> refusal(bundle, decision))
        .orElseGet(() -> result(result));
  }

  private int refusal(Path bundle, Decision decision) {
    err.println(Printable.of("Refused: " + bundle));
    err.print(ConsoleReport.details(PluginStatus.of(bundle, decision)));
    return NOT_DONE;
  }

  /** Tells what would come of a bundle. */
  int preview(InstallRequest request, InstallAction wanted, InstallPreview preview) {
    String place =
        preview
            .installedVersion()
            .filter(version -> wanted == InstallAction.UPDATE)
            .map(version -> " in the place of " + version)
            .orElse("");
    String what = wanted.word() + " '" + preview.id() + "' " + preview.version() + place;
    out.println(
        (preview.isFeasible() ? "Would " : "Would not ")
            + Printable.of(what)
            + preview.obstacle().map(obstacle -> ": " + obstacle).orElse("."));
    out.print(ConsoleReport.details(PluginStatus.of(request.bundle(), preview.decision())));
    return preview.isFeasible() ? OK : NOT_DONE;
  }
}
