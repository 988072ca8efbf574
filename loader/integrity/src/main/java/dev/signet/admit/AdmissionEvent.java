package dev.signet.admit;

import dev.signet.library.FlightRecordings;
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
import org.jspecify.annotations.Nullable;

/** One bundle's way to a sealed copy, in a flight recording. */
final class AdmissionEvent {
  private final @Nullable Recorded recorded = FlightRecordings.areMade() ? new Recorded() : null;

  @Name("dev.signet.Admission")
  @Label("Admission")
  @Description("A bundle was verified, decided on, and sealed if it may be loaded")
  @Category("Signet")
  @StackTrace(false)
  static final class Recorded extends Event {
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
  }

  private AdmissionEvent() {
    if (recorded != null) {
      recorded.begin();
    }
  }

  /** Begins it. */
  static AdmissionEvent started() {
    return new AdmissionEvent();
  }

  /** Ends it. */
  void decided(Path path, Decision decision) {
    if (recorded == null) {
      return;
    }
    recorded.end();
    if (recorded.shouldCommit()) {
      recorded.source = path.toString();
      recorded.id = decision.verdict().subject().id();
      recorded.version = decision.verdict().subject().version();
      recorded.verdict = decision.verdict().word();
      recorded.action = decision.action().name();
      recorded.reasons =
          decision.reasons().stream().map(Reason::name).collect(Collectors.joining(","));
      recorded.channel = decision.channel().name();
      recorded.commit();
    }
  }
}
