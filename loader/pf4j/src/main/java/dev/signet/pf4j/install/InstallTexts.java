package dev.signet.pf4j.install;

import dev.signet.pf4j.text.Decisions;
import dev.signet.pf4j.text.Sentence;
import dev.signet.pf4j.workspace.ChangeFailure;
import dev.signet.pf4j.workspace.SetAside;
import java.util.List;

/** What is said about changes to a plugins root; each text is one line, escaped. */
final class InstallTexts {
  private InstallTexts() {}

  static String done(InstallResult.Done done) {
    String what =
        switch (done.action()) {
          case INSTALL -> Sentence.of("Installed '%s' %s.", done.id(), done.version());
          case UPDATE ->
              done.previousVersion().isPresent()
                  ? Sentence.of(
                      "Updated '%s' from %s to %s.",
                      done.id(), done.previousVersion().get(), done.version())
                  : Sentence.of("Updated '%s' to %s.", done.id(), done.version());
          case REPAIR -> Sentence.of("Repaired '%s' %s.", done.id(), done.version());
          case UNINSTALL ->
              done.version().isEmpty()
                  ? Sentence.of("Removed what there was of '%s'.", done.id())
                  : Sentence.of("Uninstalled '%s' %s.", done.id(), done.version());
        };
    String others =
        done.restarted().isEmpty()
            ? ""
            : Sentence.of(" Started again: %s.", String.join(", ", done.restarted()));
    String notices =
        done.decision()
            .filter(decision -> !decision.findings().isEmpty())
            .map(decision -> " " + Decisions.line(decision))
            .orElse("");
    String data = done.dataLeft().map(why -> " " + why).orElse("");
    return what + SetAside.told(done.kept()) + others + notices + data;
  }

  static String undone(String id, Throwable cause, List<String> notRunning) {
    String state =
        notRunning.isEmpty()
            ? " Everything is as it was before."
            : Sentence.of(" The files are as before, but these do not run: %s.", notRunning);
    return Sentence.of("'%s' is left as it was: ", id) + ChangeFailure.sentence(cause) + state;
  }

  static String unfinished(String id, Throwable cause, Throwable then) {
    return Sentence.of("The change of '%s' failed: ", id)
        + ChangeFailure.sentence(cause)
        + " Undoing it failed, too: "
        + ChangeFailure.sentence(then)
        + " It is finished or undone by the next change, or when the host starts again.";
  }

  static String underWay() {
    return "Nothing is changed: another plugin is being installed, updated or removed just now; try"
        + " again when that is done.";
  }

  static String notTried(String id, String why) {
    return Sentence.of("'%s' is left as it is: %s", id, why);
  }
}
