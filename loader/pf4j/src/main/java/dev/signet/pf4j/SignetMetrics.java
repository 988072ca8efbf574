package dev.signet.pf4j;

import dev.signet.pf4j.load.IntegrityRecorder;
import dev.signet.policy.Decision;
import dev.signet.report.Expiry;
import dev.signet.report.IntegrityReport;
import dev.signet.report.IntegrityState;
import dev.signet.verdict.CoSigner;
import dev.signet.verdict.Signer;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Meters for Micrometer, which is needed on the class path only by hosts that use this class:
 *
 * <pre>{@code
 * new SignetMetrics(plugins.admission()).bindTo(registry);
 * }</pre>
 *
 * <p>The meters and their tags are in {@code docs/observability.md}. No tag is anything that a
 * bundle says. The registry keeps the admission reachable; remove the meters when a host closes it
 * and goes on.
 */
public final class SignetMetrics implements MeterBinder {
  private static final Double NONE = Double.NaN;

  private final PluginAdmission admission;
  private final Tags tags;

  /** Creates meters without tags of the host's own. */
  public SignetMetrics(PluginAdmission admission) {
    this(admission, Tags.empty());
  }

  /**
   * Creates meters.
   *
   * @param tags on each meter; several managers in one registry need different ones
   */
  public SignetMetrics(PluginAdmission admission, Iterable<Tag> tags) {
    this.admission = Objects.requireNonNull(admission, "admission");
    this.tags = Tags.of(tags);
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (Decision.Action action : Decision.Action.values()) {
      targets(registry, action.name(), state -> is(state, action));
    }
    targets(registry, "NEVER_SCANNED", IntegrityState::isNeverScanned);
    gauge("signet.targets.failed", report -> count(report, state -> state.failure().isPresent()))
        .description("Bundles of which the latest scan came to no result")
        .register(registry);
    gauge(
            "signet.targets.not.running",
            report -> count(report, state -> state.notRunning().isPresent()))
        .description("Plugins that were admitted and do not run")
        .register(registry);
    gauge("signet.targets.drifting", report -> count(report, state -> state.drift().isPresent()))
        .description("Plugins that are not as the fleet's list says")
        .register(registry);
    gauge("signet.trust.in.order", report -> report.lists().inOrder() ? 1 : 0)
        .description("1 when the last look at every source of trust succeeded")
        .register(registry);
    gauge("signet.trust.concerns", report -> report.trust().allConcerns().size())
        .description("What an administrator should look at of the host's trust")
        .register(registry);
    gauge("signet.checking", report -> report.host().checkingOff() ? 0 : 1)
        .description("0 when the host has switched checking off")
        .register(registry);
    age(registry, "signet.rescan.age", report -> report.lastRescan().map(back(report)));
    age(registry, "signet.certificate.remaining", report -> firstEnd(report).map(ahead(report)));
    age(
        registry,
        "signet.revocation.remaining",
        report -> report.lists().nextUpdate().map(ahead(report)));
    age(
        registry,
        "signet.expiry.remaining",
        report -> report.nextExpiry().map(Expiry::at).map(ahead(report)));
    counter(registry, "result", IntegrityRecorder::scans);
    counter(registry, "failure", IntegrityRecorder::failures);
  }

  private void targets(MeterRegistry registry, String action, Predicate<IntegrityState> which) {
    gauge("signet.targets", report -> count(report, which))
        .description("Bundles, and the host's own folder, by what is done with them")
        .tag("action", action.toLowerCase(Locale.ROOT))
        .register(registry);
  }

  private void counter(
      MeterRegistry registry, String outcome, ToDoubleFunction<IntegrityRecorder> count) {
    FunctionCounter.builder(
            "signet.scans", admission, from -> count.applyAsDouble(from.integrity().recorder()))
        .description("Scans since the start")
        .tags(tags)
        .tag("outcome", outcome)
        .register(registry);
  }

  private void age(
      MeterRegistry registry, String name, Function<IntegrityReport, Optional<Duration>> age) {
    TimeGauge.builder(
            name,
            admission,
            TimeUnit.SECONDS,
            from ->
                age.apply(from.report())
                    .map(duration -> (double) duration.toSeconds())
                    .orElse(NONE))
        .tags(tags)
        .strongReference(true)
        .register(registry);
  }

  private Gauge.Builder<PluginAdmission> gauge(
      String name, ToDoubleFunction<IntegrityReport> value) {
    return Gauge.builder(name, admission, from -> value.applyAsDouble(from.report()))
        .tags(tags)
        .strongReference(true);
  }

  private static long count(IntegrityReport report, Predicate<IntegrityState> which) {
    return report.states().stream().filter(which).count();
  }

  private static boolean is(IntegrityState state, Decision.Action action) {
    return state.result().filter(result -> result.action() == action).isPresent();
  }

  private static Function<Instant, Duration> back(IntegrityReport report) {
    return at -> Duration.between(at, report.at());
  }

  private static Function<Instant, Duration> ahead(IntegrityReport report) {
    return at -> Duration.between(report.at(), at);
  }

  private static Optional<Instant> firstEnd(IntegrityReport report) {
    return report.states().stream()
        .flatMap(state -> state.result().stream())
        .flatMap(
            result ->
                Stream.concat(
                    result.signer().map(Signer::notAfter).stream(),
                    result.cosigners().stream().map(CoSigner::notAfter)))
        .min(Comparator.naturalOrder());
  }
}
