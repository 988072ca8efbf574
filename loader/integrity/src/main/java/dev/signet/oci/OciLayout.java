package dev.signet.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.Internal;
import dev.signet.file.AtomicFile;
import dev.signet.file.IoCause;
import dev.signet.file.OwnFiles;
import dev.signet.file.SmallFile;
import dev.signet.json.StrictJson;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A folder of digests, to be carried where there is no network: the image layout of the OCI image
 * spec 1.1. One process at a time may write to it; links are not followed.
 */
@Internal
public final class OciLayout implements BundleStore {
  private static final String MARK = "oci-layout";
  private static final String VERSION = "imageLayoutVersion";
  private static final int MOST_MARK_BYTES = 4_096;
  private static final int MOST_INDEX_BYTES = 16 << 20;
  private static final String NEW_INDEX =
      "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\","
          + "\"manifests\":[]}";

  private final Path folder;

  private OciLayout(Path folder) {
    this.folder = folder;
  }

  /**
   * Opens one that is there.
   *
   * @throws IOException naming the folder, when it is none
   */
  public static OciLayout open(Path folder) throws IOException {
    try {
      byte[] mark = SmallFile.read(folder.resolve(MARK), MOST_MARK_BYTES);
      String version = StrictJson.tree(mark).path(VERSION).asText();
      if (!version.startsWith("1.")) {
        throw new IOException("its version is none that this Signet knows");
      }
    } catch (IOException e) {
      throw new IOException(folder + " is no OCI image layout: " + MARK + ": " + IoCause.of(e), e);
    }
    return new OciLayout(folder);
  }

  /**
   * Opens one, and makes it where the folder is not there or empty.
   *
   * @throws IOException naming the folder, when it is something else
   */
  public static OciLayout openOrCreate(Path folder) throws IOException {
    if (!Files.exists(folder.resolve(MARK), LinkOption.NOFOLLOW_LINKS)) {
      OwnFiles.createParents(folder.resolve(MARK));
      String[] found = folder.toFile().list();
      if (found == null || found.length > 0) {
        throw new IOException(folder + " holds something else than an OCI image layout");
      }
      AtomicFile.replace(folder.resolve("index.json"), utf8(NEW_INDEX));
      AtomicFile.replace(folder.resolve(MARK), utf8("{\"" + VERSION + "\":\"1.0.0\"}"));
    }
    return open(folder);
  }

  /** Returns the digests of the bundles in it. */
  public List<String> bundles() throws IOException {
    List<String> digests = new ArrayList<>();
    for (JsonNode entry : index().path("manifests")) {
      String digest = entry.path("digest").asText();
      boolean ours = Artifact.BUNDLE.type().equals(entry.path("artifactType").asText());
      if (ours && Sha256.isDigest(digest) && !digests.contains(digest)) {
        digests.add(digest);
      }
    }
    return digests;
  }

  @Override
  public String name(String digest) {
    return "layout:" + folder + "@" + digest;
  }

  @Override
  public byte[] manifest(String version) throws IOException {
    return SmallFile.read(file(version), ArtifactManifest.MOST_BYTES);
  }

  @Override
  public boolean has(Blob blob) {
    return Files.isRegularFile(file(blob.digest()), LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public void read(Blob blob, WritableByteChannel target) throws IOException {
    Path file = file(blob.digest());
    if (!has(blob)) {
      throw new IOException(file + " is not there, or no file");
    }
    try (FileChannel in =
        FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      if (in.size() != blob.size()) {
        throw new IOException(file + " has " + in.size() + " bytes, not " + blob.size());
      }
      copy(in, blob.size(), target);
    }
  }

  private static void copy(FileChannel in, long size, WritableByteChannel out) throws IOException {
    for (long at = 0; at < size; ) {
      long passed = in.transferTo(at, size - at, out);
      if (passed <= 0) {
        throw new IOException("it was cut short");
      }
      at += passed;
    }
  }

  @Override
  public void write(Blob blob, Path source) throws IOException {
    write(
        blob,
        out -> {
          try (FileChannel in = FileChannel.open(source, StandardOpenOption.READ)) {
            copy(in, blob.size(), out);
          }
        });
  }

  @Override
  public void write(byte[] manifest, Optional<String> tag) throws IOException {
    Blob blob = new Blob(ArtifactManifest.MEDIA_TYPE, Sha256.over(manifest), manifest.length);
    write(blob, out -> AtomicFile.writeFully(out, manifest));
    if (!bundles().contains(blob.digest())) {
      JsonNode index = index();
      if (!(index.path("manifests") instanceof ArrayNode all)) {
        throw new IOException(indexFile() + " lists no manifests");
      }
      ObjectNode entry = StrictJson.object(blob);
      all.add(entry.put("artifactType", Artifact.BUNDLE.type()));
      AtomicFile.replace(indexFile(), StrictJson.lines(index));
    }
  }

  private void write(Blob blob, AtomicFile.Content content) throws IOException {
    Path file = file(blob.digest());
    OwnFiles.createParents(file);
    AtomicFile.<IOException>replace(
        file,
        content,
        written -> {
          if (!Sha256.over(written).equals(blob.digest())) {
            throw new IOException("what was written is not " + blob.digest());
          }
        });
  }

  private JsonNode index() throws IOException {
    return StrictJson.tree(SmallFile.read(indexFile(), MOST_INDEX_BYTES));
  }

  private Path indexFile() {
    return folder.resolve("index.json");
  }

  /** A digest is hex digits by now, and leads nowhere else. */
  private Path file(String digest) {
    if (!Sha256.isDigest(digest)) {
      throw new IllegalArgumentException("A folder of digests knows no tags");
    }
    return folder.resolve("blobs").resolve("sha256").resolve(Sha256.hex(digest));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
