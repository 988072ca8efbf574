package dev.signet.sample.holidays;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.sample.host.api.WidgetItem;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HolidayCalendarTest {

  @ParameterizedTest
  @CsvSource({"1818,3,22", "1943,4,25", "2000,4,23", "2024,3,31", "2025,4,20", "2038,4,25"})
  void easter_isOnTheKnownDay(int year, int month, int day) {
    assertThat(Easter.sunday(year)).isEqualTo(LocalDate.of(year, month, day));
  }

  @Test
  void weekdayHolidaysOfTheUnitedStates_areFound() {
    assertThat(HolidayCalendar.of("US").in(2026))
        .containsEntry(LocalDate.of(2026, 5, 25), "Memorial Day")
        .containsEntry(LocalDate.of(2026, 11, 26), "Thanksgiving Day")
        .hasSize(11);
  }

  @Test
  void twoHolidaysOnOneDay_areBothNamed() {
    Map<LocalDate, String> days = HolidayCalendar.of("FR").in(2008);
    assertThat(days).containsEntry(LocalDate.of(2008, 5, 1), "Labour Day and Ascension Day");
  }

  @Test
  void workingDays_leaveOutWeekendsAndHolidays() {
    HolidayCalendar germany = HolidayCalendar.of("DE");
    assertThat(germany.isWorkingDay(LocalDate.of(2026, 12, 24))).isTrue();
    assertThat(germany.isWorkingDay(LocalDate.of(2026, 12, 25))).isFalse();
    assertThat(germany.isWorkingDay(LocalDate.of(2026, 12, 27))).isFalse();
  }

  @Test
  void nextHolidays_goOnIntoTheNextYear() {
    Clock clock = Clock.fixed(Instant.parse("2026-12-25T10:00:00Z"), ZoneOffset.UTC);
    assertThat(new NextHolidays(clock, HolidayCalendar.of("DE")).items())
        .startsWith(
            new WidgetItem.Entry("Christmas Day", "Fri 25 December 2026, today"),
            new WidgetItem.Entry("Second Day of Christmas", "Sat 26 December 2026, tomorrow"),
            new WidgetItem.Entry("New Year's Day", "Fri 1 January 2027, in 7 days"))
        .hasSize(4);
  }
}
