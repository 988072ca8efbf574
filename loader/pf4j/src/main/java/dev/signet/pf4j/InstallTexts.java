package dev.signet.pf4j;

import dev.signet.pf4j.InstallRecovery.Outcome;
import dev.signet.verdict.Printable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.List;
import java.util.Locale;
import org.pf4j.PluginRuntimeException;

/** What is said about changes to a plugins root; each text is one line, escaped. */
final class InstallTexts {
  private InstallTexts() {}

  static String done(InstallResult.Done done) {
    String what =
        switch (done.action()) {
          case INSTALL -> text("Installed '%s' %s.", done.id(), done.version());
          case UPDATE ->
              done.previousVersion().isPresent()
                  ? text(
                      "Updated '%s' from %s to %s.",
                      done.id(), done.previousVersion().get(), done.version())
                  : text("Updated '%s' to %s.", done.id(), done.version());
          case UNINSTALL ->
              done.version().isEmpty()
                  ? text("Removed what there was of '%s'.", done.id())
                  : text("Uninstalled '%s' %s.", done.id(), done.version());
        };
    String others =
        done.restarted().isEmpty()
            ? ""
            : text(" Started again: %s.", String.join(", ", done.restarted()));
    String notices =
        done.decision()
            .filter(decision -> !decision.findings().isEmpty())
            .map(decision -> " " + Decisions.line(decision))
            .orElse("");
    String data = done.dataLeft().map(why -> " " + why).orElse("");
    return what + others + notices + data;
  }

  static String undone(String id, Throwable cause, List<String> notRunning) {
    String state =
        notRunning.isEmpty()
            ? " Everything is as it was before."
            : text(" The files are as before, but these do not run: %s.", notRunning);
    return text("'%s' is left as it was: ", id) + sentence(cause) + state;
  }

  static String unfinished(String id, Throwable cause, Throwable then) {
    return text("The change of '%s' failed: ", id)
        + sentence(cause)
        + " Undoing it failed, too: "
        + sentence(then)
        + " It is finished or undone by the next change, or when the host starts again.";
  }

  static InstallRecovery recovered(Path root, InstallJournal journal, boolean finished) {
    String what =
        text(
            "An interrupted %s of '%s' in %s was %s.",
            journal.action().word(),
            journal.plugin(),
            root,
            finished ? "finished" : "undone; the plugins there are as they were before");
    return new InstallRecovery(
        root, journal.plugin(), finished ? Outcome.FINISHED : Outcome.UNDONE, what);
  }

  static InstallRecovery withLeftovers(InstallRecovery recovery, Path folder, IOException cause) {
    return new InstallRecovery(
        recovery.root(),
        recovery.plugin(),
        recovery.outcome(),
        recovery.explanation()
            + text(" What is left over in %s cannot be deleted: ", folder)
            + sentence(cause));
  }

  static InstallRecovery incomplete(Path root, WorkspaceInUseException cause) {
    String what = text("What is in %s may not be complete yet: ", root) + sentence(cause);
    return new InstallRecovery(root, "", Outcome.FAILED, what);
  }

  static InstallRecovery unrecovered(Path root, Path folder, IOException cause) {
    String what =
        text("An interrupted change in %s can neither be finished nor undone: ", folder)
            + sentence(cause)
            + " It is tried again by the next change and when the host starts; until then nothing is"
            + " installed there.";
    return new InstallRecovery(root, "", Outcome.FAILED, what);
  }

  static String underWay() {
    return "Nothing is changed: another plugin is being installed, updated or removed just now; try"
        + " again when that is done.";
  }

  static String notTried(String id, String why) {
    return text("'%s' is left as it is: %s", id, why);
  }

  /** Returns what went wrong and what to do about it. */
  static String sentence(Throwable cause) {
    String message = PluginFailures.message(cause);
    if (cause instanceof WorkspaceInUseException) {
      return message;
    }
    if (cause instanceof WorkspaceDamagedException) {
      return Printable.of(message);
    }
    if (cause instanceof AccessDeniedException || cause instanceof ReadOnlyFileSystemException) {
      return text("%s may not be changed; check its permissions.", message);
    }
    if (cause instanceof FileAlreadyExistsException) {
      return text("%s is in the way; move it elsewhere.", message);
    }
    if (cause instanceof IOException) {
      boolean telling =
          cause.getClass() == IOException.class || cause.getClass() == FileSystemException.class;
      return text(
          "The disk fails: %s; check its space and permissions.",
          telling ? message : cause.toString());
    }
    // Ours and PF4J's are sentences; of others the type is half of what they say.
    String sentence =
        cause instanceof PluginRuntimeException ? message : PluginFailures.text(cause);
    return sentence.endsWith(".") ? sentence : sentence + ".";
  }

  private static String text(String pattern, Object... words) {
    Object[] printable = new Object[words.length];
    for (int i = 0; i < words.length; i++) {
      printable[i] = Printable.of(String.valueOf(words[i]));
    }
    return String.format(Locale.ROOT, pattern, printable);
  }
}
