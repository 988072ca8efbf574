package dev.signet.testkit;

import dev.signet.bundle.BundleEntry;
import dev.signet.bundle.BundleException;
import dev.signet.bundle.BundleKind;
import dev.signet.bundle.EntryReader;
import dev.signet.bundle.Layout;
import dev.signet.bundle.Limits;
import dev.signet.bundle.read.Bundle;
import dev.signet.bundle.read.BundleOpener;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A bundle, read from end to end.
 *
 * @param contents what could be read, by path
 * @param findings of listing and of reading
 */
public record BundleReading(
    BundleKind kind, boolean complete, Map<String, byte[]> contents, List<Finding> findings) {

  /** Reads a bundle in our own layout within the default limits. */
  public static BundleReading of(Path source) {
    return of(source, Layout.PLUGIN, Limits.DEFAULT);
  }

  /** Reads a bundle in our own layout. */
  public static BundleReading of(Path source, Limits limits) {
    return of(source, Layout.PLUGIN, limits);
  }

  /** Reads a bundle. */
  public static BundleReading of(Path source, Layout layout, Limits limits) {
    try {
      Path scratch = Files.createTempDirectory("bundle-reading");
      try (Bundle bundle = BundleOpener.open(source, layout, limits, scratch)) {
        return read(bundle);
      } finally {
        Files.deleteIfExists(scratch.resolve("bundle.zip"));
        Files.deleteIfExists(scratch.resolve("bundle.jar"));
        Files.delete(scratch);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static BundleReading read(Bundle bundle) throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    List<Finding> findings = new ArrayList<>(bundle.findings());
    for (BundleEntry entry : bundle.entries()) {
      try (EntryReader reader = bundle.reader();
          InputStream in = reader.open(entry)) {
        contents.put(entry.path().value(), in.readAllBytes());
      } catch (BundleException e) {
        findings.add(e.finding());
      }
    }
    return new BundleReading(bundle.kind(), bundle.isComplete(), contents, findings);
  }

  /** Returns the reasons that speak against the bundle, each once, in the order found. */
  public List<Reason> problems() {
    return findings.stream().filter(Finding::isProblem).map(Finding::reason).distinct().toList();
  }

  /** Returns the paths of the findings with a reason. */
  public List<String> paths(Reason reason) {
    return findings.stream()
        .filter(finding -> finding.reason() == reason)
        .map(finding -> String.valueOf(finding.path()))
        .toList();
  }
}
