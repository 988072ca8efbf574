package dev.signet.pf4j.workspace;

import dev.signet.pf4j.text.Sentence;
import dev.signet.pf4j.workspace.InstallRecovery.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What is said about interrupted changes; each text is one line, escaped. */
final class RecoveryTexts {
  private RecoveryTexts() {}

  static InstallRecovery recovered(Path root, InstallJournal journal, boolean finished) {
    String what =
        Sentence.of(
            "An interrupted %s of '%s' in %s was %s.",
            journal.action().word(),
            journal.plugin(),
            root,
            finished ? "finished" : "undone; the plugins there are as they were before");
    return new InstallRecovery(
        root, journal.plugin(), finished ? Outcome.FINISHED : Outcome.UNDONE, what);
  }

  static InstallRecovery keeping(InstallRecovery recovery, List<Path> kept) {
    return with(recovery, SetAside.told(kept));
  }

  private static InstallRecovery with(InstallRecovery recovery, String more) {
    return new InstallRecovery(
        recovery.root(), recovery.plugin(), recovery.outcome(), recovery.explanation() + more);
  }

  static InstallRecovery withLeftovers(InstallRecovery recovery, Path folder, IOException cause) {
    return with(
        recovery,
        Sentence.of(" What is left over in %s cannot be deleted: ", folder)
            + ChangeFailure.sentence(cause));
  }

  static InstallRecovery incomplete(Path root, WorkspaceInUseException cause) {
    String what =
        Sentence.of("What is in %s may not be complete yet: ", root)
            + ChangeFailure.sentence(cause);
    return new InstallRecovery(root, "", Outcome.FAILED, what);
  }

  static InstallRecovery unrecovered(Path root, Path folder, IOException cause) {
    String what =
        Sentence.of("An interrupted change in %s can neither be finished nor undone: ", folder)
            + ChangeFailure.sentence(cause)
            + " It is tried again by the next change and when the host starts; until then nothing is"
            + " installed there.";
    return new InstallRecovery(root, "", Outcome.FAILED, what);
  }
}
