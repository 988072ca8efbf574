package dev.signet.pf4j.install;

import static dev.signet.testkit.TestHost.greetings;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.report.ScanTarget;
import dev.signet.testkit.MemoryFolder;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Thorough;
import dev.signet.testkit.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plugins of every shape, damaged at random, each time in one to three ways: by the seed the damage
 * can be had again.
 */
class RandomRepairTest {
  private static final int DAMAGES = Thorough.times(1_000, 30);
  private static final long SEED = 17;

  /** Every so often the host starts anew between the damage and the repair. */
  private static final int RESTART_EVERY = 5;

  @TempDir(factory = MemoryFolder.class)
  Path temp;

  private Path elsewhere;

  private enum Shape {
    FOLDER("clock"),
    ZIP("clock.zip"),
    JAR("clock.jar");

    private final String name;

    Shape(String name) {
      this.name = name;
    }

    Path in(Path root) {
      return root.resolve(name);
    }

    /** A zip comes back as the folder that PF4J would make of it. */
    Path repairedIn(Path root) {
      return root.resolve(this == JAR ? name : "clock");
    }
  }

  @BeforeEach
  void makeElsewhere() throws IOException {
    elsewhere = Files.writeString(temp.resolve("elsewhere"), "somebody else's");
  }

  @Test
  void plugin_whenDamagedAtRandom_isByteEqualAgainAndRunsAndNothingIsLost() throws Exception {
    for (Shape shape : Shape.values()) {
      try (TestHost host = new TestHost(temp.resolve(shape.toString()))) {
        repairOverAndOver(shape, host);
      }
    }
    assertThat(elsewhere).hasContent("somebody else's");
  }

  private void repairOverAndOver(Shape shape, TestHost host) throws IOException {
    PluginKit kit =
        host.signed("clock", "1.0.0")
            .file("lib/Data.bin", bytes(new Random(SEED), 20_000))
            .file("lib/sub/other.txt", new byte[] {1, 2, 3})
            .file("tool.sh", new byte[] {4});
    Map<String, byte[]> files = shape == Shape.JAR ? kit.jarFiles() : kit.folderFiles();
    Path original = shape.in(Files.createDirectory(host.plugins().resolveSibling("original")));
    make(shape, original, files);
    Path place = shape.in(host.plugins());
    make(shape, place, files);
    Map<String, String> sound =
        content(shape == Shape.ZIP ? Trees.folder(temp.resolve("unpacked"), files) : original);
    VerifyingPluginManager manager = host.started();
    int spared = 0;
    for (int number = 0; number < DAMAGES / 3; number++) {
      Random random = new Random(SEED * 1_000_003 + number * 3L + shape.name().hashCode());
      List<String> story = damage(shape, place, files, random);
      List<String> damaged = foreign(place, sound.values());
      // Of what is gone altogether a host that starts knows nothing.
      if (number % RESTART_EVERY == 0 && !content(place).isEmpty()) {
        manager.close();
        manager = host.started();
        story.add("restart");
      }
      SignedPluginInstaller installer = SignedPluginInstaller.of(manager);
      RepairRequest request = RepairRequest.of(ScanTarget.plugin(place));

      RepairPreview preview = installer.previewRepair(request);
      InstallResult result = installer.repair(request);

      if (shape == Shape.ZIP && result.explanation().contains("nothing to repair")) {
        // A byte that no file of the plugin depends on, such as of an entry's time.
        Files.copy(original, place, StandardCopyOption.REPLACE_EXISTING);
        spared++;
        continue;
      }
      String what = shape + " " + number + ": " + story + "\n" + result.explanation();
      assertThat(result.isDone()).as(what).isTrue();
      assertThat(preview.files()).as(what).isNotEmpty();
      Path repaired = shape.repairedIn(host.plugins());
      assertThat(content(repaired)).as(what).isEqualTo(sound);
      assertThat(greetings(manager)).as(what).containsExactly("hello");
      assertThat(manager.refusals()).as(what).isEmpty();
      List<String> kept = new ArrayList<>();
      for (Path aside : result.orThrow().kept()) {
        kept.addAll(content(aside).values());
      }
      assertThat(kept).as(what).containsAll(damaged);
      Trees.delete(host.plugins().resolve(".signet-install/aside"));
      if (shape == Shape.ZIP) {
        manager.unloadPlugin("clock");
        Trees.delete(repaired);
        Files.copy(original, place);
        manager.startPlugin(manager.loadPlugin(place));
      }
    }
    assertThat(spared).as("damages that were none").isLessThan(2 + DAMAGES / 30);
  }

  private static void make(Shape shape, Path path, Map<String, byte[]> files) {
    if (shape == Shape.FOLDER) {
      Trees.folder(path, files);
    } else {
      Trees.archive(path, files);
    }
  }

  private List<String> damage(Shape shape, Path place, Map<String, byte[]> files, Random random)
      throws IOException {
    List<String> story = new ArrayList<>();
    if (shape == Shape.FOLDER) {
      for (int i = 0; i <= random.nextInt(3) || isSound(place, files); i++) {
        story.add(damageFolder(place, random));
      }
    } else {
      story.add(damageArchive(place, files, random));
    }
    return story;
  }

  private static boolean isSound(Path folder, Map<String, byte[]> files) throws IOException {
    Map<String, String> sound = new TreeMap<>();
    files.forEach((path, bytes) -> sound.put(path, HexFormat.of().formatHex(bytes)));
    return content(folder).equals(sound);
  }

  private String damageFolder(Path folder, Random random) throws IOException {
    List<Path> files =
        tree(folder).stream().filter(path -> Files.isRegularFile(path, NOFOLLOW_LINKS)).toList();
    if (files.isEmpty()) {
      return "empty";
    }
    Path file = files.get(random.nextInt(files.size()));
    String name = folder.relativize(file).toString();
    int kind = random.nextInt(9);
    switch (kind) {
      case 0 -> flip(file, random);
      case 1 -> truncate(file, random);
      case 2 -> Files.delete(file);
      case 3 -> Files.move(file, unused(file.resolveSibling(file.getFileName() + ".bak")));
      case 4 -> Files.write(unused(folder.resolve("extra-" + random.nextInt(5))), bytes(random));
      case 5 -> {
        Files.delete(file);
        Files.createSymbolicLink(file, elsewhere);
      }
      case 6 -> {
        Files.delete(file);
        Files.createDirectories(file.resolve("inside"));
        Files.write(file.resolve("inside/what"), bytes(random));
      }
      case 7 -> Files.move(file, unused(otherCase(file)));
      default -> {
        int slash = name.lastIndexOf('/');
        Trees.delete(slash < 0 ? file : folder.resolve(name.substring(0, slash)));
      }
    }
    return kind + " " + name;
  }

  private String damageArchive(Path archive, Map<String, byte[]> files, Random random)
      throws IOException {
    Map<String, byte[]> changed = new LinkedHashMap<>(files);
    List<String> names = List.copyOf(files.keySet());
    String name = names.get(random.nextInt(names.size()));
    int kind = random.nextInt(9);
    switch (kind) {
      case 0 -> flip(archive, random);
      case 1 -> truncate(archive, random);
      case 2 -> Files.delete(archive);
      case 3 -> {
        Files.delete(archive);
        Files.createSymbolicLink(archive, elsewhere);
      }
      case 4 -> {
        Files.delete(archive);
        Files.createDirectories(archive);
        Files.write(archive.resolve("what"), bytes(random));
      }
      case 5 -> changed.remove(name);
      case 6 -> changed.put(name, bytes(random));
      case 7 -> changed.put("extra-" + random.nextInt(5), bytes(random));
      default -> {
        byte[] content = changed.remove(name);
        changed.put(name.toUpperCase(Locale.ROOT), content);
      }
    }
    if (kind > 4) {
      Files.delete(archive);
      Trees.archive(archive, changed);
    }
    return kind + " " + name;
  }

  private static Path otherCase(Path file) {
    String name = file.getFileName().toString();
    String upper = name.toUpperCase(Locale.ROOT);
    return file.resolveSibling(upper.equals(name) ? name.toLowerCase(Locale.ROOT) : upper);
  }

  private static Path unused(Path path) {
    Path free = path;
    while (Files.exists(free, NOFOLLOW_LINKS)) {
      free = free.resolveSibling(free.getFileName() + "x");
    }
    return free;
  }

  private static void flip(Path file, Random random) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (bytes.length == 0) {
      Files.write(file, new byte[] {1});
      return;
    }
    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    Files.write(file, bytes);
  }

  private static void truncate(Path file, Random random) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length == 0 ? 1 : random.nextInt(bytes.length)));
  }

  private static byte[] bytes(Random random) {
    return bytes(random, 1 + random.nextInt(50));
  }

  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Returns the content of all that a repair must not lose. */
  private static List<String> foreign(Path place, Collection<String> sound) throws IOException {
    return content(place).values().stream().filter(text -> !sound.contains(text)).toList();
  }

  /** Returns the content of each file, of one by itself under no name; links by where they lead. */
  private static Map<String, String> content(Path path) throws IOException {
    return tree(path).stream()
        .filter(file -> !Files.isDirectory(file, NOFOLLOW_LINKS))
        .collect(
            toMap(
                file -> path.relativize(file).toString(),
                RandomRepairTest::text,
                (one, other) -> one,
                TreeMap::new));
  }

  private static String text(Path file) {
    try {
      return Files.isSymbolicLink(file)
          ? "to " + Files.readSymbolicLink(file)
          : HexFormat.of().formatHex(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> tree(Path path) throws IOException {
    if (Files.notExists(path, NOFOLLOW_LINKS)) {
      return List.of();
    }
    try (Stream<Path> tree = Files.walk(path)) {
      return tree.sorted().toList();
    }
  }
}
