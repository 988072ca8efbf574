package dev.signet.trust;

import dev.signet.file.Ownership;
import dev.signet.file.UnsafeFileException;
import dev.signet.verdict.Printable;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder convention of {@link TrustStore#load}. */
final class TrustFolder {

  private static final String NEXTCLOUD = "nextcloud";
  private static final String INTERMEDIATES = "intermediates";
  private static final String TIMESTAMPS = "timestamps";
  private static final Set<String> FOLDERS = Set.of(NEXTCLOUD, INTERMEDIATES, TIMESTAMPS);
  private static final Pattern READ =
      Pattern.compile(
          ".*\\.(?:crt|pem|cer|der|p7b|p7c|crl|list)(?:\\.txt)?", Pattern.CASE_INSENSITIVE);

  private static final Logger LOG = LoggerFactory.getLogger(TrustStore.class);

  private TrustFolder() {}

  private interface Adder {
    void add(Path file) throws TrustStoreException;
  }

  static void read(Path folder, TrustStore.Builder builder) throws TrustStoreException {
    if (!Files.isDirectory(folder)) {
      throw new TrustStoreException(
          folder + ": is not a folder; make it and put the authority's certificate there");
    }
    files(folder, builder, file -> builder.anchors(file, AnchorProfile.STANDARD));
    Path nextcloud = folder.resolve(NEXTCLOUD);
    if (Files.exists(nextcloud)) {
      files(nextcloud, builder, file -> builder.anchors(file, AnchorProfile.NEXTCLOUD));
    }
    Path intermediates = folder.resolve(INTERMEDIATES);
    if (Files.exists(intermediates)) {
      files(intermediates, builder, builder::intermediates);
    }
    Path timestamps = folder.resolve(TIMESTAMPS);
    if (Files.exists(timestamps)) {
      files(timestamps, builder, builder::timestampAnchors);
    }
  }

  private static void files(Path folder, TrustStore.Builder builder, Adder certificates)
      throws TrustStoreException {
    for (Path file : list(folder)) {
      String name = file.getFileName().toString();
      if (READ.matcher(name).matches()) {
        certificates.add(file);
      } else if (!isKnownFolder(file, name)) {
        LOG.warn(
            "{} is not read, since its name does not say that it counts: {}",
            Printable.of(file.toString()),
            "call it *.crt, *.pem or *.crl, or move it elsewhere");
        builder.notRead(file);
      }
    }
  }

  /** Kubernetes keeps what it mounts in folders whose names begin with two dots. */
  private static boolean isKnownFolder(Path file, String name) {
    return Files.isDirectory(file) && (FOLDERS.contains(name) || name.startsWith(".."));
  }

  // In the order of names: a store must not differ with the file system's mood.
  private static List<Path> list(Path folder) throws TrustStoreException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(files::add);
    } catch (IOException | DirectoryIteratorException e) {
      throw new TrustStoreException(
          folder + ": cannot be listed (" + e + "); check its owner and permissions", e);
    }
    files.sort(Comparator.comparing(file -> file.getFileName().toString()));
    return files;
  }

  /**
   * Says who else decides whom this host trusts: whoever can change the folder or a file in it. Not
   * refused, since a host that has started so for years would stop.
   */
  static void warnOfOthers(Path folder, Set<Path> files) {
    for (Path path : Stream.concat(Stream.of(folder), files.stream()).toList()) {
      try {
        Ownership.checkReadOnly(path);
      } catch (UnsafeFileException e) {
        LOG.warn(
            "Somebody else can decide whose plugins this host trusts: {}",
            Printable.of(String.valueOf(e.getMessage())));
        return;
      } catch (IOException e) {
        LOG.debug("Who can change {} cannot be found out", path, e);
      }
    }
  }
}
