package dev.signet.envelope;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signet.manifest.Digest;
import dev.signet.manifest.SignedHashes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code hashes} value that stands in the file as version 2 signs it and as signers write
 * it: names strictly ascending by the bytes of their UTF-8, without escapes, each with a digest,
 * and no white space. Whatever it reads is canonical, has no name twice and means the same to every
 * reader. What looks otherwise in any way is none of its business: the parser reads that.
 */
final class CanonicalHashes {
  private final byte[] content;
  private final SignedHashes.Builder found;
  private final int most;
  private int at;

  private CanonicalHashes(byte[] content, int start, int most) {
    this.content = content;
    this.at = start;
    this.most = most;
    this.found =
        new SignedHashes.Builder(Math.min(most, (content.length - start) / (2 * Digest.BYTES)));
  }

  /**
   * The value.
   *
   * @param end offset after its last byte
   */
  record Value(SignedHashes hashes, int end) {}

  /**
   * Returns the value that starts at an offset; null when it is not of this form, or has more names
   * than the maximum.
   */
  static @Nullable Value read(byte[] content, int start, int most) {
    CanonicalHashes reading = new CanonicalHashes(content, start, most);
    return reading.readAll() ? new Value(reading.found.build(), reading.at) : null;
  }

  private boolean readAll() {
    if (!take('{')) {
      return false;
    }
    if (take('}')) {
      return true;
    }
    int from = 0;
    int to = 0;
    do {
      int start = at + 1;
      if (found.size() == most || !take('"') || !skipName()) {
        return false;
      }
      boolean ascends =
          found.size() == 0 || Arrays.compareUnsigned(content, from, to, content, start, at) < 0;
      from = start;
      to = at;
      String name = ascends ? name(from, to) : null;
      if (name == null || !take('"') || !take(':') || !addDigest(name)) {
        return false;
      }
    } while (take(','));
    return take('}');
  }

  private boolean take(char expected) {
    if (at < content.length && content[at] == expected) {
      at++;
      return true;
    }
    return false;
  }

  /** Goes to the quote at the end of a name that has nothing escaped. */
  private boolean skipName() {
    while (at < content.length && content[at] != '"') {
      byte next = content[at];
      if (next == '\\' || (next >= 0 && next < ' ')) {
        return false;
      }
      at++;
    }
    return at < content.length;
  }

  /** Returns a name; null when it has no UTF-8, or is longer than names may be. */
  private @Nullable String name(int from, int to) {
    if (to - from > EnvelopeParser.MAX_NAME_CHARS) {
      return null;
    }
    for (int i = from; i < to; i++) {
      if (content[i] < 0) {
        byte[] bytes = Arrays.copyOfRange(content, from, to);
        return Utf8.isValid(bytes) ? new String(bytes, UTF_8) : null;
      }
    }
    return new String(content, from, to - from, ISO_8859_1);
  }

  private boolean addDigest(String name) {
    if (!take('"')) {
      return false;
    }
    Digest digest = Digest.parse(content, at);
    if (digest == null) {
      return false;
    }
    at += 2 * Digest.BYTES;
    found.add(name, digest);
    return take('"');
  }
}
