package dev.signet.pf4j.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.bundle.read.ReadingThreads;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pf4j.PluginRuntimeException;

class AdmissionBatchTest {
  private static final List<Path> SOURCES =
      IntStream.range(0, 50).mapToObj(i -> Path.of("p" + i)).toList();

  @Test
  void results_keepTheOrderOfTheSources() {
    assertThat(AdmissionBatch.run(SOURCES, Path::toString, threads()).keySet())
        .containsExactlyElementsOf(SOURCES);
    assertThat(AdmissionBatch.run(SOURCES, Path::toString, threads()))
        .containsEntry(Path.of("p7"), "p7");
  }

  @Test
  void noThread_isLeft() {
    AdmissionBatch.run(SOURCES, Path::toString, threads());

    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("signet-reading"));
  }

  @Test
  void defect_isNotTakenForARefusal() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                AdmissionBatch.run(
                    SOURCES,
                    source -> {
                      throw new UnsupportedOperationException("defect");
                    },
                    threads()))
        .withCauseInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void interrupt_endsTheBatchAndIsKept() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> AdmissionBatch.run(SOURCES, Path::toString, threads()))
        .isInstanceOf(PluginRuntimeException.class);

    assertThat(Thread.interrupted()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 16})
  void batch_whenBundlesAreReadByHelpersToo_hasNoMoreThreadsThanAllowedInAll(int allowed) {
    ReadingThreads threads = ReadingThreads.of(allowed);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger read = new AtomicInteger();

    AdmissionBatch.run(
        SOURCES,
        source -> {
          threads.run(
              8,
              () -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                read.incrementAndGet();
                running.decrementAndGet();
              });
          return source;
        },
        threads);

    assertThat(most.get()).isBetween(1, allowed);
    assertThat(read.get()).isGreaterThanOrEqualTo(SOURCES.size());
  }

  private static ReadingThreads threads() {
    return ReadingThreads.of(4);
  }
}
