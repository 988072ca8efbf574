package dev.signet.sample.host.admin;

import dev.signet.file.FileTree;
import dev.signet.file.OwnFiles;
import dev.signet.pf4j.install.InstallResult;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What administrators have uploaded and not yet decided about: the latest few, in a folder that
 * only the host's own user can read, and that goes when this is closed. What a host left there that
 * was killed goes when the next one starts, if it has a state directory. Safe for use by several
 * threads.
 */
public final class Uploads implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);
  private static final int MOST = 4;
  private static final String PREFIX = "uploads-";

  private final Path folder;
  private final Map<String, SentFile> uploads = new LinkedHashMap<>();

  private Uploads(Path folder) {
    this.folder = folder;
  }

  /**
   * Makes the folder.
   *
   * @param stateDirectory is the calling host's alone, so that what is left there is nobody's;
   *     empty to use the system's folder for temporary files
   * @throws IOException when there is no place for it
   */
  public static Uploads in(Optional<Path> stateDirectory) throws IOException {
    // For the owner only, where the file system knows owners.
    if (stateDirectory.isEmpty()) {
      return new Uploads(OwnFiles.createTemporaryFolder("signet-" + PREFIX));
    }
    for (Path leftover : list(stateDirectory.get(), PREFIX + "*")) {
      discard(leftover);
    }
    return new Uploads(Files.createTempDirectory(stateDirectory.get(), PREFIX));
  }

  /** Returns where uploads may be kept while they arrive. */
  public Path folder() {
    return folder;
  }

  /**
   * Writes a file down, or leaves nothing of it.
   *
   * @param ending of its name, such as {@code .zip}
   * @throws IOException when it does not come whole, or the disk fails
   */
  Path save(InputStream content, String ending) throws IOException {
    Path file = folder.resolve("upload-" + UUID.randomUUID() + ending);
    boolean whole = false;
    try {
      try (OutputStream out = OwnFiles.create(file)) {
        content.transferTo(out);
      }
      whole = true;
      return file;
    } finally {
      if (!whole) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Keeps what is known of a file, and returns by which key; the oldest of too many is deleted. */
  synchronized String add(SentFile sent) {
    Iterator<Map.Entry<String, SentFile>> oldest = uploads.entrySet().iterator();
    for (int over = uploads.size() - MOST + 1; over > 0; over--) {
      delete(oldest.next().getValue().file());
      oldest.remove();
    }
    String key = UUID.randomUUID().toString();
    uploads.put(key, sent);
    return key;
  }

  /**
   * Returns what is known of a file.
   *
   * @throws NotFoundResponse when none was sent for this, or it is gone
   */
  synchronized <T extends SentFile> T get(String key, Class<T> use) {
    return Optional.ofNullable(uploads.get(key))
        .filter(use::isInstance)
        .map(use::cast)
        .orElseThrow(
            () -> new NotFoundResponse("This file is not here any more. Upload it again."));
  }

  /** Keeps what came of a file, and deletes the file. */
  synchronized void settle(String key, SentFile.ToInstall sent, InstallResult result) {
    uploads.replace(key, sent.with(result));
    delete(sent.file());
  }

  /** Keeps what is known of a file now. */
  synchronized void replace(String key, SentFile sent) {
    uploads.replace(key, sent);
  }

  synchronized void discard(String key) {
    Optional.ofNullable(uploads.remove(key)).map(SentFile::file).ifPresent(Uploads::delete);
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
    try {
      FileTree.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What cannot be deleted keeps no host from running. */
  private static void discard(Path leftover) {
    try {
      FileTree.delete(leftover);
    } catch (IOException e) {
      LOG.warn("An upload of before cannot be deleted: {}", e.toString());
    }
  }

  private static List<Path> list(Path folder, String glob) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, glob)) {
      files.forEach(found::add);
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return found;
  }
}
