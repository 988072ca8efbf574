package dev.signet.trust;

import java.nio.file.Path;

/** Puts what a folder holds into a store. */
record FolderTrust(TrustStoreBuilder builder) implements TrustFolder.Contents {
  @Override
  public void anchors(Path file, AnchorProfile profile) throws TrustStoreException {
    builder.anchors(file, profile);
  }

  @Override
  public void intermediates(Path file) throws TrustStoreException {
    builder.intermediates(file);
  }

  @Override
  public void timestampAnchors(Path file) throws TrustStoreException {
    builder.timestampAnchors(file);
  }

  @Override
  public void concern(TrustStatus.Concern concern) {
    builder.concern(concern);
  }
}
