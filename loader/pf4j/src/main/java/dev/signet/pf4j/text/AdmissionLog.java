package dev.signet.pf4j.text;

import dev.signet.policy.EnforcementRules;
import dev.signet.verdict.Printable;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The logger that hosts configure: {@value #NAME}. */
public final class AdmissionLog {
  static final String NAME = "dev.signet.pf4j.PluginAdmission";
  public static final Logger LOGGER = LoggerFactory.getLogger(NAME);

  private AdmissionLog() {}

  /** Says at start what an administrator must not overlook of the host's rules. */
  public static void rules(EnforcementRules rules) {
    Optional<String> warning = rules.warning();
    if (warning.isPresent()) {
      LOGGER.warn("{}", Printable.of(warning.get()));
    }
  }
}
