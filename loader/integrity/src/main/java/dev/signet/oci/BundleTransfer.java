package dev.signet.oci;

import dev.signet.Internal;
import dev.signet.bundle.BundleFolder;
import dev.signet.bundle.BundleKind;
import dev.signet.file.AtomicFile;
import dev.signet.file.FileTree;
import dev.signet.file.OwnFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Moves bundles between files, registries and folders of digests. What arrives is what its digest
 * says, or nothing arrives. Whether it is signed, and by whom, is asked where it is installed.
 */
@Internal
public final class BundleTransfer {
  private BundleTransfer() {}

  /** A bundle in a store, by the digest of its manifest. */
  @Internal
  public static final class Found {
    private final BundleStore store;
    private final byte[] bytes;
    private final String digest;
    private final BundleManifest manifest;

    private Found(BundleStore store, byte[] bytes) throws IOException {
      this.store = store;
      this.bytes = bytes;
      this.digest = Sha256.over(bytes);
      this.manifest = BundleManifest.parse(bytes);
    }

    /** Returns the digest by which it is found for ever. */
    public String digest() {
      return digest;
    }

    /** Returns how people name it. */
    public String name() {
      return store.name(digest);
    }

    /** Returns what kind of archive it is. */
    public BundleKind kind() {
      return manifest.kind();
    }

    /** Returns how large the archive is said to be, in bytes. */
    public long size() {
      return manifest.layer().size();
    }
  }

  /**
   * Looks for a bundle, of which only the manifest is fetched.
   *
   * @param version digest or tag
   * @throws IOException when it is not there, is another one, or is no bundle
   */
  public static Found find(BundleStore store, String version) throws IOException {
    return new Found(store, ArtifactManifest.fetch(store, version));
  }

  /**
   * Fetches a bundle.
   *
   * @param file is replaced when all of it is there
   * @param mostBytes of which it may have as many; of more, none is fetched
   * @throws IOException when it does not come, or is another one; the file is not touched then
   */
  public static void pull(Found found, Path file, long mostBytes) throws IOException {
    Blob layer = found.manifest.layer();
    requireBounded(layer, mostBytes);
    AtomicFile.<IOException>replace(
        file,
        out -> {
          Sha256.Channel checked = new Sha256.Channel(out);
          found.store.read(layer, checked);
          checked.require(layer);
        },
        written -> {});
  }

  static void requireBounded(Blob layer, long mostBytes) throws IOException {
    if (layer.size() > mostBytes) {
      throw new IOException(
          "it has " + layer.size() + " bytes, more than the " + mostBytes + " allowed");
    }
  }

  /**
   * Puts a bundle into a store. A folder is packed as a zip.
   *
   * @param bundle folder, zip or jar; only read
   * @param tag by which it shall be found, too
   * @throws IOException when it is none, or does not get there
   */
  public static Found push(Path bundle, BundleStore store, Optional<String> tag)
      throws IOException {
    Path scratch = OwnFiles.createTemporaryFolder("signet-push-");
    try {
      Path archive = archive(bundle, scratch);
      BundleKind kind =
          BundleKind.ofArchive(BundleFolder.nameOf(archive))
              .orElseThrow(() -> new IOException(bundle + " is no folder, zip or jar"));
      Blob layer =
          new Blob(BundleManifest.mediaType(kind), Sha256.over(archive), Files.size(archive));
      put(layer, archive, store, scratch);
      byte[] manifest = new BundleManifest(layer).bytes();
      store.write(manifest, tag);
      return new Found(store, manifest);
    } finally {
      FileTree.delete(scratch);
    }
  }

  /**
   * Copies a bundle, under the same digest.
   *
   * @param tag by which it shall be found there, too
   * @param mostBytes as for {@link #pull}
   * @throws IOException when it does not come, is another one, or does not get there
   */
  public static void copy(Found found, BundleStore store, Optional<String> tag, long mostBytes)
      throws IOException {
    Path scratch = OwnFiles.createTemporaryFolder("signet-copy-");
    try {
      Path archive = scratch.resolve("bundle");
      pull(found, archive, mostBytes);
      put(found.manifest.layer(), archive, store, scratch);
      store.write(found.bytes, tag);
    } finally {
      FileTree.delete(scratch);
    }
  }

  private static Path archive(Path bundle, Path scratch) throws IOException {
    if (!Files.isDirectory(bundle, LinkOption.NOFOLLOW_LINKS)) {
      return bundle;
    }
    Path zip = scratch.resolve("bundle.zip");
    PackedFolder.pack(bundle, zip, Files.createDirectory(scratch.resolve("reading")));
    return zip;
  }

  private static void put(Blob layer, Path archive, BundleStore store, Path scratch)
      throws IOException {
    if (!store.has(layer)) {
      store.write(layer, archive);
    }
    if (!store.has(Blob.EMPTY)) {
      Path empty = Files.write(scratch.resolve("empty"), "{}".getBytes(StandardCharsets.UTF_8));
      store.write(Blob.EMPTY, empty);
    }
  }
}
