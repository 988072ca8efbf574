package dev.signet.trust;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The folder convention of {@link TrustStore#load}. */
final class TrustFolder {

  private static final String NEXTCLOUD = "nextcloud";
  private static final String INTERMEDIATES = "intermediates";
  private static final String TIMESTAMPS = "timestamps";
  private static final Set<String> CERTIFICATE_ENDINGS = Set.of("crt", "pem", "cer");
  private static final String LIST_ENDING = "crl";

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
      String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
      if (CERTIFICATE_ENDINGS.contains(ending)) {
        certificates.add(file);
      } else if (ending.equals(LIST_ENDING)) {
        builder.revocationList(file);
      }
    }
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
}
