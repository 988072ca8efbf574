package dev.signet.trust.live;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The logger that hosts configure: {@value #NAME}. */
final class TrustLog {
  static final String NAME = "dev.signet.trust.live.LiveTrust";
  static final Logger LOGGER = LoggerFactory.getLogger(NAME);

  private TrustLog() {}
}
