package dev.signet.sample.host.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signet.postgres.FleetNodes;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.net.URLEncoder;
import java.util.HexFormat;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What of a fleet is asked for. Everything in it comes from an address that anybody may have made.
 *
 * @param filter what to look for
 * @param page which page of the hosts, from 1 on
 * @param releases which page of the releases, from 1 on
 */
record FleetQuery(FleetNodes.Filter filter, int page, int releases) {
  /** Path of the page of all hosts. */
  static final String FLEET = "/admin/fleet";

  /** Path of the page of one host. */
  static final String HOST = FLEET + "/host";

  /** Path of the page of one result. */
  static final String RESULT = FLEET + "/result";

  /** Path of the results of all hosts. */
  static final String RESULTS = FLEET + "/results";

  /** Rows of a table. */
  static final int ROWS = 50;

  private static final int LONGEST_TEXT = 200;
  private static final int LAST_PAGE = 100_000;
  private static final int UNIT = 4;

  static FleetQuery of(Context context) {
    return new FleetQuery(
        new FleetNodes.Filter(
            text(context, "node"),
            text(context, "plugin"),
            context.queryParam("attention") != null),
        number(context, "page"),
        number(context, "releases"));
  }

  private static String text(Context context, String name) {
    String given = Objects.requireNonNullElse(context.queryParam(name), "").strip();
    return given.substring(0, Math.min(given.length(), LONGEST_TEXT));
  }

  private static int number(Context context, String name) {
    try {
      String given = Objects.requireNonNullElse(context.queryParam(name), "1");
      return Math.max(1, Math.min(Integer.parseInt(given), LAST_PAGE));
    } catch (NumberFormatException e) {
      return 1;
    }
  }

  static FleetNodes.Part part(int page) {
    return new FleetNodes.Part((page - 1) * ROWS, ROWS);
  }

  /** Returns the part of an address after the question mark, unescaped. */
  String address(int ofPage, int ofReleases) {
    return "node="
        + encode(filter.node())
        + "&plugin="
        + encode(filter.plugin())
        + (filter.needingAttention() ? "&attention=on" : "")
        + "&page="
        + ofPage
        + "&releases="
        + ofReleases;
  }

  /** Returns how an address names a host: one that is not made of characters, by its units. */
  static String naming(String host) {
    return UTF_8.newEncoder().canEncode(host)
        ? "name=" + encode(host)
        : "units="
            + host.chars()
                .mapToObj(unit -> HexFormat.of().toHexDigits((char) unit))
                .collect(Collectors.joining());
  }

  /** Returns the host that an address names. */
  static String named(Context context) {
    String units = context.queryParam("units");
    if (units == null) {
      return Objects.requireNonNullElse(context.queryParam("name"), "");
    }
    StringBuilder name = new StringBuilder();
    try {
      for (int i = 0; i < units.length(); i += UNIT) {
        name.append((char) HexFormat.fromHexDigits(units, i, i + UNIT));
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new NotFoundResponse("This address names no host. See all hosts.");
    }
    return name.toString();
  }

  static String encode(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
