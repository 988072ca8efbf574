package dev.signet.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Kills real processes (SIGKILL) at random moments while they write, and has this process check
 * what each of them left behind. Made for hundreds of kills, of processes {@link Jvm#ofHost}.
 *
 * <p>The process under test calls {@link #report} with 0 as soon as it is about to write, and after
 * each step with a number that says which one is done. It does nothing else for its living: it
 * writes in a tight loop, and never ends by itself.
 *
 * <pre>{@code
 * Kills.of(Writer.class).times(200).afterSteps(3).within(Duration.ofMillis(5)).run(n -> new OneLane(n));
 * }</pre>
 */
public final class Kills {
  /** Twice the processors of a small machine: writers also wait for the disk. */
  private static final int LANES = 4;

  private final Jvm jvm;
  private int times = 200;
  private int reports;
  private Duration within = Duration.ofMillis(20);

  private Kills(Jvm jvm) {
    this.jvm = jvm;
  }

  /** One process after the other is killed on a lane; lanes run at once and share nothing. */
  public interface Lane {
    /** Returns the arguments of the next process. */
    String[] arguments();

    /**
     * Checks what a process left that was killed.
     *
     * @param reported the number it reported last; it may have done the next step, too
     */
    void check(int reported) throws Exception;
  }

  /** Makes a lane by its number, from 0. */
  @FunctionalInterface
  public interface Lanes {
    /** Returns a new lane. */
    Lane lane(int number) throws Exception;
  }

  /** Kills processes of this main class. */
  public static Kills of(Class<?> main) {
    return new Kills(Jvm.of(main).ofHost());
  }

  /** Sets how many are killed, rounded up to a multiple of 4; 200 unless set. */
  public Kills times(int kills) {
    times = kills;
    return this;
  }

  /** Sets up to how many steps are waited for before the moment is chosen; none unless set. */
  public Kills afterSteps(int atMost) {
    reports = atMost;
    return this;
  }

  /** Sets how long after that they are killed at the latest; 20 ms unless set. */
  public Kills within(Duration longest) {
    within = longest;
    return this;
  }

  /**
   * Returns how many of the kills have at least come at moments that a test is about. On a busy
   * machine that is far less than on a quiet one, and of a few kills it may be none.
   */
  public static int few(int kills) {
    return kills / 250;
  }

  /** In the process under test: says that a step is done, and ends when nobody listens any more. */
  public static void report(int number) {
    Reporter.report(number);
  }

  /** Apart, so that the process under test loads nothing of what kills it. */
  private static final class Reporter {
    private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);

    private Reporter() {}

    /** In one call, of which a kill leaves all or nothing. */
    static void report(int number) {
      try {
        OUT.write(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
      } catch (IOException e) {
        Runtime.getRuntime().halt(1);
      }
    }
  }

  /** Kills and checks until all are done, or a check fails. */
  public void run(Lanes lanes) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(LANES);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int number = 0; number < LANES; number++) {
        Lane lane = lanes.lane(number);
        Random random = new Random(number);
        running.add(
            pool.submit(
                () -> {
                  killOverAndOver(lane, random);
                  return null;
                }));
      }
      for (Future<?> each : running) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause().getMessage(), e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  private void killOverAndOver(Lane lane, Random random) throws Exception {
    for (int kill = 0; kill < (times + LANES - 1) / LANES; kill++) {
      lane.check(runAndKill(random, lane.arguments()));
    }
  }

  private int runAndKill(Random random, String... arguments) throws Exception {
    Process process = jvm.start((Object[]) arguments);
    try (DataInputStream output = new DataInputStream(process.getInputStream())) {
      assertThat(output.readInt()).as("the sign of life").isZero();
      int last = 0;
      for (int steps = random.nextInt(reports + 1); steps > 0; steps--) {
        last = output.readInt();
      }
      TimeUnit.NANOSECONDS.sleep(random.nextLong(within.toNanos()));
      assertThat(process.isAlive()).as("it never ends by itself").isTrue();
      // The process's own method would close the stream that is still to be read.
      assertThat(process.toHandle().destroyForcibly()).isTrue();
      return last(output, last);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static int last(DataInputStream output, int before) throws IOException {
    int last = before;
    try {
      while (true) {
        last = output.readInt();
      }
    } catch (EOFException e) {
      return last;
    }
  }
}
