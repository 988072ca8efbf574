package dev.signet.admit.read;

import dev.signet.bundle.BundleKind;
import dev.signet.bundle.EntryPath;
import dev.signet.bundle.archive.DirectorySize;
import dev.signet.file.SmallFile;
import dev.signet.manifest.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Ties a sealed copy to its source: the index alone could name the copy of another plugin, or of an
 * older release, and the signature of that would be right.
 */
public final class SourceSignature {
  private SourceSignature() {}

  /**
   * Returns whether a source has, byte for byte, the signature file of a copy. False also when it
   * cannot be read: the source is then read anew, and what is wrong with it is told.
   *
   * @param file where the signature file lies in the bundle
   * @param most how many bytes it may have
   */
  public static boolean isOf(VerifiedContents copy, Path source, EntryPath file, long most) {
    Digest signed = copy.files().get(file.value());
    try {
      byte[] bytes = read(copy.kind(), source, file, (int) Math.min(most, Integer.MAX_VALUE - 8));
      return signed != null && Digest.over(bytes).equals(signed);
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  private static byte[] read(BundleKind kind, Path source, EntryPath file, int most)
      throws IOException {
    if (kind == BundleKind.FOLDER) {
      return SmallFile.read(source.resolve(file.value()), most);
    }
    DirectorySize.requireBounded(source, source.toString());
    try (ZipFile zip = new ZipFile(source.toFile())) {
      ZipEntry entry = zip.getEntry(file.value());
      if (entry == null) {
        return new byte[0];
      }
      try (InputStream in = zip.getInputStream(entry)) {
        return in.readNBytes(most);
      }
    }
  }
}
