package dev.signet.sample.holidays;

import java.time.LocalDate;

/** The date of Easter in the Gregorian calendar. */
final class Easter {
  private Easter() {}

  /** Returns Easter Sunday, by the anonymous Gregorian algorithm (Meeus, Jones, Butcher). */
  static LocalDate sunday(int year) {
    int goldenYear = year % 19;
    int century = year / 100;
    int yearOfCentury = year % 100;
    int moonCorrection = (century - (century + 8) / 25 + 1) / 3;
    int epact = (19 * goldenYear + century - century / 4 - moonCorrection + 15) % 30;
    int weekday =
        (32 + 2 * (century % 4) + 2 * (yearOfCentury / 4) - epact - yearOfCentury % 4) % 7;
    int lateMoon = (goldenYear + 11 * epact + 22 * weekday) / 451;
    int monthAndDay = epact + weekday - 7 * lateMoon + 114;
    return LocalDate.of(year, monthAndDay / 31, monthAndDay % 31 + 1);
  }
}
