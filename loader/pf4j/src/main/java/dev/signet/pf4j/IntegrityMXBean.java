package dev.signet.pf4j;

import dev.signet.report.IntegrityResult;
import dev.signet.report.IntegrityState;
import dev.signet.report.Printable;
import dev.signet.verdict.Reason;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Results and rescans, for consoles that speak JMX: {@code dev.signet:type=Integrity,name=1}. There
 * only when the host has asked for it ({@link AdmissionOptions#jmx}). Texts of bundles are escaped.
 */
public interface IntegrityMXBean {

  /** Returns the host's release channel. */
  String getChannel();

  /** Returns whether the host has switched checking off. */
  boolean isCheckingOff();

  /** Returns which version of Signet runs. */
  String getEngineVersion();

  /** Returns how many bundles and folders are known. */
  int getTargets();

  /** Returns how many of them were never scanned. */
  int getNeverScanned();

  /** Returns how many of them somebody should look at. */
  int getNeedingAttention();

  /** Returns whether the last look at every source of trust succeeded. */
  boolean isTrustInOrder();

  /** Returns when everything was last read again; null for never. */
  @Nullable Date getLastRescan();

  /** Returns a row for each target: the host's own folder first, then the plugins by name. */
  List<Row> getResults();

  /** Returns whether a rescan is running. */
  boolean isRescanning();

  /** Returns how many targets the latest rescan has scanned; 0 for none so far. */
  int getRescanDone();

  /** Returns how many targets the latest rescan has to scan; 0 for none so far. */
  int getRescanTotal();

  /** Has everything read again in the background, unless a rescan is running. */
  void rescan();

  /**
   * Has one plugin read again in the background, unless a rescan is running.
   *
   * @param id the plugin's id, or {@code core}
   * @throws IllegalArgumentException when no result is of this id
   */
  void rescan(String id);

  /** What is known of one target. */
  final class Row {
    private final IntegrityState state;

    Row(IntegrityState state) {
      this.state = state;
    }

    /** Returns the plugin's id, or the name of its file or folder. */
    public String getName() {
      return Printable.of(state.name());
    }

    /** Returns where it lies. */
    public String getSource() {
      return Printable.of(state.target().source());
    }

    /** Returns the verdict in one word; {@code never scanned} for none. */
    public String getVerdict() {
      return state.result().map(IntegrityResult::word).orElse("never scanned");
    }

    /** Returns {@code ADMIT}, {@code WARN} or {@code REFUSE}; empty when never scanned. */
    public String getAction() {
      return state.result().map(result -> result.action().name()).orElse("");
    }

    /** Returns the codes of what was found. */
    public List<String> getReasons() {
      return state.result().stream()
          .flatMap(result -> result.reasons().stream())
          .map(Reason::name)
          .toList();
    }

    /** Returns what was found, and what to do; empty when never scanned. */
    public String getExplanation() {
      return state.result().map(result -> Decisions.line(result.decision())).orElse("");
    }

    /** Returns whether a plugin of it is started. */
    public boolean isRunning() {
      return state.running();
    }

    /** Returns when it was scanned; null for never. */
    public @Nullable Date getScannedAt() {
      return state.result().map(result -> Date.from(result.scannedAt())).orElse(null);
    }

    /** Returns why the latest scan came to no result; empty when it did. */
    public String getFailure() {
      return state.failure().map(failure -> Decisions.onOneLine(failure.cause())).orElse("");
    }
  }
}
