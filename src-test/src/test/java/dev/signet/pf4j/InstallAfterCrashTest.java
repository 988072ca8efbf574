package dev.signet.pf4j;

import static dev.signet.testkit.TestHost.greetings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signet.file.ExclusiveLock;
import dev.signet.pf4j.install.InstallRequest;
import dev.signet.pf4j.install.InstallResult.Unfinished;
import dev.signet.pf4j.install.SignedPluginInstaller;
import dev.signet.pf4j.workspace.InstallAction;
import dev.signet.pf4j.workspace.InstallFiles;
import dev.signet.pf4j.workspace.InstallJournal;
import dev.signet.pf4j.workspace.InstallRecovery;
import dev.signet.pf4j.workspace.InstallRecovery.Outcome;
import dev.signet.pf4j.workspace.InstallWorkspace;
import dev.signet.pf4j.workspace.InterruptedInstalls;
import dev.signet.pf4j.workspace.WorkspaceInUseException;
import dev.signet.testkit.MemoryFolder;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Thorough;
import dev.signet.testkit.Trees;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an interrupted change has left, and how it is put right. */
class InstallAfterCrashTest {
  private static final String NO_SPACE = "No space left on device";

  @TempDir(factory = MemoryFolder.class)
  Path folder;

  private TestHost host;
  private Path installed;
  private Map<String, byte[]> oldFiles;
  private InstallRequest newer;

  @BeforeEach
  void setUp() {
    host = new TestHost(folder);
    oldFiles = host.signed("clock", "1.0.0").greeting("old").folderFiles();
    installed = Trees.folder(host.plugins().resolve("clock"), oldFiles);
    newer =
        InstallRequest.of(
            host.signed("clock", "1.1.0").greeting("new").zip(folder.resolve("downloads")));
  }

  @AfterEach
  void tearDown() throws Exception {
    host.close();
  }

  @Test
  void change_whenItCouldNotBeUndone_isPutRightByTheNextOne() {
    VerifyingPluginManager manager = host.started();
    boolean[] broken = {false};
    SignedPluginInstaller failing =
        installer(
            manager,
            (step, path) -> {
              broken[0] |= step.equals("move") && path.toString().contains("new");
              if (broken[0]) {
                throw new FileSystemException(path.toString(), null, NO_SPACE);
              }
            });
    assertThat(failing.update(newer)).isInstanceOf(Unfinished.class);
    assertThat(installed).doesNotExist();
    SignedPluginInstaller installer = SignedPluginInstaller.of(manager);

    assertThat(installer.preview(newer).isFeasible()).isTrue();
    assertThat(installed).exists();
    assertThat(manager.admission().recoveries())
        .extracting(InstallRecovery::outcome)
        .containsExactly(Outcome.UNDONE);
    assertThat(installer.update(newer).isDone()).isTrue();

    assertThat(greetings(manager)).containsExactly("new");
  }

  @Test
  void changeOfAnotherProcess_whenItDied_isUndoneBeforeTheNextOne() throws IOException {
    VerifyingPluginManager manager = host.started();
    leaveInTheMiddle();

    assertThat(SignedPluginInstaller.of(manager).uninstall("clock").isDone()).isTrue();

    assertThat(host.plugins()).isDirectoryNotContaining("glob:**/clock*");
    assertThat(workspace().resolve("1")).doesNotExist();
  }

  @Test
  void problem_isReportedUntilItIsPutRight() throws IOException {
    leaveInTheMiddle();
    Path journal = workspace().resolve("1/journal.json");
    byte[] sound = Files.readAllBytes(journal);
    Files.write(journal, new byte[0]);
    VerifyingPluginManager manager = host.started();
    assertThat(manager.admission().recoveries())
        .extracting(InstallRecovery::outcome)
        .containsExactly(Outcome.FAILED);
    Files.write(journal, sound);

    assertThat(SignedPluginInstaller.of(manager).update(newer).isDone()).isTrue();

    assertThat(manager.admission().recoveries())
        .extracting(InstallRecovery::outcome)
        .containsExactly(Outcome.UNDONE);
  }

  @Test
  void interruptedChange_whenNobodyCanPutItRight_isReported() throws IOException {
    leaveInTheMiddle();
    try (FileChannel held = ExclusiveLock.take(workspace().resolve("lock")).orElseThrow()) {
      assertThat(held.isOpen()).isTrue();

      assertThatExceptionOfType(WorkspaceInUseException.class)
          .isThrownBy(
              () ->
                  InterruptedInstalls.recover(
                      host.plugins(), new InstallFiles(InstallFiles.Guard.NONE), Duration.ZERO));
      assertThat(host.manager().admission().recoveries())
          .singleElement()
          .satisfies(
              told -> {
                assertThat(told.outcome()).isEqualTo(Outcome.FAILED);
                assertThat(told.explanation())
                    .contains("may not be complete yet", "Another process or installer");
              });
    }
  }

  /** Reading a root must not fail for want of a lock that nothing needs. */
  @Test
  void rootInWhichNothingWasInterrupted_isOnlyLookedAt() throws IOException {
    Files.createDirectories(workspace());

    assertThat(host.started().admission().recoveries()).isEmpty();

    assertThat(workspace()).isEmptyDirectory();
  }

  @Test
  void everyNameOnTheWay_isForcedToTheDiskBeforeTheFirstRename() {
    VerifyingPluginManager manager = host.started();
    List<String> steps = new ArrayList<>();
    SignedPluginInstaller installer =
        installer(manager, (step, path) -> steps.add(step + " " + host.plugins().relativize(path)));

    installer.update(newer).orThrow();

    int firstMove = first(steps, "move ");
    int journal = first(steps, "write .signet-install/1/journal.json");
    assertThat(journal).isLessThan(firstMove);
    assertThat(steps.subList(0, journal))
        .containsSubsequence(
            "create folder .signet-install/1",
            "force .signet-install/1/new/clock",
            "force .signet-install/1/new",
            "force .signet-install/1",
            "force .signet-install",
            "force ");
    assertThat(steps.subList(firstMove, steps.size()))
        .containsSubsequence(
            "move clock",
            "force .signet-install/1/old",
            "force ",
            "move .signet-install/1/new/clock",
            "force ",
            "write .signet-install/1/journal.json",
            "delete .signet-install/1/old",
            "force .signet-install/1",
            "delete .signet-install/1/journal.json");
  }

  /** A crash at each step of a change, and then at each step of each attempt to put it right. */
  @Test
  void recovery_whenItIsInterruptedItself_isTakenUpByTheNext() throws IOException {
    int steps = count((step, path) -> {});
    int interrupted = 0;
    for (int crash = 1; crash <= steps; crash += Thorough.times(1, 7)) {
      for (int again = 1; ; again++) {
        reset();
        count(failingFrom(crash));
        int[] left = {0};
        InterruptedInstalls.recover(
            host.plugins(), new InstallFiles(failingFrom(again, left)), Duration.ZERO);

        VerifyingPluginManager next = host.started();
        assertThat(greetings(next)).as("%d, %d", crash, again).hasSize(1);
        assertThat(greetings(next)).isSubsetOf("old", "new");
        assertThat(next.refusals()).isEmpty();
        assertThat(InstallWorkspace.isInUse(host.plugins())).isFalse();
        next.close();
        if (left[0] == 0) {
          break;
        }
        interrupted++;
      }
    }
    assertThat(interrupted).isGreaterThan(Thorough.times(30, 4));
  }

  /** Updates by an installer whose disk fails, and returns the number of its steps. */
  private int count(InstallFiles.Guard guard) {
    int[] steps = {0};
    VerifyingPluginManager manager = host.started();
    SignedPluginInstaller installer =
        installer(
            manager,
            (step, path) -> {
              steps[0]++;
              guard.before(step, path);
            });
    installer.update(newer);
    manager.close();
    return steps[0];
  }

  private static InstallFiles.Guard failingFrom(int first) {
    return failingFrom(first, new int[1]);
  }

  /**
   * @param failed counts what failed
   */
  private static InstallFiles.Guard failingFrom(int first, int[] failed) {
    int[] step = {0};
    return (what, path) -> {
      if (++step[0] >= first) {
        failed[0]++;
        throw new FileSystemException(path.toString(), null, NO_SPACE);
      }
    };
  }

  private void reset() {
    Trees.delete(host.plugins());
    Trees.delete(host.state());
    Trees.folder(installed, oldFiles);
  }

  private void leaveInTheMiddle() throws IOException {
    Path change = workspace().resolve("1");
    Files.createDirectories(change.resolve("new"));
    Files.createDirectories(change.resolve("old"));
    InstallJournal journal =
        InstallJournal.swapping(
            InstallAction.UPDATE, "clock", Optional.of("clock"), List.of("clock"));
    Files.write(change.resolve("journal.json"), journal.toBytes());
    Files.move(installed, change.resolve("old/clock"));
  }

  private Path workspace() {
    return host.plugins().resolve(InstallWorkspace.NAME);
  }

  private static int first(List<String> steps, String start) {
    return IntStream.range(0, steps.size())
        .filter(number -> steps.get(number).startsWith(start))
        .findFirst()
        .orElseThrow();
  }

  private static SignedPluginInstaller installer(
      VerifyingPluginManager manager, InstallFiles.Guard guard) {
    return SignedPluginInstaller.builder(manager, manager.admission()).guard(guard).build();
  }
}
