package dev.signet.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Runs small test classes that leave something behind, as JUnit runs ours. */
class LeakExtensionTest {
  private static final List<AutoCloseable> LEFT = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : LEFT) {
      each.close();
    }
    LEFT.clear();
  }

  @Test
  void test_whenItLeavesNothing_passes() {
    assertThat(failures(Tidy.class)).isEmpty();
  }

  @Test
  void test_whenItLeavesAThread_failsAndNamesIt() {
    assertThat(failures(LeavesThread.class))
        .singleElement(STRING)
        .contains("left behind by test_leaves()", "thread \"signet-left\"");
  }

  @Test
  void test_whenItLeavesAFileOpen_failsAndNamesIt() {
    assumeThat(Path.of("/proc/self/fd")).isDirectory();

    assertThat(failures(LeavesOpenFile.class))
        .singleElement(STRING)
        .contains("left behind by test_leaves()", "open file ", "left-open.txt");
  }

  @Test
  void test_whenItLeavesATemporaryFolder_failsAndNamesIt() {
    assumeThat(Boolean.getBoolean("signet.temporary.own")).isTrue();

    assertThat(failures(LeavesFolder.class))
        .singleElement(STRING)
        .contains("left behind by test_leaves()", "temporary file ", "signet-left-");
  }

  @Test
  void class_whenItLeavesWhatItsTestsShared_fails() {
    assertThat(failures(LeavesShared.class))
        .singleElement(STRING)
        .contains("LeavesShared", "thread \"signet-left\"");
  }

  private static List<String> failures(Class<?> tests) {
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request().selectors(selectClass(tests)).build(),
            listener);
    assertThat(listener.getSummary().getTestsFoundCount()).isPositive();
    return listener.getSummary().getFailures().stream()
        .map(failure -> failure.getException().getMessage())
        .toList();
  }

  private static void leaveThread() {
    CountDownLatch closed = new CountDownLatch(1);
    Thread thread =
        new Thread(
            () -> {
              try {
                closed.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "signet-left");
    thread.setDaemon(true);
    thread.start();
    LEFT.add(
        () -> {
          closed.countDown();
          thread.join();
        });
  }

  static final class Tidy {
    @TempDir Path folder;

    @Test
    void test_leavesNothing() throws Exception {
      Files.writeString(folder.resolve("closed.txt"), "text");
      Thread thread = new Thread(() -> {}, "signet-ended");
      thread.start();
    }
  }

  static final class LeavesThread {
    @Test
    void test_leaves() {
      leaveThread();
    }
  }

  static final class LeavesOpenFile {
    @TempDir Path folder;

    @Test
    void test_leaves() throws IOException {
      OutputStream open = Files.newOutputStream(folder.resolve("left-open.txt"));
      LEFT.add(open);
    }
  }

  static final class LeavesFolder {
    @Test
    void test_leaves() throws IOException {
      Path folder = Files.createTempDirectory("signet-left-");
      LEFT.add(() -> Files.delete(folder));
    }
  }

  static final class LeavesShared {
    @BeforeAll
    static void share() {
      leaveThread();
    }

    @Test
    void test_usesWhatIsShared() {}
  }
}
