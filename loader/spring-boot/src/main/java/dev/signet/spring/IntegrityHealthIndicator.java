package dev.signet.spring;

import dev.signet.pf4j.PluginAdmission;
import dev.signet.policy.Decision;
import dev.signet.report.Expiry;
import dev.signet.report.IntegrityReport;
import dev.signet.report.IntegrityResult;
import dev.signet.report.IntegrityState;
import dev.signet.verdict.Printable;
import dev.signet.verdict.Reason;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Up, and out of service while a plugin that the application requires is refused, not there, or
 * cannot run. What else is refused is a detail: refusing is what Signet is for. Spring Boot shows
 * details to whom {@code management.endpoint.health.show-details} names, which is nobody unless
 * set. Names from bundles are escaped.
 */
public class IntegrityHealthIndicator extends AbstractHealthIndicator {
  private final PluginAdmission admission;
  private final List<String> required;

  /**
   * Creates the indicator.
   *
   * @param required ids of plugins without which the application is out of service
   */
  public IntegrityHealthIndicator(PluginAdmission admission, List<String> required) {
    super("The state of the plugins could not be told");
    this.admission = Objects.requireNonNull(admission, "admission");
    this.required = List.copyOf(required);
  }

  @Override
  protected void doHealthCheck(Health.Builder health) {
    IntegrityReport report = admission.report();
    Map<String, String> missing = new TreeMap<>();
    for (String id : required) {
      lack(id, report).ifPresent(why -> missing.put(id, why));
    }
    if (missing.isEmpty()) {
      health.up();
    } else {
      health.outOfService().withDetail("required", missing);
    }
    Map<String, List<String>> refused = refused(report);
    if (!refused.isEmpty()) {
      health.withDetail("refused", refused);
    }
    report.nextExpiry().ifPresent(next -> health.withDetail("nextExpiry", details(next)));
    health
        .withDetail("targets", report.states().size())
        .withDetail("needingAttention", report.needingAttention().size())
        .withDetail("neverScanned", report.neverScanned().size())
        .withDetail("trustInOrder", report.lists().inOrder())
        .withDetail("checking", !report.host().checkingOff());
  }

  private static Map<String, String> details(Expiry next) {
    return Map.of(
        "what", Printable.of(next.what()),
        "at", next.at().toString(),
        "effect", next.kind().effect(),
        "remedy", next.kind().remedy());
  }

  /** Returns why this plugin does not serve; empty when it does. */
  private static Optional<String> lack(String id, IntegrityReport report) {
    List<IntegrityState> bundles =
        report.states().stream()
            .filter(state -> !state.target().isCore())
            .filter(state -> state.result().filter(result -> result.id().equals(id)).isPresent())
            .toList();
    if (bundles.isEmpty()) {
      return Optional.of("not there");
    }
    List<IntegrityState> admitted = bundles.stream().filter(state -> !isRefused(state)).toList();
    if (admitted.isEmpty()) {
      return Optional.of("refused");
    }
    return admitted.stream().anyMatch(state -> state.notRunning().isEmpty())
        ? Optional.empty()
        : admitted.get(0).notRunning().map(why -> why.kind().label());
  }

  private static boolean isRefused(IntegrityState state) {
    return state.result().filter(result -> result.action() == Decision.Action.REFUSE).isPresent();
  }

  private static Map<String, List<String>> refused(IntegrityReport report) {
    return report.states().stream()
        .filter(IntegrityHealthIndicator::isRefused)
        .collect(
            Collectors.toMap(
                state -> Printable.of(state.target().fileName()),
                state -> reasons(state.result().orElseThrow()),
                (one, other) -> one,
                TreeMap::new));
  }

  private static List<String> reasons(IntegrityResult result) {
    return result.reasons().stream().map(Reason::name).toList();
  }
}
