package dev.signet.sample.holidays;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.MonthDay;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;

/** The nationwide public holidays of a country, for any year of the Gregorian calendar. */
public final class HolidayCalendar {

  /** A holiday: what it is called, and on which day of a year it falls. */
  private record Rule(String name, IntFunction<LocalDate> day) {}

  private static final Rule NEW_YEAR = fixed("New Year's Day", Month.JANUARY, 1);
  private static final Rule GOOD_FRIDAY = easter("Good Friday", -2);
  private static final Rule EASTER_MONDAY = easter("Easter Monday", 1);
  private static final Rule LABOUR_DAY = fixed("Labour Day", Month.MAY, 1);
  private static final Rule ASCENSION = easter("Ascension Day", 39);
  private static final Rule WHIT_MONDAY = easter("Whit Monday", 50);
  private static final Rule CHRISTMAS = fixed("Christmas Day", Month.DECEMBER, 25);
  private static final Rule SECOND_CHRISTMAS = fixed("Second Day of Christmas", Month.DECEMBER, 26);

  private static final HolidayCalendar GERMANY =
      new HolidayCalendar(
          "Germany",
          List.of(
              NEW_YEAR,
              GOOD_FRIDAY,
              EASTER_MONDAY,
              LABOUR_DAY,
              ASCENSION,
              WHIT_MONDAY,
              fixed("Day of German Unity", Month.OCTOBER, 3),
              CHRISTMAS,
              SECOND_CHRISTMAS));

  private static final HolidayCalendar FRANCE =
      new HolidayCalendar(
          "France",
          List.of(
              NEW_YEAR,
              EASTER_MONDAY,
              LABOUR_DAY,
              fixed("Victory Day", Month.MAY, 8),
              ASCENSION,
              WHIT_MONDAY,
              fixed("Bastille Day", Month.JULY, 14),
              fixed("Assumption Day", Month.AUGUST, 15),
              fixed("All Saints' Day", Month.NOVEMBER, 1),
              fixed("Armistice Day", Month.NOVEMBER, 11),
              CHRISTMAS));

  private static final HolidayCalendar UNITED_STATES =
      new HolidayCalendar(
          "United States",
          List.of(
              NEW_YEAR,
              weekday("Birthday of Martin Luther King, Jr.", Month.JANUARY, 3, DayOfWeek.MONDAY),
              weekday("Washington's Birthday", Month.FEBRUARY, 3, DayOfWeek.MONDAY),
              weekday("Memorial Day", Month.MAY, -1, DayOfWeek.MONDAY),
              fixed("Juneteenth", Month.JUNE, 19),
              fixed("Independence Day", Month.JULY, 4),
              weekday("Labor Day", Month.SEPTEMBER, 1, DayOfWeek.MONDAY),
              weekday("Columbus Day", Month.OCTOBER, 2, DayOfWeek.MONDAY),
              fixed("Veterans Day", Month.NOVEMBER, 11),
              weekday("Thanksgiving Day", Month.NOVEMBER, 4, DayOfWeek.THURSDAY),
              CHRISTMAS));

  private final String country;
  private final List<Rule> rules;

  private HolidayCalendar(String country, List<Rule> rules) {
    this.country = country;
    this.rules = rules;
  }

  /**
   * Returns a country's calendar.
   *
   * @param countryCode two letters (ISO 3166): DE, FR or US
   * @return Germany's for any other code
   */
  public static HolidayCalendar of(String countryCode) {
    return switch (countryCode) {
      case "FR" -> FRANCE;
      case "US" -> UNITED_STATES;
      default -> GERMANY;
    };
  }

  /** Returns the country's English name. */
  public String country() {
    return country;
  }

  /** Returns the holidays of a year by day; two on the same day are joined by "and". */
  public Map<LocalDate, String> in(int year) {
    Map<LocalDate, String> days = new TreeMap<>();
    rules.forEach(
        rule -> days.merge(rule.day().apply(year), rule.name(), (a, b) -> a + " and " + b));
    return days;
  }

  /** Returns the name of the holiday that a day is. */
  public Optional<String> on(LocalDate day) {
    return Optional.ofNullable(in(day.getYear()).get(day));
  }

  /** Returns whether people work on a day: it is neither at a weekend nor a holiday. */
  public boolean isWorkingDay(LocalDate day) {
    return day.getDayOfWeek().getValue() <= DayOfWeek.FRIDAY.getValue() && on(day).isEmpty();
  }

  private static Rule fixed(String name, Month month, int dayOfMonth) {
    MonthDay day = MonthDay.of(month, dayOfMonth);
    return new Rule(name, day::atYear);
  }

  private static Rule easter(String name, int daysAfter) {
    return new Rule(name, year -> Easter.sunday(year).plusDays(daysAfter));
  }

  /** Counts from the end of the month when the ordinal is negative. */
  private static Rule weekday(String name, Month month, int ordinal, DayOfWeek weekday) {
    return new Rule(
        name,
        year ->
            LocalDate.of(year, month, 1)
                .with(TemporalAdjusters.dayOfWeekInMonth(ordinal, weekday)));
  }
}
