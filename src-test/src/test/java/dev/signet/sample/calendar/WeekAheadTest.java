package dev.signet.sample.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.sample.holidays.HolidayCalendar;
import dev.signet.sample.host.api.WidgetItem;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class WeekAheadTest {

  @Test
  void week_namesHolidaysWeekendsAndWorkingDays() {
    Clock clock = Clock.fixed(Instant.parse("2026-12-24T10:00:00Z"), ZoneOffset.UTC);
    assertThat(new WeekAhead(clock, HolidayCalendar.of("DE")).items())
        .contains(
            new WidgetItem.Text("Week 52"),
            new WidgetItem.Entry("Thu 24 Dec", "working day"),
            new WidgetItem.Entry("Fri 25 Dec", "Christmas Day"),
            new WidgetItem.Entry("Sun 27 Dec", "weekend"),
            new WidgetItem.Text("Working days left this month: 5"))
        .hasSize(9);
  }
}
