package dev.signet.pf4j.text;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The logger that hosts configure: {@value #NAME}. */
public final class AdmissionLog {
  static final String NAME = "dev.signet.pf4j.PluginAdmission";
  public static final Logger LOGGER = LoggerFactory.getLogger(NAME);

  private AdmissionLog() {}
}
