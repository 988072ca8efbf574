package dev.signet.bundle;

import dev.signet.Internal;
import dev.signet.bundle.read.Bundle;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.util.List;

/** What a bundle was found to hold; see the methods of {@link Bundle} of the same names. */
@Internal
public record Listing(List<BundleEntry> entries, List<Finding> findings, boolean isComplete) {

  /** A bundle that could not be looked into. */
  public static Listing broken(Finding finding) {
    return new Listing(List.of(), List.of(finding), false);
  }

  /** Returns this listing when nothing of it can be read. */
  public Listing broken() {
    return new Listing(List.of(), findings, false);
  }

  public static Listing broken(Reason reason, String detail) {
    return broken(Finding.of(reason, detail));
  }
}
