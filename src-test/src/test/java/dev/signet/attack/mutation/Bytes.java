package dev.signet.attack.mutation;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;

/** Changes of bytes, whatever they mean. */
final class Bytes {
  private Bytes() {}

  /** Changes one to three bytes, or moves, cuts, doubles or inserts a range of them. */
  static byte[] changed(byte[] good, Random random) {
    byte[] bytes = good;
    for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
      bytes = random.nextInt(3) == 0 ? rangeChanged(bytes, random) : byteChanged(bytes, random);
    }
    return bytes;
  }

  private static byte[] byteChanged(byte[] good, Random random) {
    byte[] bytes = good.clone();
    if (bytes.length > 0) {
      int at = random.nextInt(bytes.length);
      bytes[at] =
          (byte)
              switch (random.nextInt(4)) {
                case 0 -> random.nextInt(256);
                case 1 -> bytes[at] ^ (1 << random.nextInt(8));
                case 2 -> bytes[at] + (random.nextBoolean() ? 1 : -1);
                default -> random.nextBoolean() ? 0 : 0xff;
              };
    }
    return bytes;
  }

  private static byte[] rangeChanged(byte[] good, Random random) {
    int from = random.nextInt(good.length + 1);
    int to = from + random.nextInt(Math.min(40, good.length - from) + 1);
    byte[] range = Arrays.copyOfRange(good, from, to);
    int other = random.nextInt(good.length + 1);
    return switch (random.nextInt(6)) {
      case 0 -> joined(part(good, 0, from), part(good, to, good.length));
      case 1 -> joined(part(good, 0, to), range, part(good, to, good.length));
      case 2 -> joined(part(good, 0, other), range, part(good, other, good.length));
      case 3 -> Arrays.copyOf(good, from);
      case 4 -> {
        random.nextBytes(range);
        yield joined(part(good, 0, from), range, part(good, to, good.length));
      }
      default -> joined(good, range);
    };
  }

  static byte[] part(byte[] bytes, int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }

  static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /** Returns one of these. */
  @SafeVarargs
  static <T> T one(Random random, T... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
