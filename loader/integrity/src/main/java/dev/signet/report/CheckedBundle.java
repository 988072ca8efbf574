package dev.signet.report;

import dev.signet.verdict.Verdict;
import java.nio.file.Path;
import java.util.Objects;

/**
 * One bundle that was checked.
 *
 * @param source where it lies
 * @param verdict what it is
 */
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
}
