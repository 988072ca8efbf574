package dev.signet.sample.host.admin;

import dev.signet.pf4j.InstallPreview;
import dev.signet.pf4j.InstallRequest;
import dev.signet.pf4j.InstallResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What administrators have uploaded and not yet decided about: the latest few, in a folder that
 * only the host's own user can read, and that goes with the host. Safe for use by several threads.
 */
public final class Uploads implements AutoCloseable {
  private static final int MOST = 4;

  private final Path folder;
  private final Map<String, Upload> uploads = new LinkedHashMap<>();

  /**
   * Makes the folder.
   *
   * @throws IOException when there is no place for it
   */
  public Uploads() throws IOException {
    // For the owner only, where the file system knows owners.
    this.folder = Files.createTempDirectory("signet-uploads");
  }

  /**
   * One file.
   *
   * @param name what its sender calls it, unescaped
   * @param result what came of installing it; empty as long as it was not tried
   */
  record Upload(
      String name,
      InstallRequest request,
      InstallPreview preview,
      Optional<InstallResult> result) {}

  /** Returns where uploads may be kept while they arrive. */
  public Path folder() {
    return folder;
  }

  /**
   * Writes a file down; the oldest of too many is deleted.
   *
   * @param ending of its name, such as {@code .zip}
   */
  Path save(InputStream content, String ending) throws IOException {
    Path file = folder.resolve("upload-" + UUID.randomUUID() + ending);
    Files.copy(content, file);
    return file;
  }

  /** Keeps what is known of a file, and returns by which key. */
  synchronized String add(Upload upload) {
    Iterator<Map.Entry<String, Upload>> oldest = uploads.entrySet().iterator();
    for (int over = uploads.size() - MOST + 1; over > 0; over--) {
      delete(oldest.next().getValue());
      oldest.remove();
    }
    String key = UUID.randomUUID().toString();
    uploads.put(key, upload);
    return key;
  }

  synchronized Optional<Upload> find(String key) {
    return Optional.ofNullable(uploads.get(key));
  }

  /** Keeps what came of a file, and deletes the file. */
  synchronized void settle(String key, Upload upload, InstallResult result) {
    uploads.replace(
        key, new Upload(upload.name(), upload.request(), upload.preview(), Optional.of(result)));
    delete(upload);
  }

  synchronized void discard(String key) {
    Optional.ofNullable(uploads.remove(key)).ifPresent(Uploads::delete);
  }

  private static void delete(Upload upload) {
    delete(upload.request().bundle());
  }

  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Also what was still arriving. */
  @Override
  public synchronized void close() {
    uploads.clear();
    try (Stream<Path> files = Files.list(folder)) {
      files.forEach(Uploads::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    delete(folder);
  }
}
