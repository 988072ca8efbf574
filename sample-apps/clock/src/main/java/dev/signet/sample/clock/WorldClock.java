package dev.signet.sample.clock;

import dev.signet.sample.host.api.Widget;
import dev.signet.sample.host.api.WidgetItem;
import java.time.Clock;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.pf4j.Extension;

/** Shows what time it is where colleagues sit, and where the clocks change within four weeks. */
@Extension
public final class WorldClock implements Widget {
  private static final int WARNING_DAYS = 28;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("EEE HH:mm '(UTC'xxx')'", Locale.ENGLISH);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM", Locale.ENGLISH);

  private final Clock clock;
  private final List<ZoneId> zones;

  /** Creates the clock of six cities around the world. */
  public WorldClock() {
    this(
        Clock.systemUTC(),
        List.of(
            ZoneId.of("America/Los_Angeles"),
            ZoneId.of("America/New_York"),
            ZoneId.of("Europe/London"),
            ZoneId.of("Europe/Berlin"),
            ZoneId.of("Asia/Kolkata"),
            ZoneId.of("Asia/Tokyo")));
  }

  WorldClock(Clock clock, List<ZoneId> zones) {
    this.clock = clock;
    this.zones = List.copyOf(zones);
  }

  @Override
  public String title() {
    return "World clock";
  }

  @Override
  public List<WidgetItem> items() {
    List<WidgetItem> items = new ArrayList<>();
    for (ZoneId zone : zones) {
      ZonedDateTime now = ZonedDateTime.now(clock.withZone(zone));
      items.add(new WidgetItem.Entry(city(zone), TIME.format(now) + change(now)));
    }
    return items;
  }

  private static String city(ZoneId zone) {
    String name = zone.getId();
    return name.substring(name.lastIndexOf('/') + 1).replace('_', ' ');
  }

  private static String change(ZonedDateTime now) {
    ZoneRules rules = now.getZone().getRules();
    ZoneOffsetTransition next = rules.nextTransition(now.toInstant());
    if (next == null || next.getInstant().isAfter(now.plusDays(WARNING_DAYS).toInstant())) {
      return "";
    }
    return ", clocks go "
        + (next.isGap() ? "forward" : "back")
        + " on "
        + DAY.format(next.getDateTimeBefore());
  }
}
