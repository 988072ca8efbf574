package dev.signet.verify;

import dev.signet.bundle.BundleEntry;
import dev.signet.bundle.read.Bundle;
import dev.signet.library.FlightRecordings;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Verdict;
import java.nio.file.Path;
import java.util.stream.Collectors;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** One check of one bundle, in a flight recording. */
final class VerificationEvent {
  private final @Nullable Recorded recorded = FlightRecordings.areMade() ? new Recorded() : null;

  @Name("dev.signet.Verification")
  @Label("Verification")
  @Description("A bundle was read and judged")
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

    @Label("Reasons")
    String reasons = "";

    @Label("Bytes")
    @Description("Size of the files it consists of; 0 where a sealed copy was judged again")
    @DataAmount
    long bytes;
  }

  private VerificationEvent() {
    if (recorded != null) {
      recorded.begin();
    }
  }

  /** Begins it. */
  static VerificationEvent started() {
    return new VerificationEvent();
  }

  /** Records what is read. */
  void reading(Bundle bundle) {
    if (recorded != null && recorded.isEnabled()) {
      recorded.bytes = bundle.entries().stream().mapToLong(BundleEntry::size).sum();
    }
  }

  /** Ends it. */
  void found(Path path, Verdict result) {
    if (recorded == null) {
      return;
    }
    recorded.end();
    if (recorded.shouldCommit()) {
      recorded.source = path.toString();
      recorded.id = result.subject().id();
      recorded.version = result.subject().version();
      recorded.verdict = result.word();
      recorded.reasons =
          result.findings().stream()
              .map(Finding::reason)
              .distinct()
              .map(Reason::name)
              .collect(Collectors.joining(","));
      recorded.commit();
    }
  }
}
