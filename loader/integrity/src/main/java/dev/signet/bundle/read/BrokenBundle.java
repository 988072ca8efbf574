package dev.signet.bundle.read;

import dev.signet.bundle.BundleEntry;
import dev.signet.bundle.BundleKind;
import dev.signet.bundle.EntryReader;
import dev.signet.bundle.Listing;
import dev.signet.verdict.Finding;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A bundle of which nothing can be read. */
record BrokenBundle(Path source, BundleKind kind, Listing listing) implements Bundle {

  @Override
  public List<BundleEntry> entries() {
    return listing.entries();
  }

  @Override
  public List<Finding> findings() {
    return listing.findings();
  }

  @Override
  public boolean isComplete() {
    return false;
  }

  @Override
  public EntryReader reader() {
    throw new IllegalStateException("Nothing of this bundle can be read: " + source);
  }

  @Override
  public Optional<Path> archiveCopy() {
    return Optional.empty();
  }

  @Override
  public void close() {
    // Nothing was opened.
  }
}
