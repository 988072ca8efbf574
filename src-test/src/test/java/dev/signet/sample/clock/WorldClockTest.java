package dev.signet.sample.clock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.sample.host.api.WidgetItem;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorldClockTest {

  @Test
  void times_areThoseOfTheirZones() {
    assertThat(at("2026-07-01T22:30:00Z", "Asia/Tokyo", "America/New_York"))
        .containsExactly(
            new WidgetItem.Entry("Tokyo", "Thu 07:30 (UTC+09:00)"),
            new WidgetItem.Entry("New York", "Wed 18:30 (UTC-04:00)"));
    assertThat(at("2026-12-01T08:00:00Z", "Europe/London"))
        .containsExactly(new WidgetItem.Entry("London", "Tue 08:00 (UTC+00:00)"));
  }

  @Test
  void changeOfTheClocks_isAnnouncedFourWeeksAhead() {
    assertThat(at("2026-10-01T12:00:00Z", "Europe/Berlin"))
        .containsExactly(
            new WidgetItem.Entry("Berlin", "Thu 14:00 (UTC+02:00), clocks go back on 25 October"));
    assertThat(at("2026-03-02T12:00:00Z", "Europe/Berlin"))
        .containsExactly(
            new WidgetItem.Entry("Berlin", "Mon 13:00 (UTC+01:00), clocks go forward on 29 March"));
    assertThat(at("2026-02-27T12:00:00Z", "Europe/Berlin"))
        .containsExactly(new WidgetItem.Entry("Berlin", "Fri 13:00 (UTC+01:00)"));
  }

  private static List<WidgetItem> at(String instant, String... zones) {
    Clock clock = Clock.fixed(Instant.parse(instant), ZoneOffset.UTC);
    return new WorldClock(clock, List.of(zones).stream().map(ZoneId::of).toList()).items();
  }
}
