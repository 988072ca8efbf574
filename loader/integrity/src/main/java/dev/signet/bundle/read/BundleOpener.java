package dev.signet.bundle.read;

import dev.signet.bundle.BundleFolder;
import dev.signet.bundle.BundleKind;
import dev.signet.bundle.EntryRules;
import dev.signet.bundle.Failures;
import dev.signet.bundle.Layout;
import dev.signet.bundle.Limits;
import dev.signet.bundle.Listing;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Remedy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** Tells the kinds of bundle apart, without following a link or opening what is no plain file. */
public final class BundleOpener {
  private BundleOpener() {}

  /**
   * Lists the bundle at a path in our own layout, in which nothing is ignored.
   *
   * @see #open(Path, Layout, Limits, Path)
   */
  public static Bundle open(Path source, Limits limits, Path scratch) {
    return open(source, Layout.PLUGIN, limits, scratch);
  }

  /**
   * Lists the bundle at a path: a folder, or a regular file whose name ends in {@code .zip} or
   * {@code .jar} (in any case). A bad bundle is never an exception: what is wrong is among its
   * {@linkplain Bundle#findings findings}.
   *
   * @param layout says which names are no part of the bundle: they are neither listed nor looked
   *     into, and cause no findings in a folder
   * @param scratch an empty folder of the caller's on a private file system, into which an archive
   *     is copied before it is looked at; the caller deletes it
   */
  public static Bundle open(Path source, Layout layout, Limits limits, Path scratch) {
    return open(source, new EntryRules(layout, limits), scratch);
  }

  /** Opens a bundle as the other method does, by rules that may leave out more. */
  public static Bundle open(Path source, EntryRules rules, Path scratch) {
    return open(source, rules, scratch, FoundFiles.UNUSED);
  }

  /** Opens a bundle as the other method does, and tells of a folder's files as they are found. */
  public static Bundle open(Path source, EntryRules rules, Path scratch, FoundFiles files) {
    Optional<BundleKind> archive = archiveKind(source);
    BundleKind guess = archive.orElse(BundleKind.FOLDER);
    BasicFileAttributes attributes;
    try {
      attributes =
          Files.readAttributes(source, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      return broken(
          source, guess, Reason.IO_ERROR, "The bundle cannot be read: " + Failures.sentence(e));
    }
    if (attributes.isDirectory()) {
      return FolderBundle.open(source, attributes, rules, files);
    }
    if (!attributes.isRegularFile()) {
      String what = attributes.isSymbolicLink() ? "a link" : "a pipe, socket or device";
      return broken(
          source,
          guess,
          Reason.NOT_A_REGULAR_FILE,
          "The bundle is " + what + ", not a folder or a regular file.");
    }
    if (BundleFolder.isTarball(source)) {
      return new BrokenBundle(source, guess, Listing.broken(tarball()));
    }
    if (archive.isEmpty()) {
      return new BrokenBundle(source, guess, Listing.broken(otherFile()));
    }
    return ArchiveBundle.open(source, guess, rules, scratch);
  }

  private static Optional<BundleKind> archiveKind(Path source) {
    return BundleKind.ofArchive(BundleFolder.nameOf(source));
  }

  private static Finding otherFile() {
    return Finding.of(
            Reason.MALFORMED_ARCHIVE,
            "The bundle is neither a folder nor a file whose name ends in .zip or .jar.")
        .withRemedy("Name a folder, or an archive that is named so.");
  }

  private static Finding tarball() {
    return Finding.of(
            Reason.MALFORMED_ARCHIVE, "The bundle is a tar archive; PF4J loads zips and jars.")
        .withRemedy(
            new Remedy(
                "Unpack it, and install the folder that comes out of it.",
                "Pack it as a zip, without a folder around its content, and sign that."));
  }

  private static Bundle broken(Path source, BundleKind kind, Reason reason, String detail) {
    return new BrokenBundle(source, kind, Listing.broken(reason, detail));
  }
}
