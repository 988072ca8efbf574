package dev.signet.sign;

import dev.signet.bundle.BundleKind;
import dev.signet.bundle.EntryRules;
import dev.signet.bundle.read.Bundle;
import dev.signet.file.AtomicFile;
import dev.signet.file.IoCause;
import dev.signet.file.OwnFiles;
import dev.signet.sign.problem.SigningException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** Puts a finished {@code signature.json} where it belongs: all of it or nothing. */
final class SignedOutput {
  private final EntryRules rules;

  SignedOutput(EntryRules rules) {
    this.rules = rules;
  }

  /** Returns the file that signing in place writes. */
  Path defaultTarget(StrictSource from) {
    Path source = from.source();
    return from.bundle().kind() == BundleKind.FOLDER
        ? source.resolve(rules.layout().signaturePath(BundleKind.FOLDER).value())
        : source;
  }

  /**
   * Writes an archive with the signature in it, or a folder's signature alone.
   *
   * @throws SigningException when it cannot be written, or does not read back; the old file stays
   */
  void write(StrictSource from, byte[] signature, Path target) throws SigningException {
    Bundle bundle = from.bundle();
    ReadBack readBack = new ReadBack(rules, signature);
    try {
      if (bundle.kind() == BundleKind.FOLDER) {
        writeBeside(bundle.source(), signature, target, readBack);
      } else {
        writeInto(bundle, signature, target, readBack);
      }
    } catch (IOException e) {
      throw new SigningException(
          target + " could not be written (" + IoCause.ofWriting(e) + ")",
          "check the disk and its permissions",
          e);
    }
  }

  private static void writeBeside(Path folder, byte[] signature, Path target, ReadBack readBack)
      throws IOException, SigningException {
    if (BundleKind.ofArchive(ending(target)).isPresent()) {
      throw new SigningException(
          target + " would be no archive: of a folder, only its signature is written",
          "leave the name out, or name a file such as signature.json");
    }
    if (target.startsWith(folder)) {
      OwnFiles.createParents(target);
    }
    AtomicFile.replace(
        target,
        out -> AtomicFile.writeFully(out, signature),
        written -> readBack.checkFolder(folder, written));
  }

  private void writeInto(Bundle bundle, byte[] signature, Path target, ReadBack readBack)
      throws IOException, SigningException {
    if (!ending(bundle.source()).equals(ending(target))) {
      throw new SigningException(
          target + " must end like " + bundle.source().getFileName() + ", or it is no such archive",
          "choose another name");
    }
    String entry = rules.layout().signaturePath(bundle.kind()).value();
    Path copy = bundle.archiveCopy().orElseThrow();
    try (FileChannel original = FileChannel.open(copy, StandardOpenOption.READ)) {
      AtomicFile.replace(
          target,
          out -> ArchiveRewriter.write(original, entry, signature, out),
          readBack::checkArchive);
    }
  }

  private static String ending(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return name.substring(Math.max(0, name.lastIndexOf('.')));
  }
}
