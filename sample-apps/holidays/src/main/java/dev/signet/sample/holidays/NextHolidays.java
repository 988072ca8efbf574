package dev.signet.sample.holidays;

import dev.signet.sample.host.api.Widget;
import dev.signet.sample.host.api.WidgetItem;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.pf4j.Extension;

/** Shows the next public holidays. */
@Extension
public final class NextHolidays implements Widget {
  private static final int SHOWN = 4;
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEE d MMMM yyyy", Locale.ENGLISH);

  private final Clock clock;
  private final HolidayCalendar calendar;

  /** Creates the widget for the country of the host's locale. */
  public NextHolidays() {
    this(
        Clock.system(ZoneId.systemDefault()), HolidayCalendar.of(Locale.getDefault().getCountry()));
  }

  NextHolidays(Clock clock, HolidayCalendar calendar) {
    this.clock = clock;
    this.calendar = calendar;
  }

  @Override
  public String title() {
    return "Public holidays, " + calendar.country();
  }

  @Override
  public List<WidgetItem> items() {
    LocalDate today = LocalDate.now(clock);
    return Stream.of(today.getYear(), today.getYear() + 1)
        .flatMap(year -> calendar.in(year).entrySet().stream())
        .filter(holiday -> !holiday.getKey().isBefore(today))
        .limit(SHOWN)
        .<WidgetItem>map(holiday -> entry(today, holiday))
        .toList();
  }

  private static WidgetItem entry(LocalDate today, Map.Entry<LocalDate, String> holiday) {
    long days = ChronoUnit.DAYS.between(today, holiday.getKey());
    String when = days == 0 ? "today" : days == 1 ? "tomorrow" : "in " + days + " days";
    return new WidgetItem.Entry(holiday.getValue(), DAY.format(holiday.getKey()) + ", " + when);
  }
}
