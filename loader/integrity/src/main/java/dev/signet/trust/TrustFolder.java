package dev.signet.trust;

import dev.signet.file.IoCause;
import dev.signet.file.Ownership;
import dev.signet.file.UnsafeFileException;
import dev.signet.verdict.Count;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The folder convention of {@code TrustStore.load}. */
final class TrustFolder {

  private static final String NEXTCLOUD = "nextcloud";
  private static final String INTERMEDIATES = "intermediates";
  private static final String TIMESTAMPS = "timestamps";
  private static final List<String> FOLDERS = List.of(NEXTCLOUD, INTERMEDIATES, TIMESTAMPS);
  private static final int MOST_NAMED = 10;
  private static final String MOUNTED = "..data";
  private static final Pattern READ =
      Pattern.compile(
          ".*\\.(?:crt|pem|cer|der|p7b|p7c|crl|list)(?:\\.txt)?", Pattern.CASE_INSENSITIVE);

  private TrustFolder() {}

  interface Adder {
    void add(Path file) throws TrustStoreException;
  }

  /** Takes what a folder holds. */
  record Contents(
      Anchors anchors,
      Adder intermediates,
      Adder timestampAnchors,
      Consumer<TrustStatus.Concern> concerns) {}

  interface Anchors {
    void add(Path file, AnchorProfile profile) throws TrustStoreException;
  }

  static void read(Path folder, Contents contents) throws TrustStoreException {
    List<TrustStoreException> bad = new ArrayList<>();
    read(folder, contents, bad);
    if (bad.size() == 1) {
      throw bad.get(0);
    }
    if (!bad.isEmpty()) {
      throw allOf(bad);
    }
  }

  /** Whoever mends one file wants to know of the others, too. */
  private static TrustStoreException allOf(List<TrustStoreException> bad) {
    String most =
        bad.stream()
            .limit(MOST_NAMED)
            .map(each -> String.valueOf(each.getMessage()))
            .collect(Collectors.joining(". "));
    int more = bad.size() - MOST_NAMED;
    TrustStoreException all =
        new TrustStoreException(
            more > 0 ? most + ". And " + Count.of(more, "more file") + " cannot be used" : most);
    bad.forEach(all::addSuppressed);
    return all;
  }

  private static void read(Path folder, Contents contents, List<TrustStoreException> bad)
      throws TrustStoreException {
    if (!Files.isDirectory(folder)) {
      throw new TrustStoreException(
          folder + ": is not a folder; make it and put the authority's certificate there");
    }
    Reading reading = new Reading(contents, bad);
    reading.files(folder, FOLDERS, file -> contents.anchors().add(file, AnchorProfile.STANDARD));
    Path nextcloud = folder.resolve(NEXTCLOUD);
    if (Files.exists(nextcloud)) {
      reading.files(
          nextcloud, List.of(), file -> contents.anchors().add(file, AnchorProfile.NEXTCLOUD));
    }
    Path intermediates = folder.resolve(INTERMEDIATES);
    if (Files.exists(intermediates)) {
      reading.files(intermediates, List.of(), contents.intermediates());
    }
    Path timestamps = folder.resolve(TIMESTAMPS);
    if (Files.exists(timestamps)) {
      reading.files(timestamps, List.of(), contents.timestampAnchors());
    }
  }

  /**
   * One reading of a trust folder.
   *
   * @param bad where to put what is wrong with a file; the others are read nevertheless
   */
  private record Reading(Contents contents, List<TrustStoreException> bad) {
    void files(Path folder, List<String> folders, Adder certificates) throws TrustStoreException {
      for (Path file : list(folder)) {
        if (READ.matcher(file.getFileName().toString()).matches()) {
          try {
            certificates.add(file);
          } catch (TrustStoreException e) {
            bad.add(e);
          }
        } else if (!isKnown(folders, file)) {
          contents.concerns().accept(notRead(file));
        }
      }
    }
  }

  private static TrustStatus.Concern notRead(Path path) {
    return new TrustStatus.Concern(
        TrustStatus.Concern.Kind.NOT_READ,
        path.toString(),
        Files.isDirectory(path)
            ? path
                + " is not read: of the folders in a trust folder only "
                + String.join(", ", FOLDERS)
                + " count; move its files where they count, or the folder elsewhere."
            : path
                + " is not read, since its name does not say that it counts; call it *.crt, *.pem"
                + " or *.crl, or move it elsewhere.");
  }

  /** Kubernetes keeps what it mounts in folders of its own, and links to each file. */
  private static boolean isKnown(List<String> folders, Path path) {
    String name = path.getFileName().toString();
    return Files.isDirectory(path)
        && (folders.contains(name)
            || (name.startsWith("..") && Files.exists(path.resolveSibling(MOUNTED))));
  }

  private static String cause(Exception failure) {
    return failure instanceof IOException direct
        ? IoCause.of(direct)
        : String.valueOf(failure.getMessage());
  }

  // In the order of names: a store must not differ with the file system's mood.
  private static List<Path> list(Path folder) throws TrustStoreException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(files::add);
    } catch (IOException | DirectoryIteratorException e) {
      throw new TrustStoreException(
          folder + ": cannot be listed (" + cause(e) + "); check its owner and permissions", e);
    }
    files.sort(Comparator.comparing(file -> file.getFileName().toString()));
    return files;
  }

  /**
   * Returns who else decides whom this host trusts: whoever can change the folder or a file in it.
   * Not refused, since a host that has started so for years would stop.
   */
  static Optional<TrustStatus.Concern> others(Path folder, Set<Path> files) {
    for (Path path : Stream.concat(Stream.of(folder), files.stream()).toList()) {
      try {
        Ownership.checkReadOnly(path);
      } catch (UnsafeFileException e) {
        return Optional.of(
            new TrustStatus.Concern(
                TrustStatus.Concern.Kind.CHANGEABLE_BY_OTHERS,
                path.toString(),
                "Somebody else can decide whose plugins this host trusts: "
                    + e.getMessage()
                    + "."));
      } catch (IOException e) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }
}
