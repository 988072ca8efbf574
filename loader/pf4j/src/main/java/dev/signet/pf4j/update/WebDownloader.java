package dev.signet.pf4j.update;

import dev.signet.file.FileTree;
import dev.signet.file.OwnFiles;
import dev.signet.oci.OciReference;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.pf4j.update.FileDownloader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Downloads a zip or jar into a folder of its own.
 *
 * @param parent of that folder; empty for the system's temporary one, where nobody can tell later
 *     whether a download is still being made
 */
record WebDownloader(WebAccess web, Optional<Path> parent) implements FileDownloader {
  private static final Logger LOG = LoggerFactory.getLogger(WebDownloader.class);
  private static final String FOLDER = "signet-download-";

  /** Returns this one when it downloads into a folder of its own below another. */
  WebDownloader below(Path folder) {
    return new WebDownloader(web, Optional.of(folder));
  }

  /** Deletes a download, and the folder that was made for it; also one of another downloader. */
  static void discard(Path downloaded) {
    try {
      FileTree.delete(downloaded);
      Path folder = downloaded.getParent();
      if (folder != null && folder.getFileName().toString().startsWith(FOLDER)) {
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      LOG.debug("A download is left behind: {}", e.toString());
    }
  }

  /**
   * Downloads a bundle. Whoever asked deletes the file and its folder.
   *
   * @throws IOException when there is no complete answer, or the address is none of a zip or jar
   */
  @Override
  public Path downloadFile(URL address) throws IOException {
    URI uri;
    try {
      uri = address.toURI();
    } catch (URISyntaxException e) {
      throw new IOException(address + " is no address", e);
    }
    // The name in the address is somebody else's; only its ending tells what the file is.
    String path = String.valueOf(uri.getPath()).toLowerCase(Locale.ROOT);
    if (!path.endsWith(".zip") && !path.endsWith(".jar")) {
      throw new IOException(address + " is the address of neither a zip nor a jar");
    }
    Path folder = folder();
    Path file = folder.resolve("plugin" + path.substring(path.length() - ".zip".length()));
    try {
      web.download(uri, file);
      return file;
    } catch (IOException e) {
      Files.deleteIfExists(folder);
      throw new IOException(address + ": " + e.getMessage(), e);
    }
  }

  /**
   * Downloads a bundle from a registry. Whoever asked deletes the file and its folder.
   *
   * @throws IOException when it does not come, or may not be asked for
   */
  Path download(String location) throws IOException {
    OciReference reference = web.checkRegistry(location);
    Path folder = folder();
    try {
      return web.server().registries().orElseThrow().fetch(reference, folder);
    } catch (IOException e) {
      Files.deleteIfExists(folder);
      throw e;
    }
  }

  private Path folder() throws IOException {
    if (parent.isPresent()) {
      return Files.createTempDirectory(parent.get(), FOLDER);
    }
    Path folder = OwnFiles.createTemporaryFolder(FOLDER);
    // PF4J's own update manager moves the file away and forgets the folder.
    folder.toFile().deleteOnExit();
    return folder;
  }
}
