package dev.signet.postgres;

import dev.signet.report.IntegrityReport;
import java.sql.Connection;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the database of a node, over and over: each time that it lives, and of its results what has
 * changed since. After anything that failed it looks first what the database has by then. For one
 * thread.
 */
final class NodeRounds {
  private static final Logger log = LoggerFactory.getLogger(NodeReporter.class);
  private static final String WHAT = "This node cannot be reported to its fleet";

  private final FleetDatabase database;
  private final String node;
  private final String instance = UUID.randomUUID().toString();
  private @Nullable Map<String, ReportedState> known;
  private boolean wasKnown;
  private long taken;

  NodeRounds(FleetDatabase database, String node) {
    this.database = database;
    this.node = node;
  }

  /**
   * Tells all there is to tell now.
   *
   * @return whether somebody wants everything read again, and did not before
   */
  boolean tell(IntegrityReport report) throws FleetException {
    Map<String, ReportedState> before = known;
    known = null;
    NodeRows.Answer answer =
        database.once(WHAT, connection -> rows(connection).live(instance, report, taken));
    if (!answer.isKnown()) {
      warnOfAnother();
      before = null;
    }
    wasKnown = true;
    if (before == null) {
      before = database.transact(WHAT, connection -> rows(connection).known());
    }
    NodeReport news = NodeReport.after(before, report);
    if (!news.isEmpty()) {
      database.transact(
          WHAT,
          connection -> {
            rows(connection).write(news);
            return news;
          });
    }
    known = news.all();
    boolean isWanted = answer.rescan() > taken;
    taken = Math.max(taken, answer.rescan());
    return isWanted;
  }

  private void warnOfAnother() {
    if (wasKnown) {
      log.warn(
          "Node '{}' was forgotten by an administrator, or another process reports by this name:"
              + " give each host a name of its own",
          node);
    }
  }

  private NodeRows rows(Connection connection) {
    return new NodeRows(connection, database, node);
  }
}
