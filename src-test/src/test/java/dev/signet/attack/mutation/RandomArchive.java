package dev.signet.attack.mutation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signet.testkit.ZipBytes;
import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;

/** Zip archives of whatever zip allows, more than tools write. */
final class RandomArchive {
  private final Random random;

  RandomArchive(Random random) {
    this.random = random;
  }

  /** Returns an archive as it is, or with fields or bytes changed. */
  byte[] bytes() {
    byte[] archive = made();
    return switch (random.nextInt(4)) {
      case 0 -> ZipChange.changed(archive, random);
      case 1 -> Bytes.changed(archive, random);
      default -> archive;
    };
  }

  private byte[] made() {
    ZipBytes zip = new ZipBytes();
    Set<String> names = new LinkedHashSet<>();
    for (int count = 1 + random.nextInt(6); count > 0; count--) {
      names.add(name());
    }
    if (random.nextInt(3) == 0) {
      zip.file("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\r\nMulti-Release: true\r\n\r\n");
    }
    names.forEach(name -> zip.add(name, content(name), this::settings));
    if (random.nextInt(20) == 0) {
      zip.add(name(), content("x"), this::settings);
    }
    return zip.bytes();
  }

  private byte[] content(String name) {
    String text = name + " ".repeat(random.nextInt(30)) + random.nextInt(1000);
    return name.endsWith("/") || random.nextInt(8) == 0 ? new byte[0] : text.getBytes(UTF_8);
  }

  private ZipBytes.Entry settings(ZipBytes.Entry entry) {
    ZipBytes.Entry set = entry;
    boolean deflate = random.nextBoolean();
    if (deflate) {
      set = random.nextInt(20) == 0 ? set.method(8).data(new byte[0]) : set.deflate();
    }
    int flags = random.nextInt(3) == 0 ? ZipBytes.UTF8_NAME : 0;
    flags |= random.nextInt(12) == 0 ? 1 << random.nextInt(16) : 0;
    set = set.flags(flags);
    if (deflate && random.nextInt(3) == 0) {
      set = set.withDescriptor();
    }
    if (random.nextInt(6) == 0) {
      set = set.unixMode(Bytes.one(random, 0100644, 0100755, 0, 0xffff, 0120777, 0040755));
    }
    if (random.nextInt(6) == 0) {
      set = set.extra(extra()).localExtra(random.nextBoolean() ? extra() : new byte[0]);
    }
    return random.nextInt(10) == 0 ? set.comment("a comment".getBytes(UTF_8)) : set;
  }

  /** Well-formed or nearly so: time stamps, alignment, zip64, another name. */
  private byte[] extra() {
    int id = Bytes.one(random, 0x5455, 0x7875, 0xcafe, 0xd935, 1, 0x7075, 0x000a, 0x9901);
    int length = random.nextInt(10);
    byte[] field = new byte[4 + length];
    random.nextBytes(field);
    field[0] = (byte) id;
    field[1] = (byte) (id >> 8);
    field[2] = (byte) (random.nextInt(8) == 0 ? length + 1 : length);
    field[3] = 0;
    return field;
  }

  private String name() {
    return switch (random.nextInt(12)) {
      case 0 ->
          Bytes.one(random, "META-INF/MANIFEST.MF", "meta-inf/manifest.mf", "META-INF/INDEX.LIST");
      case 1 ->
          "META-INF/versions/" + Bytes.one(random, "9", "11", "17", "25", "026", "x") + "/a.txt";
      case 2 -> Bytes.one(random, "dir/", "META-INF/", "a.txt/", "dir/more/");
      case 3 ->
          Bytes.one(
              random, "\u00e9.txt", "e\u0301.txt", "\ud83d\ude00", "a b+c%20.txt", "a#b?c!/d");
      case 4 -> Bytes.one(random, "A.TXT", "a.txt.", "con", "a\\b", "a//b", "./a", "../a", "/a");
      case 5 -> "x".repeat(1 + random.nextInt(300));
      case 6 -> "" + (char) random.nextInt(0x250);
      default ->
          Bytes.one(random, "a.txt", "b/c.class", "dir/d.txt", "E", "f/g/h/i.j")
              + random.nextInt(3);
    };
  }
}
