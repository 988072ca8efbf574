package dev.signet.attack;

import static dev.signet.testkit.TestHost.greetings;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.zafarkhaja.semver.Version;
import dev.signet.admit.Admission;
import dev.signet.pf4j.InstallRecovery;
import dev.signet.pf4j.InstallRecovery.Outcome;
import dev.signet.pf4j.InstallRequest;
import dev.signet.pf4j.SignedPluginInstaller;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.policy.SignatureRequirement;
import dev.signet.sign.CertificateAuthority;
import dev.signet.sign.KeyType;
import dev.signet.sign.PemFiles;
import dev.signet.testkit.FastJvm;
import dev.signet.testkit.Kills;
import dev.signet.testkit.MemoryFolder;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.Trees;
import dev.signet.trust.AnchorProfile;
import dev.signet.trust.TrustStore;
import dev.signet.trust.TrustStoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.cms.CMSSignedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.PluginManager;
import org.slf4j.Logger;

/**
 * Processes that are killed while they install, update and uninstall, of the group "State". Each
 * has several installers at work, in plugins roots and managers of their own, and a kill finds each
 * at a step of its own: starting a process takes longer than many changes.
 */
class InstallKillTest {
  private static final int INSTALLERS = 10;
  private static final int KILLS = Integer.getInteger("kills", 500) / INSTALLERS;
  private static final List<String> LIFE = List.of("", "1.0.0", "1.1.0", "1.0.0");

  @TempDir(factory = MemoryFolder.class)
  Path temp;

  /** Installs, updates, downdates and uninstalls one plugin until it is killed. */
  static final class Installer implements Runnable {
    private final Path releases;
    private final Path folder;
    private final VerifyingPluginManager manager;

    private Installer(Path releases, Path folder) throws TrustStoreException {
      this.releases = releases;
      this.folder = folder;
      this.manager = started(releases, folder);
    }

    public static void main(String[] args) throws Exception {
      if (args.length > 2) {
        // What is archived of this process then has all classes that are ever needed.
        Installer installer = new Installer(Path.of(args[0]), Path.of(args[1]));
        installer.run(3 * LIFE.size());
        Kills.report(0);
        Thread.sleep(Long.MAX_VALUE);
      }
      List<Thread> threads = new ArrayList<>();
      for (int number = 0; number < INSTALLERS; number++) {
        Path folder = Path.of(args[1], String.valueOf(number));
        threads.add(new Thread(new Installer(Path.of(args[0]), folder)));
      }
      Kills.report(0);
      threads.forEach(Thread::start);
    }

    @Override
    public void run() {
      run(Integer.MAX_VALUE);
    }

    private void run(int lastStep) {
      SignedPluginInstaller installer = SignedPluginInstaller.of(manager);
      try (FileChannel steps = Steps.open(folder)) {
        for (int step = Steps.read(steps) + 1; step <= lastStep; step++) {
          Steps.write(steps, step);
          String version = version(step);
          if (version.isEmpty()) {
            installer.uninstall("clock").orThrow();
          } else {
            Path release = releases.resolve(version + (step % 3 == 0 ? ".jar" : ".zip"));
            installer.installOrUpdate(InstallRequest.of(release).allowingLowerVersion()).orThrow();
          }
          if (lastStep == Integer.MAX_VALUE) {
            Kills.report(step);
          }
        }
      } catch (IOException | RuntimeException e) {
        e.printStackTrace();
        Runtime.getRuntime().halt(1);
      }
    }
  }

  /** Which step an installer was about to take; a kill does not lose what was written. */
  private static final class Steps {
    private Steps() {}

    static FileChannel open(Path folder) throws IOException {
      return FileChannel.open(
          folder.resolve("step"),
          StandardOpenOption.CREATE,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE);
    }

    static int read(FileChannel file) throws IOException {
      ByteBuffer number = ByteBuffer.allocate(Integer.BYTES);
      return file.read(number, 0) == Integer.BYTES ? number.getInt(0) : 0;
    }

    static void write(FileChannel file, int step) throws IOException {
      file.write(ByteBuffer.allocate(Integer.BYTES).putInt(0, step), 0);
    }
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void rootWhenItsInstallerIsKilledHasTheOldReleaseOrTheNewOne() throws Exception {
    Path releases = makeReleases();
    FastJvm jvm =
        FastJvm.of(
            Files.createDirectory(temp.resolve("jvm")),
            Installer.class,
            List.of(
                Admission.class,
                VerifyingPluginManager.class,
                PluginManager.class,
                Version.class,
                ObjectMapper.class,
                JsonFactory.class,
                JsonCreator.class,
                Caffeine.class,
                ASN1Object.class,
                CMSSignedData.class,
                Logger.class),
            releases.toString(),
            Files.createDirectory(temp.resolve("first")).toString(),
            "to archive");
    AtomicInteger undone = new AtomicInteger();
    AtomicInteger there = new AtomicInteger();

    Kills.of(jvm)
        .times(KILLS)
        .afterSteps(INSTALLERS)
        .within(Duration.ofMillis(20))
        .run(number -> new Lane(releases, temp.resolve("lane-" + number), undone, there));

    assertThat(undone).as("installers killed in the middle").hasValueGreaterThan(2 * KILLS);
    assertThat(there).as("releases that were there").hasValueGreaterThan(2 * KILLS);
  }

  /** Goes on with what was left. */
  private record Lane(Path releases, Path folder, AtomicInteger undone, AtomicInteger there)
      implements Kills.Lane {

    @Override
    public String[] arguments() {
      return new String[] {releases.toString(), folder.toString()};
    }

    @Override
    public void check(int reported) throws Exception {
      for (int number = 0; number < INSTALLERS; number++) {
        check(folder.resolve(String.valueOf(number)));
      }
    }

    private void check(Path installer) throws Exception {
      try (FileChannel file = Steps.open(installer);
          VerifyingPluginManager manager = started(releases, installer)) {
        int tried = Steps.read(file);
        int last = Math.max(tried - 1, 0);
        count(manager.admission().recoveries());
        List<String> running = greetings(manager);
        assertThat(running).isIn(running(last), running(tried));
        assertThat(manager.refusals()).isEmpty();
        int now = running.equals(running(tried)) ? tried : last;
        assertThat(tree(installer.resolve("plugins"))).isIn(expected(now));
        assertThat(names(installer.resolve("state/sealed"))).hasSameSizeAs(running);
        Steps.write(file, now);
        there.addAndGet(running.size());
      }
      assertThat(names(installer.resolve("plugins/.signet-install"))).isSubsetOf("lock");
      assertThat(names(installer.resolve("state/staging"))).isEmpty();
    }

    private void count(List<InstallRecovery> recoveries) {
      assertThat(recoveries).hasSizeLessThan(2).noneMatch(it -> it.outcome() == Outcome.FAILED);
      undone.addAndGet(
          (int) recoveries.stream().filter(it -> it.outcome() == Outcome.UNDONE).count());
    }

    private List<Map<String, Integer>> expected(int at) throws IOException {
      String version = version(at);
      return version.isEmpty()
          ? List.of(Map.of())
          : List.of(
              tree(releases.resolve("of-zip-" + version)),
              tree(releases.resolve("of-jar-" + version)));
    }
  }

  private static String version(int step) {
    return LIFE.get(step % LIFE.size());
  }

  private static List<String> running(int step) {
    return version(step).isEmpty() ? List.of() : List.of(version(step));
  }

  private static VerifyingPluginManager started(Path releases, Path folder)
      throws TrustStoreException {
    try {
      Files.createDirectories(folder.resolve("plugins"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    VerifyingPluginManager manager =
        VerifyingPluginManager.builder(folder.resolve("plugins"))
            .trust(
                TrustStore.builder()
                    .anchors(releases.resolve("root.crt"), AnchorProfile.STANDARD)
                    .build())
            .require(SignatureRequirement.ALL)
            .stateDirectory(folder.resolve("state"))
            .build();
    manager.loadPlugins();
    manager.startPlugins();
    return manager;
  }

  /** Makes two releases as zip and jar, and what each looks like when it is installed. */
  private Path makeReleases() throws Exception {
    Path releases = Files.createDirectory(temp.resolve("releases"));
    CertificateAuthority authority = PluginAuthor.authority("Test Root", KeyType.RSA_4096);
    PluginAuthor author = PluginAuthor.of("clock", authority, KeyType.RSA_2048);
    Files.writeString(releases.resolve("root.crt"), PemFiles.text(authority.certificate()));
    for (String version : List.of("1.0.0", "1.1.0")) {
      PluginKit kit = PluginKit.plugin("clock", version).greeting(version).signedBy(author);
      for (int i = 0; i < 3; i++) {
        kit.file(version + "/" + i + ".bin", new byte[5_000 * i]);
      }
      Map<String, byte[]> files = kit.folderFiles();
      Trees.archive(releases.resolve(version + ".zip"), files);
      Trees.folder(releases.resolve("of-zip-" + version + "/clock"), files);
      Path jar = kit.jarAt(releases.resolve(version + ".jar"));
      Files.createDirectory(releases.resolve("of-jar-" + version));
      Files.copy(jar, releases.resolve("of-jar-" + version + "/clock.jar"));
    }
    return releases;
  }

  private static List<String> names(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(folder)) {
      return children.map(child -> child.getFileName().toString()).toList();
    }
  }

  private static Map<String, Integer> tree(Path root) throws IOException {
    try (Stream<Path> tree = Files.walk(root)) {
      Map<String, Integer> files = new TreeMap<>();
      for (Path file : tree.filter(Files::isRegularFile).toList()) {
        Path path = root.relativize(file);
        if (!path.startsWith(".signet-install")) {
          files.put(path.toString(), Arrays.hashCode(Files.readAllBytes(file)));
        }
      }
      return files;
    }
  }
}
