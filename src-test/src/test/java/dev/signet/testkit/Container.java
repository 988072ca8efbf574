package dev.signet.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A container as Kubernetes makes one, in a namespace of its own: its root an overlay that nobody
 * can write to, volumes mounted into it, a user that no file of accounts knows, and no locale.
 * Programs are those of the machine, and classes those of the test. Each run is a new container.
 */
public final class Container {
  private static final int SET_GROUP = 02000;

  /** Arguments: a scratch folder, user, groups, and the command. */
  private static final String SCRIPT =
      """
      set -e
      own=$1 user=$2 groups=$3
      shift 3
      mount -t tmpfs -o mode=755 tmpfs "$own/mounts"
      cd "$own/mounts"
      mkdir lower upper work root
      mount --bind / lower
      mount -t overlay -o lowerdir=lower,upperdir=upper,workdir=work overlay root
      while read -r kind place; do
        mkdir -p "root${place%/*}"
        if [ "$kind" = file ]; then : > "root$place"; else mkdir -p "root$place"; fi
      done < "$own/places"
      mount --all --fstab "$own/fstab"
      mount -t tmpfs -o mode=777 tmpfs root/tmp
      mount --rbind /proc root/proc
      mount --rbind /dev root/dev
      mount -o remount,bind,ro root
      unset LC_ALL LC_CTYPE LANG LANGUAGE HOME
      cd root
      exec chroot . setpriv --reuid="$user" --regid="$user" --groups="$groups" \\
        --bounding-set=-all --inh-caps=-all --no-new-privs "$@"
      """;

  private record Volume(String place, Path source, List<String> options) {
    String kind() {
      return (Files.isDirectory(source) ? "folder " : "file ") + place;
    }

    /** Options other than {@code bind} only count once it is there. */
    Stream<String> mounts(Path root) {
      String bind = mount(root, "bind");
      return options.isEmpty()
          ? Stream.of(bind)
          : Stream.of(bind, mount(root, "remount,bind," + String.join(",", options)));
    }

    private String mount(Path root, String how) {
      return String.join(" ", escaped(source.toString()), escaped(root + place), "none", how);
    }

    /** As {@code fstab(5)} wants it. */
    private static String escaped(String path) {
      return path.replace("\\", "\\134").replace(" ", "\\040");
    }
  }

  private final Path scratch;
  private final List<Volume> volumes = new ArrayList<>();
  private final List<String> variables = new ArrayList<>();
  private int user = 10_001;
  private List<Integer> groups = List.of(10_001);

  private Container(Path scratch) {
    this.scratch = scratch;
  }

  /**
   * Returns one of the user 10001; skips the test where none can be made.
   *
   * @param scratch a folder for what it needs
   */
  public static Container in(Path scratch) throws IOException {
    Container container = new Container(scratch);
    boolean possible =
        Files.getOwner(Path.of("/proc/self")).getName().equals("root")
            && Files.isExecutable(Path.of("/usr/bin/unshare"))
            && container.run(List.of(), List.of("true")).exitCode() == 0;
    assumeTrue(possible, "only root on Linux can make a container; hosts in one are not tested");
    return container;
  }

  /** Sets who runs in it, and the groups of the pod. */
  public Container user(int number, Integer... ofPod) {
    user = number;
    groups = List.of(ofPod);
    return this;
  }

  /** Sets a variable of its environment. */
  public Container variable(String name, String value) {
    variables.add(name + "=" + value);
    return this;
  }

  /**
   * Mounts a file or folder of this machine.
   *
   * @param options such as {@code ro} or {@code noexec}
   */
  public Container volume(String place, Path source, String... options) {
    volumes.add(new Volume(place, source, List.of(options)));
    return this;
  }

  /**
   * Lays out files as Kubernetes does those of a ConfigMap or Secret: each a link into a folder,
   * and that behind a link that is swapped.
   */
  public static Path configMap(Path folder, Map<String, byte[]> files) throws IOException {
    String content = "..2026_11_30_10_00_00.1";
    Trees.folder(folder.resolve(content), files);
    Files.createSymbolicLink(folder.resolve("..data"), Path.of(content));
    for (String name : files.keySet()) {
      Files.createSymbolicLink(folder.resolve(name), Path.of("..data", name));
    }
    return folder;
  }

  /** Makes a folder of root's with these permissions, whatever the umask. */
  public static Path folder(Path folder, String permissions) throws IOException {
    Files.createDirectory(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
    return folder;
  }

  /** Gives what is in a tree to a pod's group, as Kubernetes does when it mounts a volume. */
  public static void giveToGroup(Path tree, int group) throws IOException {
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path path : all.toList()) {
        int mode = (Integer) Files.getAttribute(path, "unix:mode") & 07777;
        Files.setAttribute(path, "unix:gid", group);
        Files.setAttribute(
            path, "unix:mode", mode | (Files.isDirectory(path) ? SET_GROUP | 0770 : 0660));
      }
    }
  }

  /** Runs a main class of the tests' class path in it. */
  public Programs.Outcome java(Class<?> main, Object... arguments) throws IOException {
    SharedClasses classes = SharedClasses.ofTests();
    Path place = Path.of("/opt/classes");
    return java(
        List.of(new Volume(place.toString(), classes.folder(), List.of())),
        classes.options(place),
        main.getName(),
        arguments);
  }

  /** Runs a main class of this class path in it. */
  public Programs.Outcome java(String classPath, String main, Object... arguments)
      throws IOException {
    List<Path> entries =
        Stream.of(classPath.split(File.pathSeparator))
            .map(entry -> Path.of(entry).toAbsolutePath())
            .filter(Files::exists)
            .toList();
    List<Volume> classes =
        IntStream.range(0, entries.size())
            .mapToObj(
                i ->
                    new Volume(
                        "/opt/classes/" + i + "/" + entries.get(i).getFileName(),
                        entries.get(i),
                        List.of()))
            .toList();
    String places =
        classes.stream().map(Volume::place).collect(Collectors.joining(File.pathSeparator));
    return java(classes, List.of("-cp", places), main, arguments);
  }

  private Programs.Outcome java(
      List<Volume> classes, List<String> options, String main, Object... arguments)
      throws IOException {
    List<Object> words = new ArrayList<>(List.of("env"));
    words.addAll(variables);
    words.add("/opt/java/bin/java");
    words.addAll(Jvm.SHORT_LIVED);
    words.add("-Dlogback.configurationFile=logback.xml");
    words.addAll(options);
    words.add(main);
    words.addAll(List.of(arguments));
    List<Volume> more = new ArrayList<>(classes);
    more.add(new Volume("/opt/java", Path.of(System.getProperty("java.home")), List.of()));
    return run(more, words);
  }

  private Programs.Outcome run(List<Volume> more, List<Object> command) throws IOException {
    Path own = Files.createTempDirectory(scratch, "container");
    Path mounts = Files.createDirectory(own.resolve("mounts"));
    List<Volume> all = Stream.concat(more.stream(), volumes.stream()).toList();
    Files.write(own.resolve("places"), all.stream().map(Volume::kind).toList(), UTF_8);
    Files.write(
        own.resolve("fstab"),
        all.stream().flatMap(volume -> volume.mounts(mounts.resolve("root"))).toList(),
        UTF_8);
    String ofPod = groups.stream().map(String::valueOf).collect(Collectors.joining(","));
    List<Object> words =
        new ArrayList<>(List.of("unshare", "--mount", "sh", "-c", SCRIPT, "-", own, user, ofPod));
    words.addAll(command);
    return new Programs(own).run(words.toArray());
  }
}
