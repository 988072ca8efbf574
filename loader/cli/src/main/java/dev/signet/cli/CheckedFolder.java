package dev.signet.cli;

import dev.signet.bundle.BundleFolder;
import dev.signet.bundle.BundleKind;
import dev.signet.cli.option.CommandException;
import dev.signet.file.IoCause;
import dev.signet.policy.VersionOrder;
import dev.signet.report.CheckedBundle;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.stream.Stream;

/** A folder of bundles, looked at as a host looks at its plugins folder. */
final class CheckedFolder {
  private CheckedFolder() {}

  /**
   * Returns the bundles in it, sorted.
   *
   * @throws CommandException when it cannot be listed, or there is none
   */
  static List<Path> bundles(Path folder) throws CommandException {
    try {
      NavigableMap<Path, BundleKind> bundles = BundleFolder.list(folder, leftOver -> {});
      if (bundles.isEmpty()) {
        throw CommandException.input(
            "--all: "
                + folder
                + " holds no bundle: no folder, and no file whose name ends in .zip or .jar."
                + unpacking(folder));
      }
      return List.copyOf(bundles.keySet());
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
          .orElse("");
    }
  }

  /**
   * Adds a problem to each bundle that a host would leave out for the sake of another one with the
   * same id: as there, somebody's word outweighs a version, and else the higher version counts.
   */
  static void tellDuplicates(List<CheckedBundle> checked) {
    Map<String, Integer> chosen = new HashMap<>();
    for (int i = 0; i < checked.size(); i++) {
      String id = checked.get(i).verdict().subject().id();
      Integer holder = id.isEmpty() ? null : chosen.putIfAbsent(id, i);
      if (holder != null) {
        boolean better = isPreferred(checked.get(i).verdict(), checked.get(holder).verdict());
        int winner = better ? i : holder;
        int loser = better ? holder : i;
        chosen.put(id, winner);
        checked.set(loser, leftOut(checked.get(loser), checked.get(winner)));
      }
    }
  }

  private static boolean isPreferred(Verdict challenger, Verdict holder) {
    return challenger.isVerified() == holder.isVerified()
        ? VersionOrder.semantic()
                .compare(challenger.subject().version(), holder.subject().version())
                .orElse(0)
            > 0
        : challenger.isVerified();
  }

  private static CheckedBundle leftOut(CheckedBundle loser, CheckedBundle winner) {
    List<Finding> findings = new ArrayList<>(loser.verdict().findings());
    findings.add(
        Finding.of(
            Reason.DUPLICATE_ID,
            "It is there more than once; a host prefers the "
                + winner.verdict().word()
                + " "
                + winner.verdict().subject().version()
                + " at "
                + winner.source()
                + "."));
    Verdict verdict = Verdict.of(loser.verdict().subject(), findings, loser.verdict().signer());
    return new CheckedBundle(loser.source(), verdict);
  }
}
