package dev.signet.verify;

import dev.signet.bundle.EntryRules;
import dev.signet.bundle.Limits;
import dev.signet.bundle.read.Bundle;
import dev.signet.bundle.read.BundleOpener;
import dev.signet.bundle.read.FoundFiles;
import dev.signet.bundle.read.ReadingThreads;
import dev.signet.manifest.ManifestReader;
import java.nio.file.Path;
import java.util.function.Function;

/** How bundles are opened: within these bounds, by these threads. */
record Opening(Limits limits, ReadingThreads threads) {

  /** Returns what reads the files of a bundle. */
  ManifestReader files(Expectation expectation) {
    return new ManifestReader(expectation.layout(), limits, threads);
  }

  /** Returns what says which entries there may be. */
  EntryRules rules(Expectation expectation) {
    return new EntryRules(expectation.layout(), limits, expectation.leftOut());
  }

  /** Returns what opens a source, and records it. */
  Function<FoundFiles, Bundle> of(
      Path source, Expectation expectation, Staging staging, VerificationEvent event) {
    return files -> {
      Bundle bundle = BundleOpener.open(source, rules(expectation), staging.archive(), files);
      event.reading(bundle);
      return bundle;
    };
  }
}
