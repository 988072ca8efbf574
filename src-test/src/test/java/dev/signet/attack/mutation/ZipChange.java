package dev.signet.attack.mutation;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Changes of single fields of a good zip archive, by what APPNOTE section 4.3 says they are. */
final class ZipChange {
  private static final int[] LOCAL = {4, 2, 2, 2, 2, 2, 4, 4, 4, 2, 2};
  private static final int[] CENTRAL = {4, 2, 2, 2, 2, 2, 2, 4, 4, 4, 2, 2, 2, 2, 2, 4, 4};
  private static final int[] END = {4, 2, 2, 2, 2, 4, 4, 2};
  private static final int[] DESCRIPTOR = {4, 4, 4, 4};
  private static final int VERSION_FIELDS = 2;
  private static final int PAIRED_FIELDS = 9;

  private final ByteBuffer zip;
  private final List<Integer> centrals = new ArrayList<>();
  private final List<Integer> locals = new ArrayList<>();
  private final Random random;

  private ZipChange(byte[] good, Random random) {
    this.zip = ByteBuffer.wrap(good.clone()).order(ByteOrder.LITTLE_ENDIAN);
    this.random = random;
    int end = good.length - 22;
    int at = zip.getInt(end + 16);
    while (at < end) {
      centrals.add(at);
      locals.add(zip.getInt(at + 42));
      at += 46 + length(at, 28) + length(at, 30) + length(at, 32);
    }
  }

  /** Returns the archive with one to three fields changed, or its records moved. */
  static byte[] changed(byte[] good, Random random) {
    ZipChange change = new ZipChange(good, random);
    if (random.nextInt(8) == 0) {
      return change.moved();
    }
    for (int count = 1 + random.nextInt(10) / 8; count > 0; count--) {
      change.field();
    }
    return change.zip.array();
  }

  private int length(int record, int field) {
    return Short.toUnsignedInt(zip.getShort(record + field));
  }

  private void field() {
    int which = random.nextInt(centrals.size());
    int central = centrals.get(which);
    int local = locals.get(which);
    switch (random.nextInt(7)) {
      case 0 -> set(local, LOCAL, random.nextInt(LOCAL.length));
      case 1 -> set(central, CENTRAL, random.nextInt(CENTRAL.length));
      case 2 -> set(zip.capacity() - 22, END, random.nextInt(END.length));
      case 3 -> {
        int data = local + 30 + length(local, 26) + length(local, 28);
        set(data + zip.getInt(central + 20), DESCRIPTOR, random.nextInt(DESCRIPTOR.length));
      }
      case 4 -> name(central, local);
      default -> both(central, local);
    }
  }

  /** The same in both headers, which therefore still agree. */
  private void both(int central, int local) {
    int field = VERSION_FIELDS + random.nextInt(PAIRED_FIELDS - 1);
    int from = offset(CENTRAL, field);
    set(central, CENTRAL, field);
    for (int i = 0; i < CENTRAL[field] && within(local + from - 2 + i); i++) {
      zip.put(local + from - 2 + i, zip.get(central + from + i));
    }
  }

  private void name(int central, int local) {
    int at = random.nextInt(Math.max(1, length(central, 28)));
    byte c =
        Bytes.one(
            random,
            (byte) 0,
            (byte) '/',
            (byte) '\\',
            (byte) '.',
            (byte) ' ',
            (byte) 'A',
            (byte) 0xc3,
            (byte) random.nextInt(256));
    if (within(central + 46 + at)) {
      zip.put(central + 46 + at, c);
    }
    if (random.nextInt(4) > 0 && within(local + 30 + at)) {
      zip.put(local + 30 + at, c);
    }
  }

  private boolean within(int at) {
    return at >= 0 && at < zip.capacity();
  }

  private static int offset(int[] fields, int field) {
    int offset = 0;
    for (int i = 0; i < field; i++) {
      offset += fields[i];
    }
    return offset;
  }

  private void set(int record, int[] fields, int field) {
    int at = record + offset(fields, field);
    if (at < 0 || at + 4 > zip.capacity()) {
      return;
    }
    boolean small = fields[field] == 2;
    int old = small ? length(at, 0) : zip.getInt(at);
    int value =
        switch (random.nextInt(7)) {
          case 0 -> old + 1;
          case 1 -> old - 1;
          case 2 -> old ^ 1 << random.nextInt(small ? 16 : 32);
          case 3 -> Bytes.one(random, 0, 1, 8, 0x800, 0x808, 0xffff, -1, 0x7fffffff);
          case 4 -> zip.capacity() - random.nextInt(60);
          case 5 -> locals.get(random.nextInt(locals.size()));
          default -> random.nextInt();
        };
    if (small) {
      zip.putShort(at, (short) value);
    } else {
      zip.putInt(at, value);
    }
  }

  /** Orders, doubles or leaves out records of the directory, or puts bytes between records. */
  private byte[] moved() {
    byte[] all = zip.array();
    int end = all.length - 22;
    int start = zip.getInt(end + 16);
    List<byte[]> records = new ArrayList<>();
    for (int i = 0; i < centrals.size(); i++) {
      int to = i + 1 < centrals.size() ? centrals.get(i + 1) : end;
      records.add(Bytes.part(all, centrals.get(i), to));
    }
    int from = random.nextInt(records.size());
    int to = random.nextInt(records.size());
    switch (random.nextInt(4)) {
      case 0 -> records.add(to, records.remove(from));
      case 1 -> records.add(to, records.get(from));
      case 2 -> records.remove(from);
      default -> records.set(to, records.get(from));
    }
    byte[] gap = new byte[random.nextInt(6) == 0 ? random.nextInt(9) : 0];
    byte[] directory = Bytes.joined(records.toArray(byte[][]::new));
    ByteBuffer tail =
        ByteBuffer.wrap(Bytes.part(all, end, all.length)).order(ByteOrder.LITTLE_ENDIAN);
    tail.putShort(8, (short) records.size()).putShort(10, (short) records.size());
    tail.putInt(12, directory.length).putInt(16, start + (random.nextBoolean() ? gap.length : 0));
    return Bytes.joined(Bytes.part(all, 0, start), gap, directory, tail.array());
  }
}
