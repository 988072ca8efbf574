package dev.signet.pf4j.rescan;

import dev.signet.pf4j.AdmissionOptions;
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

  /** Returns sentences about the host's trust that an administrator should know, escaped. */
  List<String> getTrustConcerns();

  /** Returns what runs out next, when, and what to do, escaped; empty for nothing. */
  String getNextExpiry();

  /** Returns when that is; null for nothing. */
  @Nullable Date getNextExpiryAt();

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
  interface Row {
    /** Returns the plugin's id, or the name of its file or folder. */
    String getName();

    /** Returns where it lies. */
    String getSource();

    /** Returns the verdict in one word; {@code never scanned} for none. */
    String getVerdict();

    /** Returns {@code ADMIT}, {@code WARN} or {@code REFUSE}; empty when never scanned. */
    String getAction();

    /** Returns the codes of what was found. */
    List<String> getReasons();

    /** Returns what was found, and what to do; empty when never scanned. */
    String getExplanation();

    /** Returns whether a plugin of it is started. */
    boolean isRunning();

    /** Returns why it does not run although it was admitted; empty when nothing is wrong. */
    String getNotRunning();

    /** Returns in what it differs from the fleet's list; empty when it does not. */
    String getDrift();

    /** Returns when it was scanned; null for never. */
    @Nullable Date getScannedAt();

    /** Returns why the latest scan came to no result; empty when it did. */
    String getFailure();
  }
}
