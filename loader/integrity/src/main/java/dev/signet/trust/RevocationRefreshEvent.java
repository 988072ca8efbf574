package dev.signet.trust;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** One look at a place that revocation lists come from, in a flight recording. */
@Name("dev.signet.RevocationRefresh")
@Label("Revocation Refresh")
@Description("A revocation list was fetched, or the trust folder read again")
@Category("Signet")
@StackTrace(false)
final class RevocationRefreshEvent extends Event {
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

  static RevocationRefreshEvent started() {
    RevocationRefreshEvent event = new RevocationRefreshEvent();
    event.begin();
    return event;
  }

  /**
   * Ends it.
   *
   * @param failure empty for none
   */
  void done(String from, boolean isChanged, String failure) {
    end();
    if (shouldCommit()) {
      place = from;
      success = failure.isEmpty();
      changed = isChanged;
      cause = failure;
      commit();
    }
  }
}
