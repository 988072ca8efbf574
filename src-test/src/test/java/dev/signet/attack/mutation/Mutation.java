package dev.signet.attack.mutation;

import dev.signet.testkit.Trees;
import dev.signet.testkit.ZipBytes;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** One bundle with something of it changed; equal numbers make equal changes. */
final class Mutation {
  private static final long SEED = 20261130;

  private final Specimen good;
  private final Random random;
  private final List<Map.Entry<String, byte[]>> files;
  private String kind = "";

  Mutation(Specimen good, long number) {
    this.good = good;
    this.random = new Random(SEED + number * 1_000_003);
    this.files = new ArrayList<>();
    good.files().forEach((name, content) -> files.add(Map.entry(name, content)));
  }

  /** Writes the changed bundle into an empty folder, and returns its path. */
  Path write(Path folder) throws IOException {
    boolean isFolder = good.shape().isFolder();
    int choice = random.nextInt(isFolder ? 3 : 5);
    if (choice >= 3) {
      byte[] archive = good.archives().get(random.nextInt(good.archives().size()));
      kind = choice == 3 ? "zip field" : "bytes of the archive";
      return archive(
          folder,
          choice == 3 ? ZipChange.changed(archive, random) : Bytes.changed(archive, random));
    }
    if (choice == 2) {
      kind = "signature.json";
      change(good.shape().signature(), json -> JsonChange.changed(json, random));
    } else {
      changeFiles();
    }
    return isFolder ? folder(folder.resolve("plugin")) : archive(folder, packed());
  }

  /** What becomes of a file's bytes. */
  private interface Change {
    byte[] of(byte[] content);
  }

  private void change(String name, Change change) {
    for (int i = 0; i < files.size(); i++) {
      if (files.get(i).getKey().equals(name)) {
        files.set(i, Map.entry(name, change.of(files.get(i).getValue())));
      }
    }
  }

  private void changeFiles() {
    int at = random.nextInt(files.size());
    Map.Entry<String, byte[]> file = files.get(at);
    Map.Entry<String, byte[]> other = files.get(random.nextInt(files.size()));
    int choice = random.nextInt(10);
    kind = "files, case " + choice;
    switch (choice) {
      case 0 -> files.set(at, Map.entry(name(file.getKey()), file.getValue()));
      case 1 -> files.add(at, Map.entry(name(file.getKey()), file.getValue()));
      case 2 -> files.remove(at);
      case 3 -> files.set(at, Map.entry(file.getKey(), other.getValue()));
      case 4 -> files.add(Map.entry(name(file.getKey()), other.getValue()));
      case 5 -> Collections.shuffle(files, random);
      case 6 -> files.add(random.nextInt(files.size()), Map.entry(newFolder(), new byte[0]));
      case 7 -> files.add(Map.entry(file.getKey(), Bytes.changed(file.getValue(), random)));
      case 8 -> change(file.getKey(), this::jarChanged);
      default -> change(file.getKey(), content -> Bytes.changed(content, random));
    }
  }

  private byte[] jarChanged(byte[] content) {
    boolean isZip = content.length > 22 && content[0] == 'P' && content[1] == 'K';
    return isZip ? ZipChange.changed(content, random) : Bytes.changed(content, random);
  }

  private String newFolder() {
    return Bytes.one(
        random, "new/", "META-INF/services/", "lib/", "data/more/", "a/../", "classes/x/");
  }

  private String name(String name) {
    int at = random.nextInt(name.length());
    return switch (random.nextInt(8)) {
      case 0 -> name.toUpperCase(Locale.ROOT);
      case 1 -> name + Bytes.one(random, " ", ".", "/", "\u0000", "~", "\u0301", ".jar", ".class");
      case 2 -> Bytes.one(random, "./", "/", "../", "a/../", "C:", "\\", "classes/", "lib/") + name;
      case 3 -> name.replace("/", Bytes.one(random, "\\", "//", "/./", ":", "\u2215"));
      case 4 -> name.replace("e", "\u0435").replace("\u00e9", "e\u0301");
      case 5 -> Bytes.one(random, "CON", "signature.json", "META-INF/INDEX.LIST", "0", "lib/a.jar");
      default -> name.substring(0, at) + (char) random.nextInt(300) + name.substring(at + 1);
    };
  }

  private byte[] packed() {
    ZipBytes zip = new ZipBytes();
    boolean deflate = random.nextBoolean();
    for (Map.Entry<String, byte[]> file : files) {
      zip.add(
          file.getKey(),
          file.getValue(),
          entry -> deflate && file.getValue().length > 0 ? entry.deflate() : entry);
    }
    return zip.bytes();
  }

  private Path archive(Path folder, byte[] archive) {
    String ending = good.shape() == Specimen.Shape.JAR ? ".jar" : ".zip";
    return Trees.write(folder.resolve("plugin" + ending), archive);
  }

  /** What the file system does not take is not changed. */
  private Path folder(Path root) throws IOException {
    for (Map.Entry<String, byte[]> file : files) {
      try {
        write(root, file);
      } catch (InvalidPathException | FileSystemException ignored) {
        // A file where a folder is, or a name that cannot be.
      }
    }
    return root;
  }

  private static void write(Path root, Map.Entry<String, byte[]> file) throws IOException {
    Path path = root.resolve(file.getKey()).normalize();
    if (path.equals(root) || !path.startsWith(root)) {
      return;
    }
    if (file.getKey().endsWith("/")) {
      Files.createDirectories(path);
    } else {
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
  }

  @Override
  public String toString() {
    return good + ": " + kind;
  }
}
