package dev.signet.bundle.read;

import dev.signet.bundle.BundleFolder;
import dev.signet.bundle.BundleKind;
import dev.signet.bundle.EntryRules;
import dev.signet.bundle.Failures;
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
final class BundleOpener {
  private BundleOpener() {}

  static Bundle open(Path source, EntryRules rules, Path scratch, FoundFiles files) {
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
      return broken(
          source,
          guess,
          Reason.MALFORMED_ARCHIVE,
          "The bundle is neither a folder nor a file whose name ends in .zip or .jar.");
    }
    return ArchiveBundle.open(source, guess, rules, scratch);
  }

  private static Optional<BundleKind> archiveKind(Path source) {
    return BundleKind.ofArchive(BundleFolder.nameOf(source));
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
