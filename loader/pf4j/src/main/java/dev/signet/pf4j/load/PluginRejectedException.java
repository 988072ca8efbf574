package dev.signet.pf4j.load;

import dev.signet.Internal;
import dev.signet.pf4j.text.Decisions;
import dev.signet.policy.Decision;
import org.pf4j.PluginRuntimeException;

/**
 * A plugin was refused; carries the decision. PF4J passes over such a plugin in {@code
 * loadPlugins()} and throws it to the caller of {@code loadPlugin(path)}.
 *
 * <p>The message is the decision's explanation and the remedy on one line, with control characters
 * and direction marks escaped.
 */
public final class PluginRejectedException extends PluginRuntimeException {
  private static final long serialVersionUID = 1;

  @SuppressWarnings("serial") // never serialised: a decision is of this process
  private final Decision decision;

  @Internal
  public PluginRejectedException(Decision decision) {
    super(Decisions.line(decision));
    this.decision = decision;
  }

  /** Returns what was decided and why. */
  public Decision decision() {
    return decision;
  }
}
