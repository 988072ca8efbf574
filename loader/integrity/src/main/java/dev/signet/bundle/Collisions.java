package dev.signet.bundle;

import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds paths that are one and the same on some systems: two files, two spellings of one folder, a
 * file and a folder.
 *
 * <p>A single jar is never unpacked, its entries are told apart by their exact names on every
 * system, and obfuscated or merged jars have such names: there, twins are worth a notice only.
 */
final class Collisions {
  private final boolean unpacked;
  private final FindingList findings;
  private final Map<String, String> files = new HashMap<>();
  private final Map<String, String> folders = new HashMap<>();
  private final Set<String> reported = new HashSet<>();

  Collisions(BundleKind kind, FindingList findings) {
    this.unpacked = kind != BundleKind.JAR;
    this.findings = findings;
  }

  void check(List<BundleEntry> entries) {
    for (BundleEntry entry : entries) {
      String path = entry.path().value();
      String twin = files.putIfAbsent(entry.path().collisionKey(), path);
      if (twin != null) {
        report(path, twin);
      }
    }
    String folder = "";
    for (BundleEntry entry : entries) {
      String path = entry.path().value();
      int slash = path.lastIndexOf('/');
      if (slash != folder.length() || !path.startsWith(folder)) {
        folder = path.substring(0, Math.max(slash, 0));
        checkFolders(path);
      }
    }
  }

  private void checkFolders(String path) {
    for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      String folder = path.substring(0, slash);
      String key = CollisionKey.of(folder);
      String known = folders.putIfAbsent(key, folder);
      if (folder.equals(known)) {
        return;
      }
      if (known != null) {
        report(folder, known);
      }
      String file = files.get(key);
      if (file != null) {
        report(folder, file);
      }
    }
  }

  private void report(String path, String twin) {
    if (!reported.add(path)) {
      return;
    }
    Finding finding =
        Finding.at(
            Reason.PATH_COLLISION,
            path,
            "On some systems this is the same path as '" + twin + "'.");
    findings.add(unpacked ? finding : finding.asNotice());
  }
}
