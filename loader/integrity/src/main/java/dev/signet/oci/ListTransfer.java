package dev.signet.oci;

import dev.signet.Internal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;

/** Fetches signed lists of plugins from registries. Whoever reads one asks who has signed it. */
@Internal
public final class ListTransfer {
  private ListTransfer() {}

  /**
   * Fetches a list.
   *
   * @param version digest or tag
   * @param mostBytes of which it may have as many; of more, none is fetched
   * @throws IOException when it does not come, is another one, or is no list; the message is the
   *     rest of a sentence about it
   */
  public static byte[] pull(BundleStore store, String version, int mostBytes) throws IOException {
    Blob layer = ArtifactManifest.layer(ArtifactManifest.fetch(store, version), Artifact.LIST);
    BundleTransfer.requireBounded(layer, mostBytes);
    ByteArrayOutputStream list = new ByteArrayOutputStream((int) layer.size());
    Sha256.Channel checked = new Sha256.Channel(Channels.newChannel(list));
    store.read(layer, checked);
    checked.require(layer);
    return list.toByteArray();
  }
}
