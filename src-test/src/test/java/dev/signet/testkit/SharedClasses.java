package dev.signet.testkit;

import dev.signet.cli.Main;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.pf4j.install.InstallRequest;
import dev.signet.pf4j.install.SignedPluginInstaller;
import dev.signet.sample.host.command.HostCommands;
import dev.signet.sign.key.PemFiles;
import dev.signet.trust.live.LiveTrust;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * The class path of the tests in a form on which a JVM starts in half the time. What takes long are
 * the signatures of the crypto library's own jars and reading classes: here all jars are without
 * signatures, and the classes of a host come from an archive.
 *
 * <p>The first test that starts a JVM makes it, in a folder that goes when this JVM ends.
 */
final class SharedClasses {
  private static final String ARCHIVE = "classes.jsa";
  private static final Pattern SIGNATURE = Pattern.compile("META-INF/[^/]*\\.(SF|RSA|DSA|EC)");

  private final Path folder;
  private final List<Path> jars;

  private SharedClasses(Path folder, List<Path> jars) {
    this.folder = folder;
    this.jars = jars;
  }

  /** Made once, when it is first asked for. */
  private static final class Once {
    static final SharedClasses MADE = make();
  }

  /** Returns the classes of all tests. */
  static SharedClasses ofTests() {
    return Once.MADE;
  }

  /** Returns the folder that holds all of them, and nothing else. */
  Path folder() {
    return folder;
  }

  /** Returns the options of a JVM that has all of them on its class path. */
  List<String> options() {
    return options(folder);
  }

  /** Likewise, for one that sees the folder here; where the archive does not fit, it is slower. */
  List<String> options(Path seenAs) {
    return List.of(
        "-XX:SharedArchiveFile=" + seenAs.resolve(ARCHIVE),
        "-Xshare:auto",
        "-Xlog:cds*=off",
        "-cp",
        classPath(seenAs));
  }

  private String classPath(Path seenAs) {
    return String.join(
        File.pathSeparator, jars.stream().map(jar -> seenAs.resolve(jar).toString()).toList());
  }

  private static SharedClasses make() {
    try {
      Path folder =
          Files.createDirectory(
              Path.of(
                  System.getProperty("java.io.tmpdir"),
                  "classes_" + ProcessHandle.current().pid()));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> Trees.delete(folder)));
      List<Path> jars = new ArrayList<>();
      for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
        if (Files.exists(Path.of(entry))) {
          Path jar = Path.of(jars.size() + ".jar");
          copy(Path.of(entry), folder.resolve(jar));
          jars.add(jar);
        }
      }
      SharedClasses classes = new SharedClasses(folder, jars);
      classes.archive();
      return classes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void archive() {
    List<Object> words = new ArrayList<>(List.of(Programs.ofJdk("java")));
    words.addAll(Jvm.SHORT_LIVED);
    words.addAll(
        List.of(
            "-XX:ArchiveClassesAtExit=" + folder.resolve(ARCHIVE),
            "-Xlog:cds*=off",
            "-cp",
            classPath(folder),
            Archived.class.getName(),
            folder.resolve("archived")));
    new Programs(folder).run(words.toArray()).expectSuccess();
    Trees.delete(folder.resolve("archived"));
  }

  /** Does a little of everything that processes of tests do: their classes are archived. */
  static final class Archived {
    private Archived() {}

    public static void main(String[] arguments) throws Exception {
      Path folder = Path.of(arguments[0]);
      Path trust = Files.createDirectories(folder.resolve("trust"));
      try (TestHost host = TestHost.onP384(folder.resolve("plugins"), folder.resolve("state"))) {
        PemFiles.writeCertificates(
            trust.resolve("root.crt"), List.of(host.authority().certificate()));
        host.signed("alpha", "1.0.0").folder(host.plugins());
        host.signed("beta", "1.0.0").jar(host.plugins());
        Path newer = host.signed("alpha", "1.1.0").zip(folder.resolve("newer"));
        for (int start = 0; start < 2; start++) {
          try (LiveTrust live = LiveTrust.following(trust).copies(folder.resolve("copies")).open();
              VerifyingPluginManager manager = host.builder().trust(live).build()) {
            manager.loadPlugins();
            manager.startPlugins();
            manager.rescan().await(Duration.ofMinutes(1));
            SignedPluginInstaller installer = SignedPluginInstaller.of(manager);
            installer.installOrUpdate(InstallRequest.of(newer));
            installer.uninstall("beta");
          }
        }
        Path settings = folder.resolve("signet.yaml");
        Files.writeString(
            settings, "plugins: plugins\nstateDirectory: state\ntrust: trust\nrequire: ALL\n");
        List<String> start = List.of("--config", settings.toString());
        HostCommands.run(start, System.out, System.err, 120);
        Main.main(
            new String[] {
              "integrity:check-app", "--path=" + newer, "--trust=" + trust.resolve("root.crt")
            });
      }
    }
  }

  private static void copy(Path from, Path jar) throws IOException {
    if (Files.isDirectory(from)) {
      try (ZipOutputStream zip = zip(jar)) {
        copyFolder(from, zip);
      }
      return;
    }
    try (ZipFile source = new ZipFile(from.toFile())) {
      if (source.stream().noneMatch(entry -> isSignature(entry.getName()))) {
        Files.copy(from, jar);
        return;
      }
      try (ZipOutputStream zip = zip(jar)) {
        copyJar(source, zip);
      }
    }
  }

  private static ZipOutputStream zip(Path jar) throws IOException {
    OutputStream file = Files.newOutputStream(jar);
    ZipOutputStream zip = new ZipOutputStream(file);
    zip.setLevel(0);
    return zip;
  }

  private static void copyFolder(Path from, ZipOutputStream zip) throws IOException {
    try (Stream<Path> tree = Files.walk(from)) {
      for (Path file : tree.filter(Files::isRegularFile).toList()) {
        zip.putNextEntry(new ZipEntry(from.relativize(file).toString()));
        Files.copy(file, zip);
      }
    }
  }

  /** Leaves out the signatures, and what they sign the other entries with. */
  private static void copyJar(ZipFile source, ZipOutputStream zip) throws IOException {
    for (ZipEntry entry : Collections.list(source.entries())) {
      if (!isSignature(entry.getName()) && !entry.getName().equals("META-INF/MANIFEST.MF")) {
        zip.putNextEntry(new ZipEntry(entry.getName()));
        try (InputStream content = source.getInputStream(entry)) {
          content.transferTo(zip);
        }
      }
    }
  }

  private static boolean isSignature(String name) {
    return SIGNATURE.matcher(name).matches();
  }
}
