package dev.signet.pf4j.install;

import dev.signet.pf4j.load.PluginRejectedException;
import dev.signet.pf4j.text.Decisions;
import dev.signet.pf4j.workspace.InstallAction;
import dev.signet.policy.Decision;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** What came of installing, updating, repairing or uninstalling a plugin. */
public sealed interface InstallResult {

  /** Returns what happened and what to do, on one line, with control characters escaped. */
  String explanation();

  /** Returns whether it was done. */
  default boolean isDone() {
    return fold(done -> true, refused -> false, notDone -> false, unfinished -> false);
  }

  /** Returns the decision when the bundle was refused. */
  default Optional<Decision> refusal() {
    return fold(
        done -> Optional.empty(),
        refused -> Optional.of(refused.decision()),
        notDone -> Optional.empty(),
        unfinished -> Optional.empty());
  }

  /**
   * Returns what was done.
   *
   * @throws PluginRejectedException when the bundle was refused; it has the decision
   * @throws PluginInstallException when it could not be carried out
   */
  default Done orThrow() {
    return fold(
        done -> done,
        refused -> {
          throw new PluginRejectedException(refused.decision());
        },
        notDone -> {
          throw new PluginInstallException(notDone);
        },
        unfinished -> {
          throw new PluginInstallException(unfinished);
        });
  }

  /** Returns the value of the function for this case. */
  default <T> T fold(
      Function<? super Done, ? extends T> done,
      Function<? super Refused, ? extends T> refused,
      Function<? super NotDone, ? extends T> notDone,
      Function<? super Unfinished, ? extends T> unfinished) {
    if (this instanceof Done it) {
      return done.apply(it);
    }
    if (this instanceof Refused it) {
      return refused.apply(it);
    }
    return this instanceof NotDone it ? notDone.apply(it) : unfinished.apply((Unfinished) this);
  }

  /**
   * It was done: exactly this release is there, loaded, and started unless its predecessor was not.
   *
   * @param id the plugin's id, or the file's name of what was no loaded plugin's
   * @param version the version installed, or the one removed; empty when that could not be told
   * @param previousVersion the version that was replaced; empty when there was none, or it could
   *     not be told
   * @param restarted ids of the other plugins that were stopped, and are running again
   * @param decision what was decided about the bundle; empty for one that was removed
   * @param dataLeft why the plugin's data, which was to go, is still there, where, and what to do,
   *     with control characters escaped; empty otherwise
   * @param kept where that is which was there and is not the release's own, after a repair
   */
  record Done(
      InstallAction action,
      String id,
      String version,
      Optional<String> previousVersion,
      List<String> restarted,
      Optional<Decision> decision,
      Optional<String> dataLeft,
      List<Path> kept)
      implements InstallResult {
    /** Checks that nothing is null and copies the lists. */
    public Done {
      Objects.requireNonNull(action, "action");
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(version, "version");
      Objects.requireNonNull(previousVersion, "previousVersion");
      restarted = List.copyOf(restarted);
      Objects.requireNonNull(decision, "decision");
      Objects.requireNonNull(dataLeft, "dataLeft");
      kept = List.copyOf(kept);
    }

    /** Returns what is told of a plugin of which there was nothing but data. */
    static Done uninstalled(String id) {
      return new Done(
          InstallAction.UNINSTALL,
          id,
          "",
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          List.of());
    }

    /** Returns this with what had been decided before anything was done. */
    Done decidedAs(Decision latest) {
      return new Done(
          action, id, version, previousVersion, restarted, Optional.of(latest), dataLeft, kept);
    }

    /** Returns what is told of a plugin that was removed without all of its data. */
    Done leavingData(String why) {
      return new Done(
          action, id, version, previousVersion, restarted, decision, Optional.of(why), kept);
    }

    @Override
    public String explanation() {
      return InstallTexts.done(this);
    }
  }

  /**
   * The bundle is refused; no plugin was touched, and nothing of the bundle is left on the disk.
   */
  record Refused(Decision decision) implements InstallResult {
    /** Checks that it is not null. */
    public Refused {
      Objects.requireNonNull(decision, "decision");
    }

    @Override
    public String explanation() {
      return Decisions.line(decision);
    }
  }

  /**
   * It could not be done, and everything is as it was before: what was stopped runs again, and
   * nothing of the bundle is left on the disk.
   *
   * @param cause what went wrong; empty when it was not even tried
   */
  record NotDone(InstallAction action, String id, String explanation, Optional<Throwable> cause)
      implements InstallResult {
    /** Checks that nothing is null. */
    public NotDone {
      Objects.requireNonNull(action, "action");
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(explanation, "explanation");
      Objects.requireNonNull(cause, "cause");
    }

    /** Returns what is told of what was not even tried, for this reason. */
    static NotDone because(InstallAction action, String id, String explanation) {
      return new NotDone(action, id, explanation, Optional.empty());
    }

    /** Returns what is told of what was not even tried, with the rest of a sentence about it. */
    static NotDone untried(InstallAction action, String id, String why) {
      return because(action, id, InstallTexts.notTried(id, why));
    }

    /** Returns what is told of what failed; what does not run has its files as before. */
    static NotDone undone(
        InstallAction action, String id, Throwable cause, List<String> notRunning) {
      return new NotDone(
          action, id, InstallTexts.undone(id, cause, notRunning), Optional.of(cause));
    }
  }

  /**
   * It could not be done, and not all of it could be undone. The files are put right by the next
   * change, or when the host starts again.
   *
   * @param cause what went wrong first
   */
  record Unfinished(InstallAction action, String id, String explanation, Throwable cause)
      implements InstallResult {
    /** Checks that nothing is null. */
    public Unfinished {
      Objects.requireNonNull(action, "action");
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(explanation, "explanation");
      Objects.requireNonNull(cause, "cause");
    }
  }
}
