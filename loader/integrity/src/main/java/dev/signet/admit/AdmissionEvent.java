package dev.signet.admit;

import dev.signet.policy.Decision;
import dev.signet.verdict.Reason;
import java.nio.file.Path;
import java.util.stream.Collectors;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** One bundle's way to a sealed copy, in a flight recording. */
@Name("dev.signet.Admission")
@Label("Admission")
@Description("A bundle was verified, decided on, and sealed if it may be loaded")
@Category("Signet")
@StackTrace(false)
final class AdmissionEvent extends Event {
  @Label("Source")
  String source = "";

  @Label("Id")
  String id = "";

  @Label("Version")
  String version = "";

  @Label("Verdict")
  String verdict = "";

  @Label("Action")
  String action = "";

  @Label("Reasons")
  String reasons = "";

  @Label("Channel")
  String channel = "";

  static AdmissionEvent started() {
    AdmissionEvent event = new AdmissionEvent();
    event.begin();
    return event;
  }

  /** Ends it. */
  void decided(Path path, Decision decision) {
    end();
    if (shouldCommit()) {
      source = path.toString();
      id = decision.verdict().subject().id();
      version = decision.verdict().subject().version();
      verdict = decision.verdict().word();
      action = decision.action().name();
      reasons = decision.reasons().stream().map(Reason::name).collect(Collectors.joining(","));
      channel = decision.channel().name();
      commit();
    }
  }
}
