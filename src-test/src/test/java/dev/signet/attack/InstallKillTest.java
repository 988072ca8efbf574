package dev.signet.attack;

import static dev.signet.testkit.TestHost.greetings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.pf4j.SlowDisk;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.pf4j.install.InstallRequest;
import dev.signet.pf4j.install.SignedPluginInstaller;
import dev.signet.policy.SignatureRequirement;
import dev.signet.sign.authority.CertificateAuthority;
import dev.signet.sign.key.KeyType;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Kills;
import dev.signet.testkit.MemoryFolder;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.Thorough;
import dev.signet.testkit.Trees;
import dev.signet.trust.AnchorProfile;
import dev.signet.trust.TrustStore;
import dev.signet.trust.TrustStoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that are killed while they install, update and uninstall a plugin, and while they put
 * right what the one before them left, of the group "State".
 */
@Tag("kill")
class InstallKillTest {
  private static final int KILLS = Thorough.times(500, 8);
  private static final List<String> LIFE = List.of("", "1.0.0", "1.1.0", "1.0.0");

  @TempDir(factory = MemoryFolder.class)
  Path temp;

  /** Installs, updates, downdates and uninstalls one plugin until it is killed. */
  static final class Installer {
    private Installer() {}

    public static void main(String[] args) throws Exception {
      Path releases = Path.of(args[0]);
      Path folder = Path.of(args[1]);
      VerifyingPluginManager.Builder host = host(releases, folder);
      Kills.report(0);
      try (FileChannel steps = Steps.open(folder);
          VerifyingPluginManager manager = started(host)) {
        SignedPluginInstaller installer = SlowDisk.installer(manager, Duration.ofMillis(5));
        for (int step = Steps.taken(steps, running(manager)) + 1; ; step++) {
          Steps.write(steps, step);
          take(step, releases, installer);
          Kills.report(step);
        }
      }
    }

    private static void take(int step, Path releases, SignedPluginInstaller installer) {
      List<String> version = running(step);
      if (version.isEmpty()) {
        installer.uninstall("clock").orThrow();
      } else {
        Path release = releases.resolve(version.get(0) + (step % 3 == 0 ? ".jar" : ".zip"));
        // A zip and a jar of one version do not have the same files.
        InstallRequest request =
            InstallRequest.of(release).allowingLowerVersion().confirmingChanges();
        installer.installOrUpdate(request).orThrow();
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

    /** Returns the step that was taken last, by what runs: the one written last, or none of it. */
    static int taken(FileChannel file, List<String> running) throws IOException {
      int written = read(file);
      int before = Math.max(written - 1, 0);
      if (!running.equals(running(written)) && !running.equals(running(before))) {
        throw new IllegalStateException(running + " runs after step " + written);
      }
      return running.equals(running(written)) ? written : before;
    }
  }

  @Test
  @Timeout(value = 15, unit = TimeUnit.MINUTES)
  void root_whenItsInstallerIsKilled_hasTheOldReleaseOrTheNewOne() throws Exception {
    Path releases = makeReleases();
    Tally tally = new Tally();

    Kills.of(Installer.class)
        .times(KILLS)
        .afterSteps(3)
        .within(Duration.ofMillis(400))
        .run(number -> new Lane(KilledHost.make(releases, number), tally));

    assertThat(tally.undone)
        .as("changes that were undone")
        .hasValueGreaterThanOrEqualTo(Kills.few(KILLS));
    assertThat(tally.old)
        .as("installed releases that stayed")
        .hasValueGreaterThanOrEqualTo(Kills.few(KILLS));
    assertThat(tally.between)
        .as("neither release was in its place")
        .hasValueGreaterThanOrEqualTo(Thorough.times(1, 0));
  }

  /** What was seen of all that was left. */
  private record Tally(AtomicInteger undone, AtomicInteger old, AtomicInteger between) {
    Tally() {
      this(new AtomicInteger(), new AtomicInteger(), new AtomicInteger());
    }
  }

  /** One host, killed over and over. */
  private static final class Lane implements Kills.Lane {
    private final KilledHost host;
    private final Tally tally;
    private int surely;

    Lane(KilledHost host, Tally tally) {
      this.host = host;
      this.tally = tally;
    }

    @Override
    public String[] arguments() {
      return host.arguments();
    }

    @Override
    public void check(int reported) throws Exception {
      surely = Math.max(surely, reported);
      AtomicBoolean running = new AtomicBoolean();
      boolean isEmpty = Trees.bundles(host.folder().resolve("plugins")).isEmpty();
      boolean undone = host.startsWith((manager, left) -> running.set(runs(manager, left)), "lock");
      tally.undone.addAndGet(undone ? 1 : 0);
      tally.old.addAndGet(undone && running.get() ? 1 : 0);
      tally.between.addAndGet(isEmpty && running.get() ? 1 : 0);
    }

    /** Returns whether a release runs; then one of the two is there, whole. */
    private boolean runs(VerifyingPluginManager manager, Path left) throws IOException {
      List<String> running = greetings(manager);
      try (FileChannel steps = Steps.open(left)) {
        int taken = Steps.taken(steps, running);
        assertThat(taken).as("the step that was taken last").isGreaterThanOrEqualTo(surely);
        assertThat(manager.refusals()).isEmpty();
        assertThat(Trees.bundles(left.resolve("plugins"))).isIn(trees(taken));
        assertThat(names(left.resolve("state/sealed"))).hasSameSizeAs(running);
        assertThat(manager.admission().recoveries()).hasSizeLessThan(2);
      }
      return !running.isEmpty();
    }

    private List<Map<String, Integer>> trees(int step) {
      List<String> version = running(step);
      return version.isEmpty()
          ? List.of(Map.of())
          : List.of(
              Trees.bundles(host.releases().resolve("of-zip-" + version.get(0))),
              Trees.bundles(host.releases().resolve("of-jar-" + version.get(0))));
    }
  }

  /** Returns the versions that run after a step. */
  private static List<String> running(int step) {
    String version = LIFE.get(step % LIFE.size());
    return version.isEmpty() ? List.of() : List.of(version);
  }

  private static List<String> running(VerifyingPluginManager manager) {
    return manager.getStartedPlugins().stream()
        .map(plugin -> plugin.getDescriptor().getVersion())
        .toList();
  }

  static VerifyingPluginManager.Builder host(Path releases, Path folder)
      throws IOException, TrustStoreException {
    return VerifyingPluginManager.builder(Files.createDirectories(folder.resolve("plugins")))
        .trust(
            TrustStore.builder()
                .anchors(releases.resolve("root.crt"), AnchorProfile.STANDARD)
                .build())
        .require(SignatureRequirement.ALL)
        .stateDirectory(folder.resolve("state"));
  }

  static VerifyingPluginManager started(VerifyingPluginManager.Builder host) {
    VerifyingPluginManager manager = host.build();
    manager.loadPlugins();
    manager.startPlugins();
    return manager;
  }

  /** Makes two releases as zip and jar, and what each looks like when it is installed. */
  private Path makeReleases() throws Exception {
    CertificateAuthority authority = PluginAuthor.authority("Test Root", KeyType.RSA_2048);
    Path releases = KilledHost.makeReleases(temp, authority);
    PluginAuthor author = PluginAuthor.certified("clock", authority, Certificates.sharedRsa(0));
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

  static List<String> names(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(folder)) {
      return children.map(child -> child.getFileName().toString()).toList();
    }
  }
}
