package dev.signet.sign;

import dev.signet.bundle.BundleKind;
import dev.signet.bundle.EntryRules;
import dev.signet.bundle.read.Bundle;
import dev.signet.bundle.read.BundleOpener;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Set;

/**
 * A bundle to sign, opened by the strict reader; an archive in the form of an ordinary tool was
 * written anew before.
 *
 * @param source where the author has it
 * @param bundle the same content, perhaps elsewhere
 * @param rewritten whether the archive was written anew
 */
record StrictSource(Path source, Bundle bundle, boolean rewritten) implements AutoCloseable {
  /** What people are told when an archive was written anew. */
  static final String REWRITTEN =
      "The archive was written anew in the form that every reader reads alike; the content of its"
          + " files is the same.";

  static StrictSource open(Path source, EntryRules rules, Path scratch) {
    Bundle bundle = BundleOpener.open(source, rules, scratch);
    if (bundle.kind() == BundleKind.FOLDER || !isMalformed(bundle)) {
      return new StrictSource(source, bundle, false);
    }
    bundle.close();
    try {
      Path folder = Files.createDirectory(scratch.resolve("rewritten"));
      Path copy = folder.resolve(Objects.requireNonNull(source.getFileName()));
      rewrite(source, copy);
      Bundle strict =
          BundleOpener.open(copy, rules, Files.createDirectory(scratch.resolve("strict")));
      if (!isMalformed(strict)) {
        return new StrictSource(source, strict, true);
      }
      strict.close();
    } catch (IOException e) {
      // Told below, by what the reader found.
    }
    return new StrictSource(source, bundle, false);
  }

  private static void rewrite(Path source, Path copy) throws IOException {
    try (FileChannel in =
            FileChannel.open(source, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        FileChannel out =
            FileChannel.open(copy, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ArchiveNormalizer.write(in, out);
    }
  }

  private static boolean isMalformed(Bundle bundle) {
    return bundle.findings().stream()
        .filter(Finding::isProblem)
        .anyMatch(finding -> finding.reason() == Reason.MALFORMED_ARCHIVE);
  }

  @Override
  public void close() {
    bundle.close();
  }
}
