package dev.signet.bundle.archive;

import dev.signet.bundle.BundleException;
import dev.signet.bundle.BundleKind;
import dev.signet.file.OwnFiles;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** Copies an archive to where nobody else can change it while it is looked at. */
public final class ArchiveCopy {
  private static final int BUFFER = 64 << 10;

  private ArchiveCopy() {}

  /**
   * Copies the source, which was found to be a regular file, into the scratch folder.
   *
   * @return the copy: {@code bundle.zip} or {@code bundle.jar}
   * @throws BundleException when the source has more bytes than the maximum
   */
  public static Path make(Path source, Path scratch, BundleKind kind, long maximum)
      throws IOException {
    Path copy = scratch.resolve(kind == BundleKind.JAR ? "bundle.jar" : "bundle.zip");
    try (ReadableByteChannel in =
            Files.newByteChannel(
                source, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        WritableByteChannel out =
            Files.newByteChannel(
                copy,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                OwnFiles.newSealed(copy, false))) {
      copy(in, out, maximum);
    }
    return copy;
  }

  private static void copy(ReadableByteChannel in, WritableByteChannel out, long maximum)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    long copied = 0;
    while (in.read(buffer) >= 0) {
      copied += buffer.flip().remaining();
      if (copied > maximum) {
        throw new BundleException(
            Finding.of(Reason.LIMIT_EXCEEDED, "The archive is larger than " + maximum + " bytes."));
      }
      while (buffer.hasRemaining()) {
        out.write(buffer);
      }
      buffer.clear();
    }
  }
}
