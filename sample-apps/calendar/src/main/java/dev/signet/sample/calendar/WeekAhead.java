package dev.signet.sample.calendar;

import dev.signet.sample.holidays.HolidayCalendar;
import dev.signet.sample.host.api.Widget;
import dev.signet.sample.host.api.WidgetItem;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;
import java.time.temporal.WeekFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.pf4j.Extension;

/** Shows the next seven days and how many working days the month has left. */
@Extension
public final class WeekAhead implements Widget {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEE d MMM", Locale.ENGLISH);

  private final Clock clock;
  private final HolidayCalendar holidays;

  /** Creates the widget for the country of the host's locale. */
  public WeekAhead() {
    this(
        Clock.system(ZoneId.systemDefault()), HolidayCalendar.of(Locale.getDefault().getCountry()));
  }

  WeekAhead(Clock clock, HolidayCalendar holidays) {
    this.clock = clock;
    this.holidays = holidays;
  }

  @Override
  public String title() {
    return "Week ahead";
  }

  @Override
  public List<WidgetItem> items() {
    LocalDate today = LocalDate.now(clock);
    List<WidgetItem> items = new ArrayList<>();
    items.add(new WidgetItem.Text("Week " + today.get(WeekFields.ISO.weekOfWeekBasedYear())));
    today
        .datesUntil(today.plusDays(7))
        .forEach(day -> items.add(new WidgetItem.Entry(DAY.format(day), kind(day))));
    LocalDate nextMonth = today.with(TemporalAdjusters.firstDayOfNextMonth());
    long workingDays = today.datesUntil(nextMonth).filter(holidays::isWorkingDay).count();
    items.add(new WidgetItem.Text("Working days left this month: " + workingDays));
    return items;
  }

  private String kind(LocalDate day) {
    return holidays.on(day).orElse(holidays.isWorkingDay(day) ? "working day" : "weekend");
  }
}
