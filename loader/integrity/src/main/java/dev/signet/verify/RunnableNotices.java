package dev.signet.verify;

import dev.signet.bundle.BundleKind;
import dev.signet.bundle.EntryPath;
import dev.signet.bundle.descriptor.ClassPathRule;
import dev.signet.bundle.descriptor.PluginContent;
import dev.signet.bundle.descriptor.RunnableCheck;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Guard;
import dev.signet.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Tells of a verified bundle what may keep it from running. Of others it does not matter, and
 * nobody vouches for what would be looked into.
 */
final class RunnableNotices {
  private RunnableNotices() {}

  /**
   * Returns the verdict with further notices; the same one when there is nothing to tell, or it
   * cannot be found out.
   *
   * @param staging holds copies of every jar
   */
  static Verdict added(Verdict verdict, BundleContents contents, Staging staging) {
    if (!verdict.isVerified()) {
      return verdict;
    }
    List<Finding> found = Guard.run(() -> find(contents, staging), failure -> List.<Finding>of());
    List<Finding> findings = new ArrayList<>(verdict.findings());
    found.forEach(finding -> findings.add(finding.asNotice()));
    return found.isEmpty()
        ? verdict
        : Verdict.of(verdict.subject(), findings, verdict.signer(), verdict.cosigners());
  }

  private static List<Finding> find(BundleContents contents, Staging staging) {
    try {
      List<EntryPath> files = List.copyOf(contents.files().files().keySet());
      return RunnableCheck.check(
          contents.descriptors(),
          new PluginContent(
              contents.kind(),
              files,
              contents.kind() == BundleKind.JAR ? itself(staging) : within(files, staging)));
    } catch (IOException e) {
      return List.of();
    }
  }

  private static Map<EntryPath, Path> itself(Staging staging) throws IOException {
    try (Stream<Path> copies = Files.list(staging.archive())) {
      Map<EntryPath, Path> jars = new LinkedHashMap<>();
      copies.forEach(copy -> jars.put(BundleReader.JAR_NAME, copy));
      return jars;
    }
  }

  private static Map<EntryPath, Path> within(List<EntryPath> files, Staging staging) {
    Map<EntryPath, Path> jars = new LinkedHashMap<>();
    for (EntryPath path : files) {
      if (ClassPathRule.appliesTo(path)) {
        jars.put(path, staging.content().resolve(path.value()));
      }
    }
    return jars;
  }
}
