package dev.signet.pf4j.rescan;

import dev.signet.Internal;
import dev.signet.pf4j.text.Decisions;
import dev.signet.report.IntegrityResult;
import dev.signet.report.IntegrityState;
import dev.signet.verdict.Printable;
import dev.signet.verdict.Reason;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One row of the MBean's table. */
@Internal
public final class IntegrityRow implements IntegrityMXBean.Row {
  private final IntegrityState state;

  public IntegrityRow(IntegrityState state) {
    this.state = state;
  }

  @Override
  public String getName() {
    return Printable.of(state.name());
  }

  @Override
  public String getSource() {
    return Printable.of(state.target().source());
  }

  @Override
  public String getVerdict() {
    return state.result().map(IntegrityResult::word).orElse("never scanned");
  }

  @Override
  public String getAction() {
    return state.result().map(result -> result.action().name()).orElse("");
  }

  @Override
  public List<String> getReasons() {
    return state.result().stream()
        .flatMap(result -> result.reasons().stream())
        .map(Reason::name)
        .toList();
  }

  @Override
  public String getExplanation() {
    return state.result().map(result -> Decisions.line(result.decision())).orElse("");
  }

  @Override
  public boolean isRunning() {
    return state.running();
  }

  @Override
  public String getNotRunning() {
    return state
        .notRunning()
        .map(why -> why.kind().name() + ": " + Decisions.onOneLine(why.cause()))
        .orElse("");
  }

  @Override
  public String getDrift() {
    return state
        .drift()
        .map(drift -> drift.kind().name() + ": " + Decisions.onOneLine(drift.cause()))
        .orElse("");
  }

  @Override
  public @Nullable Date getScannedAt() {
    return state.result().map(result -> Date.from(result.scannedAt())).orElse(null);
  }

  @Override
  public String getFailure() {
    return state.failure().map(failure -> Decisions.onOneLine(failure.cause())).orElse("");
  }
}
