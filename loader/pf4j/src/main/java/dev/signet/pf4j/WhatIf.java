package dev.signet.pf4j;

import dev.signet.policy.Decision;
import dev.signet.report.compare.PolicyComparison;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pf4j.DefaultVersionManager;
import org.pf4j.PluginManager;
import org.pf4j.VersionManager;

/**
 * What other settings would make of a host's plugins: another policy, trust folder, revocation
 * list, algorithm rule or date. Both answers are those of a start with nothing loaded, found out
 * from the plugins folders, the sealed copies and the ledger, of which nothing is changed; the host
 * may run meanwhile.
 *
 * <pre>{@code
 * PolicyComparison stricter =
 *     WhatIf.between(plugins.toBuilder(), plugins.toBuilder().channel(ReleaseChannel.STABLE));
 * }</pre>
 *
 * <p>Not foreseen is what no signature decides: that a plugin is disabled or fails when it is
 * started, and PF4J's development mode. A host without a state directory remembers nothing here.
 */
public final class WhatIf {
  private WhatIf() {}

  /**
   * Compares two sets of settings on the plugins that lie there now. Each goes by its own clock,
   * trust, state directory and folders, which must be named; neither manager is built.
   *
   * @throws IllegalStateException when a required option is missing, or a state directory cannot be
   *     read
   */
  public static PolicyComparison between(
      VerifyingPluginManager.Builder now, VerifyingPluginManager.Builder then) {
    VersionManager versions = new DefaultVersionManager();
    return compared(
        now.settings().preview(now.roots(), versions),
        then.settings().preview(then.roots(), versions));
  }

  /**
   * Compares likewise two sets of settings of a manager of the host's own kind, by its folders and
   * its rules for versions.
   *
   * @throws IllegalStateException as of {@link #between(VerifyingPluginManager.Builder,
   *     VerifyingPluginManager.Builder)}
   */
  public static PolicyComparison between(
      PluginManager manager, PluginAdmission.Builder now, PluginAdmission.Builder then) {
    List<Path> roots = manager.getPluginsRoots();
    VersionManager versions = manager.getVersionManager();
    return compared(
        now.settings().preview(roots, versions), then.settings().preview(roots, versions));
  }

  private static PolicyComparison compared(Map<Path, Decision> before, Map<Path, Decision> after) {
    Set<Path> sources = new LinkedHashSet<>(before.keySet());
    sources.addAll(after.keySet());
    List<PolicyComparison.Plugin> plugins = new ArrayList<>();
    for (Path source : sources) {
      plugins.add(
          new PolicyComparison.Plugin(
              source,
              Optional.ofNullable(before.get(source)),
              Optional.ofNullable(after.get(source))));
    }
    return new PolicyComparison(plugins);
  }
}
