package dev.signet.report;

import dev.signet.Internal;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * One bundle that was checked.
 *
 * @param source where it lies
 * @param verdict what it is
 */
@Internal
public record CheckedBundle(Path source, Verdict verdict) {

  /** Checks that nothing is null. */
  public CheckedBundle {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(verdict, "verdict");
  }

  /** Returns the name of its file or folder, unescaped. */
  public String fileName() {
    Path name = source.toAbsolutePath().normalize().getFileName();
    return name == null ? source.toString() : name.toString();
  }

  /** Returns its id, unescaped; the name of its file or folder when it has none. */
  public String name() {
    String id = verdict.subject().id();
    return id.isEmpty() ? fileName() : id;
  }

  /**
   * Returns whether this machine could not check it, for want of memory or disk, and nothing speaks
   * against the bundle itself.
   */
  public boolean isUnjudged() {
    List<Finding> problems = verdict.findings().stream().filter(Finding::isProblem).toList();
    return !problems.isEmpty()
        && problems.stream().allMatch(each -> each.reason() == Reason.STATE_UNAVAILABLE);
  }
}
