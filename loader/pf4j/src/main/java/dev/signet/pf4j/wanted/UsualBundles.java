package dev.signet.pf4j.wanted;

import dev.signet.file.OwnFiles;
import dev.signet.http.BoundedHttp;
import dev.signet.oci.OciReference;
import dev.signet.oci.OciSource;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** Bundles below a folder, on the web and in registries. */
final class UsualBundles implements BundleSource {
  private static final Duration TIME_LIMIT = Duration.ofMinutes(10);
  private static final int MOST_METADATA_BYTES = 1 << 20;
  private static final long MOST_BYTES = 1L << 30;
  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private final Path root;
  private final OciSource registries;

  UsualBundles(Path root, OciSource registries) {
    this.root = root.toAbsolutePath().normalize();
    this.registries = Objects.requireNonNull(registries, "registries");
  }

  @Override
  public Path fetch(String from, Path folder) throws IOException {
    String start = from.toLowerCase(Locale.ROOT);
    if (start.startsWith("https:")) {
      return download(from, folder);
    }
    return start.startsWith("oci:") ? pull(from, folder) : below(from);
  }

  /** Only below the folder: the list is signed, but it says nothing about other files of a host. */
  private Path below(String from) throws IOException {
    try {
      Path path = root.resolve(from).normalize();
      if (from.indexOf(':') >= 0 || !path.startsWith(root) || path.equals(root)) {
        throw new IOException(
            from + " is neither https: nor oci:, nor a path below " + root + "; correct the list");
      }
      if (!Files.exists(path)) {
        throw new IOException("there is no " + path + "; put the bundle there");
      }
      return path;
    } catch (InvalidPathException e) {
      throw new IOException(from + " is no path; correct the list", e);
    }
  }

  private Path pull(String from, Path folder) throws IOException {
    try {
      return registries.fetch(OciReference.parse(from), folder);
    } catch (IllegalArgumentException e) {
      throw new IOException(from + ": " + e.getMessage() + "; correct the list", e);
    }
  }

  private static Path download(String from, Path folder) throws IOException {
    URI address = address(from);
    String path = address.getPath().toLowerCase(Locale.ROOT);
    if (!path.endsWith(".zip") && !path.endsWith(".jar")) {
      throw new IOException(from + " is the address of neither a zip nor a jar; correct the list");
    }
    Path file = folder.resolve("plugin" + path.substring(path.length() - ".zip".length()));
    try (FileChannel out = FileChannel.open(file, NEW, OwnFiles.newFile(file))) {
      new BoundedHttp(TIME_LIMIT, MOST_METADATA_BYTES)
          .followingRedirects()
          .download(HttpRequest.newBuilder(address), out, MOST_BYTES);
      return file;
    } catch (IOException e) {
      throw new IOException(from + ": " + e.getMessage(), e);
    }
  }

  private static URI address(String from) throws IOException {
    try {
      URI address = new URI(from);
      if (address.getHost() != null && address.getRawUserInfo() == null) {
        return address;
      }
    } catch (URISyntaxException e) {
      // Told below.
    }
    throw new IOException(from + " is no https address without a user name; correct the list");
  }
}
