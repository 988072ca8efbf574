package dev.signet.pf4j;

import static dev.signet.testkit.TestHost.greetings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.pf4j.install.InstallRequest;
import dev.signet.pf4j.install.InstallResult;
import dev.signet.pf4j.install.InstallResult.NotDone;
import dev.signet.pf4j.install.InstallResult.Unfinished;
import dev.signet.pf4j.install.SignedPluginInstaller;
import dev.signet.pf4j.workspace.InstallFiles;
import dev.signet.pf4j.workspace.InstallRecovery.Outcome;
import dev.signet.pf4j.workspace.InstallWorkspace;
import dev.signet.testkit.MemoryFolder;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Thorough;
import dev.signet.testkit.Trees;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A disk that fails at any step of a change, once or from then on. */
class InstallFaultTest {
  /** Which of the steps fail, one after the other. */
  private static final int EVERY = Thorough.times(1, 3);

  private static final String NO_SPACE = "No space left on device";

  @TempDir(factory = MemoryFolder.class)
  Path folder;

  private TestHost host;
  private Map<String, byte[]> oldFiles;
  private Path newZip;
  private Map<String, Integer> oldTree;
  private Map<String, Integer> newTree;

  @BeforeEach
  void setUp() throws IOException {
    host = new TestHost(folder);
    oldFiles =
        host.signed("clock", "1.0.0").greeting("old").file("a/old", new byte[9]).folderFiles();
    newZip =
        host.signed("clock", "1.1.0")
            .greeting("new")
            .file("b/new", new byte[100_000])
            .zip(folder.resolve("downloads"));
    oldTree = Trees.bundles(Trees.folder(folder.resolve("old/clock"), oldFiles).getParent());
    newTree = expectedNewTree();
  }

  @AfterEach
  void tearDown() throws Exception {
    host.close();
  }

  /** The changes that are looked at. */
  private enum Change {
    INSTALL,
    UPDATE,
    UNINSTALL
  }

  @ParameterizedTest
  @EnumSource
  void disk_whenItFailsOnceAtAnyStep_leavesTheOldOrTheNew(Change change) throws IOException {
    int steps = stepsOf(change);
    assertThat(steps).isGreaterThan(change == Change.UNINSTALL ? 10 : 30);
    int undone = 0;
    for (int step = 1; step <= steps; step += EVERY) {
      if (failAt(change, step, step) instanceof NotDone) {
        undone++;
      }
    }
    assertThat(undone).as("steps before the change is done").isGreaterThan(Thorough.times(6, 1));
  }

  @ParameterizedTest
  @EnumSource
  void disk_whenItFailsFromAnyStepOn_leavesTheOldOrTheNewAfterTheNextStart(Change change)
      throws IOException {
    int steps = stepsOf(change);
    int unfinished = 0;
    for (int step = 1; step <= steps; step += EVERY) {
      if (failAt(change, step, Integer.MAX_VALUE) instanceof Unfinished) {
        unfinished++;
      }
    }
    assertThat(unfinished).as("steps that could not be undone").isGreaterThan(Thorough.times(3, 0));
  }

  @Test
  void folderInUse_isNotReplacedAndThePluginRunsOn() throws IOException {
    reset(Change.UPDATE);
    VerifyingPluginManager manager = host.started();
    Path installed = host.plugins().resolve("clock");
    SignedPluginInstaller installer =
        installer(
            manager,
            (step, path) -> {
              if (step.equals("move") && path.equals(installed)) {
                throw new AccessDeniedException(path.toString());
              }
            });

    InstallResult result = installer.update(InstallRequest.of(newZip));

    assertThat(result).isInstanceOf(NotDone.class);
    assertThat(result.explanation())
        .contains(installed + " may not be changed; check its permissions.")
        .endsWith("Everything is as it was before.");
    assertThat(greetings(manager)).containsExactly("old");
    assertThat(Trees.bundles(host.plugins())).isEqualTo(oldTree);
    manager.close();
  }

  @Test
  void oldFilesInUse_areDeletedByTheNextChangeOrStart() throws IOException {
    reset(Change.UPDATE);
    VerifyingPluginManager manager = host.started();
    SignedPluginInstaller installer =
        installer(
            manager,
            (step, path) -> {
              if (step.equals("delete") && path.endsWith("old")) {
                throw new FileSystemException(path.toString(), null, "in use by another process");
              }
            });

    assertThat(installer.update(InstallRequest.of(newZip)).isDone()).isTrue();
    assertThat(workspace()).containsExactly("1", "lock");
    assertThat(installer.update(InstallRequest.of(newZip)).isDone()).isTrue();
    assertThat(workspace()).containsExactly("1", "2", "lock");
    assertThat(installer.preview(InstallRequest.of(newZip)).isFeasible()).isTrue();
    assertThat(manager.admission().recoveries()).as("told once each").hasSize(2);
    assertThat(greetings(manager)).containsExactly("new");
    manager.close();

    VerifyingPluginManager next = host.started();
    assertThat(next.admission().recoveries())
        .hasSize(2)
        .allMatch(recovery -> recovery.outcome() == Outcome.FINISHED);
    assertThat(workspace()).containsExactly("lock");
    assertThat(greetings(next)).containsExactly("new");
    assertThat(Trees.bundles(host.plugins())).isEqualTo(newTree);
    next.close();
  }

  /** Lets the steps between these fail, and checks all that must hold then and later. */
  private InstallResult failAt(Change change, int first, int last) throws IOException {
    reset(change);
    int[] step = {0};
    InstallFiles.Guard guard =
        (what, path) -> {
          step[0]++;
          if (step[0] >= first && step[0] <= last) {
            throw new FileSystemException(path.toString(), null, NO_SPACE);
          }
        };
    VerifyingPluginManager manager = host.started();
    InstallResult result = apply(change, installer(manager, guard));
    boolean done = result.isDone();
    List<String> running = done ? after(change) : before(change);
    assertThat(greetings(manager)).as("%s failing at %d", change, first).isEqualTo(running);
    if (result instanceof NotDone) {
      assertThat(result.explanation()).contains(NO_SPACE, "check its space");
      assertThat(Trees.bundles(host.plugins())).isEqualTo(treeBefore(change));
    }
    manager.close();

    VerifyingPluginManager next = host.started();
    Map<String, Integer> now = Trees.bundles(host.plugins());
    assertThat(now).isIn(treeBefore(change), treeAfter(change));
    assertThat(greetings(next))
        .as("%s failing at %d, next start", change, first)
        .isEqualTo(now.equals(treeAfter(change)) ? after(change) : before(change));
    if (!(result instanceof Unfinished)) {
      assertThat(now).isEqualTo(done ? treeAfter(change) : treeBefore(change));
    }
    assertThat(next.refusals()).isEmpty();
    assertThat(workspace()).isSubsetOf("lock");
    next.close();
    return result;
  }

  /** Runs a change to its end and returns how many steps it takes. */
  private int stepsOf(Change change) throws IOException {
    reset(change);
    int[] steps = {0};
    VerifyingPluginManager manager = host.started();
    SignedPluginInstaller installer = installer(manager, (step, path) -> steps[0]++);
    assertThat(apply(change, installer).isDone()).isTrue();
    assertThat(Trees.bundles(host.plugins())).isEqualTo(treeAfter(change));
    manager.close();
    return steps[0];
  }

  private InstallResult apply(Change change, SignedPluginInstaller installer) {
    return switch (change) {
      case INSTALL -> installer.install(InstallRequest.of(newZip));
      case UPDATE -> installer.update(InstallRequest.of(newZip));
      case UNINSTALL -> installer.uninstall("clock");
    };
  }

  private void reset(Change change) throws IOException {
    Trees.delete(host.plugins());
    Trees.delete(host.state());
    Files.createDirectories(host.plugins());
    if (change != Change.INSTALL) {
      Trees.folder(host.plugins().resolve("clock"), oldFiles);
    }
  }

  private static List<String> before(Change change) {
    return change == Change.INSTALL ? List.of() : List.of("old");
  }

  private static List<String> after(Change change) {
    return change == Change.UNINSTALL ? List.of() : List.of("new");
  }

  private Map<String, Integer> treeBefore(Change change) {
    return change == Change.INSTALL ? Map.of() : oldTree;
  }

  private Map<String, Integer> treeAfter(Change change) {
    return change == Change.UNINSTALL ? Map.of() : newTree;
  }

  private static SignedPluginInstaller installer(
      VerifyingPluginManager manager, InstallFiles.Guard guard) {
    return SignedPluginInstaller.builder(manager, manager.admission()).guard(guard).build();
  }

  private Map<String, Integer> expectedNewTree() throws IOException {
    VerifyingPluginManager manager = host.started();
    installer(manager, InstallFiles.Guard.NONE).install(InstallRequest.of(newZip)).orThrow();
    manager.close();
    return Trees.bundles(host.plugins());
  }

  private List<String> workspace() throws IOException {
    return InstallWorkspace.children(host.plugins().resolve(InstallWorkspace.NAME)).stream()
        .map(path -> path.getFileName().toString())
        .toList();
  }
}
