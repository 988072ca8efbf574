package dev.signet.bundle.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signet.bundle.BundleException;
import dev.signet.bundle.EntryPath;
import dev.signet.bundle.Failures;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The two files of a jar that can lead a class loader elsewhere, as the JDK sees them.
 *
 * @param manifest {@code META-INF/MANIFEST.MF}
 * @param index {@code META-INF/INDEX.LIST}
 */
public record NestedJar(Optional<Content> manifest, Optional<Content> index) {
  /** Signed jars of thousands of classes have manifests of one or two MiB. */
  private static final int LARGEST_FILE = 16 << 20;

  private static final String MANIFEST = "META-INF/MANIFEST.MF";
  private static final String INDEX = "META-INF/INDEX.LIST";

  /** The bytes of a file, kept out of reach of change. */
  public static final class Content {
    private final byte[] bytes;

    private Content(byte[] bytes) {
      this.bytes = bytes;
    }

    public byte[] bytes() {
      return bytes.clone();
    }

    public String text() {
      return new String(bytes, UTF_8);
    }
  }

  /**
   * Reads both files.
   *
   * @throws BundleException with the finding for the jar, which is a notice when it is no jar
   */
  public static NestedJar read(Path jar, EntryPath jarPath) throws IOException {
    DirectorySize.requireBounded(jar, jarPath.value());
    try (ZipFile zip = new ZipFile(jar.toFile(), UTF_8)) {
      return new NestedJar(read(zip, MANIFEST, jarPath), read(zip, INDEX, jarPath));
    } catch (ZipException | EOFException e) {
      String detail = "The jar cannot be read, so class loaders skip it: " + Failures.sentence(e);
      throw new BundleException(
          Finding.at(Reason.MALFORMED_ARCHIVE, jarPath.value(), detail).asNotice(), e);
    } catch (IllegalArgumentException e) {
      // What some JDKs throw on the way to an entry whose name or comment is not UTF-8.
      throw Failures.malformed(jarPath.value(), "The jar has an entry that cannot be read.");
    }
  }

  private static Optional<Content> read(ZipFile zip, String name, EntryPath jarPath)
      throws IOException {
    // The JDK takes the last one of any case, other readers the first or the exact one.
    List<? extends ZipEntry> found =
        zip.stream().filter(entry -> entry.getName().equalsIgnoreCase(name)).toList();
    if (found.size() > 1) {
      throw Failures.malformed(jarPath.value(), "The jar has several " + name + ".");
    }
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = zip.getInputStream(found.get(0))) {
      byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
      if (bytes.length > LARGEST_FILE) {
        throw Failures.of(
            Reason.LIMIT_EXCEEDED, jarPath.value(), "The jar's " + name + " is too large to read.");
      }
      return Optional.of(new Content(bytes));
    } catch (ZipException | EOFException e) {
      throw Failures.malformed(
          jarPath.value(), "The jar's " + name + " cannot be unpacked: " + Failures.sentence(e));
    }
  }
}
