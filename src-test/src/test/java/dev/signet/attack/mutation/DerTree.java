package dev.signet.attack.mutation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The DER (X.690) of a certificate as a tree, to be put together again with one part changed. */
final class DerTree {
  private final int tag;
  private final byte[] content;
  private final List<DerTree> children = new ArrayList<>();

  private DerTree(int tag, byte[] content) {
    this.tag = tag;
    this.content = content;
    if ((tag & 0x20) != 0) {
      children.addAll(values(content));
    }
  }

  private static List<DerTree> values(byte[] bytes) {
    List<DerTree> values = new ArrayList<>();
    int at = 0;
    while (at < bytes.length) {
      int tag = bytes[at] & 0xff;
      int length = bytes[at + 1] & 0xff;
      at += 2;
      if (length >= 0x80) {
        int more = length & 0x7f;
        length = 0;
        for (int i = 0; i < more; i++) {
          length = length << 8 | (bytes[at++] & 0xff);
        }
      }
      values.add(new DerTree(tag, Bytes.part(bytes, at, at + length)));
      at += length;
    }
    return values;
  }

  /** Returns the bytes with one value changed, and lengths around it put right. */
  static byte[] changed(byte[] der, Random random) {
    DerTree root = values(der).get(0);
    List<DerTree> all = new ArrayList<>();
    root.collect(all);
    return root.encoded(all.get(random.nextInt(all.size())), random);
  }

  private void collect(List<DerTree> all) {
    all.add(this);
    children.forEach(child -> child.collect(all));
  }

  private byte[] encoded(DerTree changed, Random random) {
    byte[] inner = content;
    if (!children.isEmpty()) {
      inner = new byte[0];
      for (DerTree child : children) {
        inner = Bytes.joined(inner, child.encoded(changed, random));
      }
    }
    return this == changed ? mangled(inner, random) : Bytes.joined(header(inner.length), inner);
  }

  private byte[] header(int length) {
    if (length < 0x80) {
      return bytes(tag, length);
    }
    return length < 0x100 ? bytes(tag, 0x81, length) : bytes(tag, 0x82, length >> 8, length & 0xff);
  }

  private byte[] mangled(byte[] inner, Random random) {
    byte[] right = Bytes.joined(header(inner.length), inner);
    return switch (random.nextInt(10)) {
      case 0 -> Bytes.joined(bytes(random.nextInt(256)), Bytes.part(right, 1, right.length));
      case 1 ->
          Bytes.joined(bytes(tag ^ (1 << random.nextInt(8))), Bytes.part(right, 1, right.length));
      case 2 -> Bytes.joined(bytes(tag, 0x83, 0, inner.length >> 8, inner.length), inner);
      case 3 -> Bytes.joined(bytes(tag, 0x80), inner, bytes(0, 0));
      case 4 -> new byte[0];
      case 5 -> Bytes.joined(right, right);
      case 6 -> bytes(tag, 0);
      case 7 -> Bytes.joined(header(inner.length + 1), bytes(0), inner);
      case 8 -> Bytes.joined(header(inner.length + 1), inner, bytes(random.nextInt(256)));
      default -> {
        byte[] other = Bytes.changed(inner, random);
        yield Bytes.joined(header(other.length), other);
      }
    };
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
