package dev.signet.verify;

import dev.signet.bundle.BundleException;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Guard;
import dev.signet.verdict.Printable;
import dev.signet.verdict.Reason;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says why a bundle could not be judged. */
final class Unjudged {
  private static final Logger LOG = LoggerFactory.getLogger(Unjudged.class);

  private Unjudged() {}

  static Finding finding(Path source, Throwable cause) {
    if (cause instanceof BundleException known) {
      return known.finding();
    }
    if (cause instanceof IOException) {
      return Finding.at(
          Reason.STATE_UNAVAILABLE,
          source.toString(),
          "The bundle could not be taken apart for checking: " + cause + ".");
    }
    LOG.warn("Judging {} ended in an error", Printable.of(source.toString()), cause);
    return Finding.at(
        Guard.isOfThisMachine(cause) ? Reason.STATE_UNAVAILABLE : Reason.UNREADABLE,
        source.toString(),
        "The bundle could not be judged: " + Guard.sentence(cause));
  }
}
