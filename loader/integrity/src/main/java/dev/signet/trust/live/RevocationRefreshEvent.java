package dev.signet.trust.live;

import dev.signet.library.FlightRecordings;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** One look at a place that revocation lists come from, in a flight recording. */
final class RevocationRefreshEvent {
  private final @Nullable Recorded recorded = FlightRecordings.areMade() ? new Recorded() : null;

  @Name("dev.signet.RevocationRefresh")
  @Label("Revocation Refresh")
  @Description("A revocation list was fetched, or the trust folder read again")
  @Category("Signet")
  @StackTrace(false)
  static final class Recorded extends Event {
    @Label("Place")
    String place = "";

    @Label("Success")
    boolean success;

    @Label("Changed")
    @Description("Whether something else is trusted now")
    boolean changed;

    @Label("Cause")
    @Description("Why it failed")
    String cause = "";
  }

  private RevocationRefreshEvent() {
    if (recorded != null) {
      recorded.begin();
    }
  }

  /** Begins it. */
  static RevocationRefreshEvent started() {
    return new RevocationRefreshEvent();
  }

  /**
   * Ends it.
   *
   * @param failure empty for none
   */
  void done(String from, boolean isChanged, String failure) {
    if (recorded == null) {
      return;
    }
    recorded.end();
    if (recorded.shouldCommit()) {
      recorded.place = from;
      recorded.success = failure.isEmpty();
      recorded.changed = isChanged;
      recorded.cause = failure;
      recorded.commit();
    }
  }
}
