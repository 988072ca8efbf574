package dev.signet.testkit;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.zafarkhaja.semver.Version;
import dev.signet.admit.Admission;
import dev.signet.cli.Main;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.pf4j.install.InstallRequest;
import dev.signet.pf4j.install.RepairRequest;
import dev.signet.pf4j.install.SignedPluginInstaller;
import dev.signet.policy.SignatureRequirement;
import dev.signet.report.ScanTarget;
import dev.signet.sample.host.command.HostCommands;
import dev.signet.sign.authority.CertificateAuthority;
import dev.signet.sign.key.PemFiles;
import dev.signet.trust.AnchorProfile;
import dev.signet.trust.TrustStore;
import dev.signet.trust.live.LiveTrust;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.bsi.BSIObjectIdentifiers;
import org.bouncycastle.cms.CMSSignedData;
import org.pf4j.PluginManager;
import org.slf4j.Logger;

/**
 * Classes in a form in which a JVM starts in half the time. What takes long are the signatures of
 * the crypto library's own jars and reading classes: here all jars are without signatures, and the
 * classes that most programs need come from an archive.
 *
 * <p>The first test that starts a JVM makes it: in a folder that goes when this JVM ends, or in the
 * one that a build names, where other JVMs of tests find it until one of the classes has changed.
 */
final class SharedClasses {
  private static final String ARCHIVE = "classes.jsa";
  private static final String MADE_OF = "made-of.txt";
  private static final Pattern SIGNATURE = Pattern.compile("META-INF/[^/]*\\.(SF|RSA|DSA|EC)");

  private final Path folder;
  private final List<Path> jars;

  private SharedClasses(Path folder, List<Path> jars) {
    this.folder = folder;
    this.jars = jars;
  }

  /** Made once, when it is first asked for. */
  private static final class OfTests {
    static final SharedClasses MADE = make();
  }

  /** Made once, when it is first asked for. */
  private static final class OfCommand {
    static final SharedClasses MADE = makeOfCommand(Programs.jar());
  }

  /** Made once, when it is first asked for. */
  private static final class OfHosts {
    static final SharedClasses MADE = makeOfHosts();
  }

  /** Returns the classes of all tests. */
  static SharedClasses ofTests() {
    return OfTests.MADE;
  }

  /** Returns the tests' own classes and those that a host needs at least, a logger's not. */
  static SharedClasses ofHosts() {
    return OfHosts.MADE;
  }

  /** Returns the classes of {@code signet.jar}, which is used as it is shipped. */
  static SharedClasses ofCommand() {
    return OfCommand.MADE;
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
    List<String> options = new ArrayList<>(archiveOptions(seenAs.resolve(ARCHIVE)));
    options.addAll(List.of("-cp", classPath(seenAs)));
    return options;
  }

  /** Returns the options by which a JVM with this class path takes classes from the archive. */
  List<String> archiveOptions() {
    return archiveOptions(archive());
  }

  private static List<String> archiveOptions(Path archive) {
    return List.of("-XX:SharedArchiveFile=" + archive, "-Xshare:auto", "-Xlog:cds*=off");
  }

  /** Returns the archive. */
  Path archive() {
    return folder.resolve(ARCHIVE);
  }

  /** Returns the class path. */
  String classPath() {
    return classPath(folder);
  }

  private String classPath(Path seenAs) {
    return String.join(
        File.pathSeparator, jars.stream().map(jar -> seenAs.resolve(jar).toString()).toList());
  }

  private static SharedClasses make() {
    List<Path> entries =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .map(Path::of)
            .filter(Files::exists)
            .toList();
    return copied(
        "classes",
        entries,
        classes -> {
          Path scratch = classes.folder.resolve("archived");
          classes.archiveLoadedBy(Archived.class, scratch).expectSuccess();
          Trees.delete(scratch);
        });
  }

  private static SharedClasses makeOfHosts() {
    List<Path> entries =
        Stream.of(
                SharedClasses.class,
                Admission.class,
                VerifyingPluginManager.class,
                PluginManager.class,
                Version.class,
                ObjectMapper.class,
                JsonFactory.class,
                JsonCreator.class,
                ASN1Object.class,
                CMSSignedData.class,
                BSIObjectIdentifiers.class,
                Logger.class)
            .map(JavaSources::location)
            .distinct()
            .toList();
    return copied(
        "hosts",
        entries,
        classes -> {
          Path scratch = Files.createDirectory(classes.folder.resolve("archived"));
          CertificateAuthority authority = PluginAuthor.authority("Any");
          PemFiles.writeCertificates(scratch.resolve("root.crt"), List.of(authority.certificate()));
          PluginAuthor author = PluginAuthor.of("any", authority);
          PluginKit.plugin("any", "1.0.0").signedBy(author).zip(scratch);
          PluginKit.plugin("any", "1.1.0").signedBy(author).jar(scratch);
          classes.archiveLoadedBy(ArchivedHost.class, scratch).expectSuccess();
          Trees.delete(scratch);
        });
  }

  /** Copies jars without their signatures, and packs folders, before the archive is made. */
  private static SharedClasses copied(String name, List<Path> entries, Making archiving) {
    List<Path> jars =
        IntStream.range(0, entries.size()).mapToObj(number -> Path.of(number + ".jar")).toList();
    return kept(
        name,
        jars,
        entries,
        classes -> {
          for (int number = 0; number < entries.size(); number++) {
            copy(entries.get(number), classes.folder.resolve(jars.get(number)));
          }
          archiving.make(classes);
        });
  }

  /** Has the command check a bundle that nobody signed, by an authority nobody issued with. */
  private static SharedClasses makeOfCommand(Path jar) {
    return kept(
        "command",
        List.of(jar),
        List.of(jar),
        classes -> {
          Path trust = classes.folder.resolve("root.crt");
          PemFiles.writeCertificates(trust, List.of(Certificates.root("Any").make().certificate()));
          Path bundle = PluginKit.plugin("any", "1.0.0").zip(classes.folder);
          classes.archiveLoadedBy(
              Main.class, "integrity:check-app", "--path=" + bundle, "--trust=" + trust);
        });
  }

  private interface Making {
    void make(SharedClasses classes) throws IOException;
  }

  /** Makes them, unless an earlier JVM of tests has made them of the same entries. */
  private static SharedClasses kept(
      String name, List<Path> jars, List<Path> entries, Making making) {
    String place = System.getProperty("signet.shared.classes");
    try {
      if (place == null) {
        Path folder =
            Path.of(
                System.getProperty("java.io.tmpdir"), name + "_" + ProcessHandle.current().pid());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> Trees.delete(folder)));
        return made(Files.createDirectory(folder), jars, making);
      }
      Path folder = Files.createDirectories(Path.of(place)).resolve(name);
      try (FileChannel file =
          FileChannel.open(
              folder.resolveSibling(name + ".lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE)) {
        file.lock();
        String now = state(entries);
        Path madeOf = folder.resolve(MADE_OF);
        if (Files.exists(madeOf) && Files.readString(madeOf).equals(now)) {
          return new SharedClasses(folder, jars);
        }
        Trees.delete(folder);
        SharedClasses classes = made(Files.createDirectory(folder), jars, making);
        Files.writeString(madeOf, now);
        return classes;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SharedClasses made(Path folder, List<Path> jars, Making making)
      throws IOException {
    SharedClasses classes = new SharedClasses(folder, jars);
    making.make(classes);
    return classes;
  }

  /** Returns the JVM, and name, size and time of each file. */
  private static String state(List<Path> entries) throws IOException {
    StringBuilder state = new StringBuilder(System.getProperty("java.vm.version"));
    for (Path entry : entries) {
      try (Stream<Path> tree = Files.walk(entry)) {
        for (Path file : tree.sorted().toList()) {
          state.append('\n').append(file).append(' ').append(Files.size(file));
          state.append(' ').append(Files.getLastModifiedTime(file).toMillis());
        }
      }
    }
    return state.toString();
  }

  private Programs.Outcome archiveLoadedBy(Class<?> main, Object... arguments) {
    List<Object> words = new ArrayList<>(List.of(Programs.ofJdk("java")));
    words.addAll(Jvm.SHORT_LIVED);
    words.addAll(
        List.of(
            "-XX:ArchiveClassesAtExit=" + archive(),
            "-Xlog:cds*=off",
            "-cp",
            classPath(),
            main.getName()));
    words.addAll(List.of(arguments));
    return new Programs(folder).run(words.toArray());
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

  /** Has a plugin come, change, be repaired and go, on a host that starts twice. */
  static final class ArchivedHost {
    private ArchivedHost() {}

    public static void main(String[] arguments) throws Exception {
      Path folder = Path.of(arguments[0]);
      Path plugins = Files.createDirectory(folder.resolve("plugins"));
      for (int start = 0; start < 2; start++) {
        try (VerifyingPluginManager manager =
            VerifyingPluginManager.builder(plugins)
                .trust(
                    TrustStore.builder()
                        .anchors(folder.resolve("root.crt"), AnchorProfile.STANDARD)
                        .build())
                .require(SignatureRequirement.ALL)
                .stateDirectory(folder.resolve("state"))
                .build()) {
          manager.loadPlugins();
          manager.startPlugins();
          SignedPluginInstaller installer = SignedPluginInstaller.of(manager);
          for (String release : List.of("any.zip", "any.jar")) {
            installer.installOrUpdate(
                InstallRequest.of(folder.resolve(release))
                    .allowingLowerVersion()
                    .confirmingChanges());
          }
          ScanTarget place = ScanTarget.plugin(plugins.resolve("any.jar"));
          installer.repair(RepairRequest.of(place));
          installer.uninstall(start == 0 ? ScanTarget.plugin(folder) : place);
        }
      }
    }
  }

  /** Copies a jar without its signatures, or packs a folder. */
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
