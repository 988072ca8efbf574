package dev.signet.pf4j.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pf4j.PluginRuntimeException;

class AdmissionBatchTest {
  private static final List<Path> SOURCES =
      IntStream.range(0, 50).mapToObj(i -> Path.of("p" + i)).toList();

  @Test
  void results_keepTheOrderOfTheSources() {
    assertThat(AdmissionBatch.run(SOURCES, Path::toString).keySet())
        .containsExactlyElementsOf(SOURCES);
    assertThat(AdmissionBatch.run(SOURCES, Path::toString)).containsEntry(Path.of("p7"), "p7");
  }

  @Test
  void noThread_isLeft() {
    AdmissionBatch.run(SOURCES, Path::toString);

    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("signet-admission-"));
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
                    }))
        .withCauseInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void interrupt_endsTheBatchAndIsKept() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> AdmissionBatch.run(SOURCES, Path::toString))
        .isInstanceOf(PluginRuntimeException.class);

    assertThat(Thread.interrupted()).isTrue();
  }
}
