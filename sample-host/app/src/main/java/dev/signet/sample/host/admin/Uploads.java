package dev.signet.sample.host.admin;

import dev.signet.file.FileTree;
import dev.signet.file.OwnFiles;
import dev.signet.pf4j.Confirmations;
import dev.signet.pf4j.install.InstallPreview;
import dev.signet.pf4j.install.InstallRequest;
import dev.signet.pf4j.install.InstallResult;
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
  private final Map<String, Upload> uploads = new LinkedHashMap<>();

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

  /**
   * One file.
   *
   * @param name what its sender calls it, unescaped
   * @param preview what would become of it
   * @param isToldAnew whether something else would have become of it when it was first looked at
   * @param result what came of installing it; empty as long as it was not tried
   */
  record Upload(
      String name,
      InstallRequest request,
      InstallPreview preview,
      boolean isToldAnew,
      Optional<InstallResult> result) {

    private Upload with(InstallResult came) {
      return new Upload(name, request, preview, isToldAnew, Optional.of(came));
    }

    private Upload with(InstallPreview now) {
      return new Upload(name, request, now, true, result);
    }

    /** Returns the same file, asked about otherwise. */
    Upload asking(InstallRequest other, InstallPreview now) {
      return new Upload(name, other, now, isToldAnew, result);
    }

    /** Returns whether it waits for somebody to say that its changes are the author's. */
    boolean canConfirm() {
      return !preview.decision().isAdmitted() && Confirmations.canConfirm(preview.decision());
    }

    /** Returns whether this is still the answer to the question that was asked. */
    boolean isStillSo(InstallPreview now) {
      return now.action() == preview.action()
          && now.installedVersion().equals(preview.installedVersion());
    }
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
    uploads.replace(key, upload.with(result));
    delete(upload);
  }

  /** Keeps what is known of a file now. */
  synchronized void replace(String key, Upload upload) {
    uploads.replace(key, upload);
  }

  /** Keeps what would become of a file now, which is not what was told. */
  synchronized void tellAnew(String key, Upload upload, InstallPreview now) {
    uploads.replace(key, upload.with(now));
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
