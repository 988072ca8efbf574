package dev.signet.pf4j.install;

import java.util.Optional;
import org.pf4j.PluginRuntimeException;

/** A change to a plugins root could not be carried out; carries what came of it. */
public final class PluginInstallException extends PluginRuntimeException {
  private static final long serialVersionUID = 1;

  @SuppressWarnings("serial") // never serialised: a result is of this process
  private final InstallResult result;

  PluginInstallException(InstallResult result) {
    super(result.explanation());
    this.result = result;
    causeOf(result).ifPresent(this::initCause);
  }

  /** Returns what came of it: never done, never refused. */
  public InstallResult result() {
    return result;
  }

  private static Optional<Throwable> causeOf(InstallResult result) {
    return result.fold(
        done -> Optional.empty(),
        refused -> Optional.empty(),
        InstallResult.NotDone::cause,
        unfinished -> Optional.of(unfinished.cause()));
  }
}
