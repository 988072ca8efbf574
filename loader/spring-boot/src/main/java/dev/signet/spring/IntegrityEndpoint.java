package dev.signet.spring;

import dev.signet.pf4j.PluginAdmission;
import dev.signet.pf4j.rescan.Rescan;
import dev.signet.report.ReportJson;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * The actuator's endpoint {@code integrity}: the latest results, and a rescan. Like every endpoint
 * it is exposed on the web only where the application says so, and to whom the application's
 * security lets in. A rescan needs {@code management.endpoint.integrity.access=unrestricted}
 * besides, since it reads every plugin from the disk.
 */
@Endpoint(id = "integrity", defaultAccess = Access.READ_ONLY)
public class IntegrityEndpoint {
  private final PluginAdmission admission;

  /** Creates the endpoint of what this admission decides. */
  public IntegrityEndpoint(PluginAdmission admission) {
    this.admission = Objects.requireNonNull(admission, "admission");
  }

  /**
   * Returns the report as JSON, as {@link ReportJson} writes it everywhere: an empty object means
   * passed.
   */
  @ReadOperation(produces = "application/json")
  public String report() {
    return ReportJson.text(admission.report());
  }

  /**
   * Has everything, or one plugin, read again in the background, unless a rescan is running.
   *
   * @param plugin the plugin's id, or {@code core}; null for everything
   * @return the rescan that is running now
   * @throws InvalidEndpointRequestException when no result is of this id
   */
  @WriteOperation
  public Progress rescan(@Nullable String plugin) {
    try {
      return Progress.of(plugin == null ? admission.rescan() : admission.rescan(plugin));
    } catch (IllegalArgumentException e) {
      throw new InvalidEndpointRequestException(
          String.valueOf(e.getMessage()), "No result is of this id", e);
    }
  }

  /**
   * How far a rescan is.
   *
   * @param state {@code RUNNING}, {@code DONE}, {@code CANCELLED} or {@code FAILED}
   * @param done how many targets have been scanned
   * @param total of how many
   * @param startedAt when it was asked for
   */
  public record Progress(String state, int done, int total, Instant startedAt)
      implements OperationResponseBody {
    /** Checks that nothing is null. */
    public Progress {
      Objects.requireNonNull(state, "state");
      Objects.requireNonNull(startedAt, "startedAt");
    }

    private static Progress of(Rescan rescan) {
      Rescan.Progress now = rescan.progress();
      return new Progress(now.state().name(), now.done(), now.total(), now.startedAt());
    }
  }
}
