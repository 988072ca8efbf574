package dev.signet.sample.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.sample.host.api.WidgetItem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiskUsageTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1.0 KiB",
    "1572864, 1.5 MiB",
    "9223372036854775807, 8.0 EiB"
  })
  void sizes_areInTheLargestFittingUnit(long bytes, String expected) {
    assertThat(ByteCount.format(bytes)).isEqualTo(expected);
  }

  @Test
  void gauge_tellsHowFull() {
    assertThat(DiskUsage.gauge("Disk", 512, 2048))
        .isEqualTo(new WidgetItem.Gauge("Disk", "512 B of 2.0 KiB used (25 %)", 0.25));
  }

  @Test
  void size_whenNobodyKnowsIt_isNoGauge() {
    assertThat(DiskUsage.gauge("Disk", 0, 0))
        .isEqualTo(new WidgetItem.Entry("Disk", "size unknown"));
  }

  @Test
  void thisMachine_hasADiskAndMemory() {
    assertThat(new DiskUsage().items())
        .hasSizeGreaterThan(1)
        .anySatisfy(item -> assertThat(item.toString()).contains("Heap of this host"));
  }
}
