package dev.signet.postgres;

import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** What the nodes of a fleet have in common and where they differ, in one transaction. */
record OverviewQueries(NodeQueries nodes) {
  private static final String USUAL =
      """
      select clock_timestamp(), count(*), mode() within group (order by engine_version),
        mode() within group (order by channel), mode() within group (order by trust_fingerprint),
        mode() within group (order by policy_digest)
      from %2$s
      """;

  /** Each part is worked out once, whatever the planner thinks of the tables' sizes. */
  private static final String COMPARED =
      """
      with release as materialized (
        select plugin, version, digest, count(distinct node) as nodes from %1$s
        group by plugin, version, digest),
      usual as materialized (
        select distinct on (plugin) plugin, version, digest from release
        order by plugin, nodes desc, version desc, digest),
      common as materialized (
        select plugin from %1$s group by plugin
        having count(distinct node) * 2 > (select count(*) from %2$s)),
      compared as materialized (
        select r.node, count(*) filter (where r.version <> u.version or r.digest <> u.digest)
            as differing, count(distinct c.plugin) as common
        from %1$s r join usual u on u.plugin = r.plugin left join common c on c.plugin = r.plugin
        where r.node = any(?) group by r.node),
      standings as (
        select node, standing, count(*) as targets from %1$s
        where attention and node = any(?) group by node, standing),
      found as materialized (
        select node, (array_agg(standing order by targets desc, standing))[1:3] as standings,
          (array_agg(targets order by targets desc, standing))[1:3] as targets
        from standings group by node)
      select page.node, coalesce(c.differing, 0),
        (select count(*) from common) - coalesce(c.common, 0), f.standings, f.targets
      from unnest(?) as page(node) left join compared c on c.node = page.node
        left join found f on f.node = page.node
      """;

  private static final String RELEASES =
      """
      with release as (
        select plugin, version, digest, count(distinct node) as nodes,
          count(distinct node) filter (where running) as running,
          count(distinct node) filter (where attention) as attention,
          min(since) as first, max(since) as latest,
          (array_agg(distinct node) filter (where position(lower(?) in lower(node)) > 0
            and (attention or not ?)))[1:5] as few,
          count(*) over (partition by plugin) as releases
        from %1$s where position(lower(?) in lower(plugin)) > 0
        group by plugin, version, digest)
      select plugin, version, digest, nodes, running, attention, first, latest, releases, few,
        count(*) over ()
      from release where few is not null
      order by plugin, nodes desc, version desc, digest offset ? limit ?
      """;

  private String on(String sql) {
    return String.format(
        Locale.ROOT, sql, nodes.database().table("results"), nodes.database().table("nodes"));
  }

  /** Returns a part of the nodes, and the same part of the releases. */
  FleetOverview overview(FleetNodes.Filter filter, FleetNodes.Part some, FleetNodes.Part releases)
      throws SQLException {
    FleetNodes.Page<FleetNode> page = nodes.nodes(filter, some.first(), some.count());
    List<FleetOverview.Node> compared = compared(page.rows());
    FleetNodes.Page<FleetOverview.Release> parts = releases(filter, releases);
    try (PreparedStatement select = nodes.connection().prepareStatement(on(USUAL));
        ResultSet row = select.executeQuery()) {
      row.next();
      return new FleetOverview(
          NodeQueries.instant(row, 1),
          usual(row),
          compared,
          page.total(),
          parts.rows(),
          parts.total());
    }
  }

  private static FleetOverview.Usual usual(ResultSet row) throws SQLException {
    return new FleetOverview.Usual(
        row.getLong(2),
        text(row, 3),
        text(row, 4),
        Objects.requireNonNullElse(row.getString(5), ""),
        Objects.requireNonNullElse(row.getString(6), ""));
  }

  /** Returns each of these beside all nodes. */
  List<FleetOverview.Node> compared(List<FleetNode> some) throws SQLException {
    Array names =
        nodes
            .connection()
            .createArrayOf("text", some.stream().map(node -> StoredText.of(node.name())).toArray());
    Map<String, FleetNode> byName = new HashMap<>();
    some.forEach(node -> byName.put(node.name(), node));
    Map<String, FleetOverview.Node> compared = new HashMap<>();
    try (PreparedStatement select = nodes.connection().prepareStatement(on(COMPARED))) {
      select.setArray(1, names);
      select.setArray(2, names);
      select.setArray(3, names);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          String name = StoredText.read(row.getString(1));
          FleetNode node = Objects.requireNonNull(byName.get(name));
          compared.put(
              name, new FleetOverview.Node(node, row.getLong(2), row.getLong(3), found(row)));
        }
      }
    }
    return some.stream().map(node -> Objects.requireNonNull(compared.get(node.name()))).toList();
  }

  private static List<FleetOverview.Found> found(ResultSet row) throws SQLException {
    Array standings = row.getArray(4);
    if (standings == null) {
      return List.of();
    }
    String[] words = (String[]) standings.getArray();
    Long[] counts = (Long[]) row.getArray(5).getArray();
    List<FleetOverview.Found> found = new ArrayList<>();
    for (int i = 0; i < words.length; i++) {
      found.add(new FleetOverview.Found(words[i], counts[i]));
    }
    return found;
  }

  private FleetNodes.Page<FleetOverview.Release> releases(
      FleetNodes.Filter filter, FleetNodes.Part part) throws SQLException {
    return nodes.ask(
        on(RELEASES),
        OverviewQueries::release,
        11,
        StoredText.of(filter.node()),
        filter.needingAttention(),
        StoredText.of(filter.plugin()),
        part.first(),
        part.count());
  }

  private static FleetOverview.Release release(ResultSet row) throws SQLException {
    List<String> some = new ArrayList<>();
    for (String node : (String[]) row.getArray(10).getArray()) {
      some.add(StoredText.read(node));
    }
    return new FleetOverview.Release(
        StoredText.read(row.getString(1)),
        StoredText.read(row.getString(2)),
        row.getString(3),
        row.getLong(4),
        row.getLong(5),
        row.getLong(6),
        NodeQueries.instant(row, 7),
        NodeQueries.instant(row, 8),
        row.getLong(9),
        some);
  }

  private static String text(ResultSet row, int column) throws SQLException {
    String stored = row.getString(column);
    return stored == null ? "" : StoredText.read(stored);
  }
}
