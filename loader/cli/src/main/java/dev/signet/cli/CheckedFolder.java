package dev.signet.cli;

import dev.signet.bundle.BundleFolder;
import dev.signet.bundle.BundleKind;
import dev.signet.cli.option.CommandException;
import dev.signet.file.IoCause;
import dev.signet.policy.DuplicateRule;
import dev.signet.policy.VersionOrder;
import dev.signet.report.CheckedBundle;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Subject;
import dev.signet.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A folder of bundles, looked at as a host looks at its plugins folder.
 *
 * @param bundles what is to be checked, in the order in which a host would load it
 * @param shadowed folders that a host does not look into, with the zip beside each
 */
record CheckedFolder(List<Path> bundles, Map<Path, Path> shadowed) {

  /**
   * Looks at what is in a folder.
   *
   * @throws CommandException when it cannot be listed, or there is no bundle
   */
  static CheckedFolder of(Path folder) throws CommandException {
    try {
      Map<Path, BundleKind> bundles = BundleFolder.list(folder, leftOver -> {});
      if (bundles.isEmpty()) {
        throw CommandException.input(
            "--all: "
                + folder
                + " holds no bundle: no folder, and no file whose name ends in .zip or .jar."
                + unpacking(folder));
      }
      Map<Path, Path> shadowed = BundleFolder.shadowed(bundles);
      bundles.keySet().removeAll(shadowed.keySet());
      return new CheckedFolder(BundleFolder.inLoadOrder(bundles), shadowed);
    } catch (IOException e) {
      throw CommandException.input(
          folder
              + " cannot be listed ("
              + IoCause.of(e)
              + "): --all needs a folder of bundles as --path.");
    }
  }

  private static String unpacking(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children
          .filter(BundleFolder::isTarball)
          .map(child -> String.valueOf(child.getFileName()))
          .sorted()
          .findFirst()
          .map(name -> " Unpack " + name + ", and check the folder that comes out of it.")
          .orElse(" Name the folder that holds them.");
    }
  }

  /**
   * Returns what there is to tell of all, sorted by path: each bundle that a host would leave out
   * for the sake of another one has a problem more.
   *
   * @param checked the {@link #bundles}, in their order
   */
  List<CheckedBundle> compared(List<CheckedBundle> checked) {
    Map<Path, CheckedBundle> all = new TreeMap<>();
    Map<String, CheckedBundle> chosen = new HashMap<>();
    for (CheckedBundle bundle : checked) {
      all.put(bundle.source(), bundle);
      String id = bundle.verdict().subject().id();
      CheckedBundle holder = id.isEmpty() ? null : chosen.putIfAbsent(id, bundle);
      if (holder != null) {
        boolean better =
            DuplicateRule.isPreferred(bundle.verdict(), holder.verdict(), VersionOrder.semantic());
        CheckedBundle winner = better ? bundle : holder;
        CheckedBundle loser = better ? holder : bundle;
        chosen.put(id, winner);
        all.put(loser.source(), leftOut(loser, winner));
      }
    }
    shadowed.forEach((folder, archive) -> all.put(folder, notLookedInto(folder, archive)));
    return List.copyOf(all.values());
  }

  private static CheckedBundle leftOut(CheckedBundle loser, CheckedBundle winner) {
    List<Finding> findings = new ArrayList<>(loser.verdict().findings());
    findings.add(DuplicateRule.leftOut(winner.verdict(), winner.source()));
    Verdict verdict = Verdict.of(loser.verdict().subject(), findings, loser.verdict().signer());
    return new CheckedBundle(loser.source(), verdict);
  }

  private static CheckedBundle notLookedInto(Path folder, Path archive) {
    Finding finding = DuplicateRule.shadowed(folder, archive);
    return new CheckedBundle(
        folder, Verdict.of(Subject.UNKNOWN, List.of(finding), Optional.empty()));
  }
}
