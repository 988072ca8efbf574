package dev.signet.bundle.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ReadingThreadsTest {

  @ParameterizedTest
  @CsvSource({"1, 5, 1", "4, 4, 4", "4, 2, 2", "2, 100, 2", "3, 0, 1"})
  void run_whenWorkCanOccupySoMany_usesNoMoreThreadsThanAllowedOrUseful(
      int allowed, int useful, int expected) {
    Set<Thread> seen = ConcurrentHashMap.newKeySet();

    ReadingThreads.of(allowed).run(useful, () -> seen.add(Thread.currentThread()));

    assertThat(seen).hasSize(expected).contains(Thread.currentThread());
    seen.remove(Thread.currentThread());
    assertThat(seen).allSatisfy(helper -> assertThat(helper.isAlive()).isFalse());
    assertThat(seen).allSatisfy(helper -> assertThat(helper.isDaemon()).isTrue());
  }

  @Test
  void run_whenHelpersAreBusyElsewhere_goesOnWithoutThem() throws Exception {
    ReadingThreads threads = ReadingThreads.of(2);
    CyclicBarrier bothRun = new CyclicBarrier(3);
    CountDownLatch end = new CountDownLatch(1);
    Thread other =
        new Thread(
            () ->
                threads.run(
                    2,
                    () -> {
                      await(bothRun);
                      await(end);
                    }));
    other.start();
    bothRun.await(30, TimeUnit.SECONDS);
    AtomicInteger runs = new AtomicInteger();

    threads.run(2, runs::incrementAndGet);
    end.countDown();
    other.join();
    threads.run(2, runs::incrementAndGet);

    assertThat(runs).hasValue(1 + 2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void run_whenWorkThrowsOnAnyThread_throwsThatWhenAllHaveEnded(boolean onHelper) {
    ReadingThreads threads = ReadingThreads.of(2);
    Thread caller = Thread.currentThread();
    AtomicInteger ended = new AtomicInteger();

    assertThatExceptionOfType(StackOverflowError.class)
        .isThrownBy(
            () ->
                threads.run(
                    2,
                    () -> {
                      ended.incrementAndGet();
                      if ((Thread.currentThread() != caller) == onHelper) {
                        throw new StackOverflowError("deep");
                      }
                    }));

    assertThat(ended).hasValue(2);
  }

  @Test
  void run_whenInterrupted_interruptsTheHelpersAndStaysSo() {
    ReadingThreads threads = ReadingThreads.of(2);
    Thread caller = Thread.currentThread();
    AtomicInteger interrupted = new AtomicInteger();

    threads.run(
        2,
        () -> {
          if (Thread.currentThread() == caller) {
            Thread.currentThread().interrupt();
          } else {
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException e) {
              interrupted.incrementAndGet();
            }
          }
        });

    assertThat(Thread.interrupted()).isTrue();
    assertThat(interrupted).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void of_whenThereIsNoThread_isRefused(int count) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReadingThreads.of(count))
        .withMessageContaining("count");
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
