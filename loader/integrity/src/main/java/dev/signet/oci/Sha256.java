package dev.signet.oci;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Digests as registries write them: {@code sha256:} and 64 lower-case hex digits. */
final class Sha256 {
  private static final String PREFIX = "sha256:";
  private static final Pattern FORM = Pattern.compile("sha256:[0-9a-f]{64}");
  private static final int BUFFER = 1 << 16;

  private Sha256() {}

  static boolean isDigest(String text) {
    return FORM.matcher(text).matches();
  }

  static String over(byte[] bytes) {
    return text(algorithm().digest(bytes));
  }

  static String over(Path file) throws IOException {
    MessageDigest digest = algorithm();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        digest.update(buffer, 0, length);
      }
    }
    return text(digest.digest());
  }

  /** Returns the hex digits of a digest. */
  static String hex(String digest) {
    return digest.substring(PREFIX.length());
  }

  private static String text(byte[] digest) {
    return PREFIX + HexFormat.of().formatHex(digest);
  }

  private static MessageDigest algorithm() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }

  /** Passes on what is written, and tells afterwards whether it was what was promised. */
  static final class Channel implements WritableByteChannel {
    private final WritableByteChannel target;
    private final MessageDigest digest = algorithm();
    private long length;

    Channel(WritableByteChannel target) {
      this.target = target;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      ByteBuffer copy = bytes.duplicate();
      int written = target.write(bytes);
      digest.update(copy.limit(copy.position() + written));
      length += written;
      return written;
    }

    /**
     * Checks all that was written; called once.
     *
     * @throws IOException when it is anything else than the blob
     */
    void require(Blob blob) throws IOException {
      if (length != blob.size()) {
        throw new IOException(
            "it sends " + length + " bytes where " + blob.size() + " are announced");
      }
      String found = text(digest.digest());
      if (!found.equals(blob.digest())) {
        throw new IOException("it sends " + found + " in place of " + blob.digest());
      }
    }

    @Override
    public boolean isOpen() {
      return target.isOpen();
    }

    @Override
    public void close() throws IOException {
      target.close();
    }
  }
}
