package dev.signet.manifest;

import dev.signet.bundle.EntryPath;
import dev.signet.verdict.Count;
import dev.signet.verdict.FileDifference;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Remedy;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Compares what was signed with what is there, by path and digest. */
public final class ManifestDiff {
  private static final Digest EMPTY = Digest.over(new byte[0]);
  private static final Remedy SIGNED_AND_IGNORED =
      new Remedy(
          "Nothing has to be done here; whoever signed it can leave the file out.",
          "Delete such files from the folder, then sign it anew.");

  private ManifestDiff() {}

  /**
   * Returns {@code INVALID_HASH} (also for a value that is no digest, whether the file is there or
   * not), {@code FILE_MISSING}, {@code EXTRA_FILE}, and {@code UNSAFE_PATH} for signed names that
   * are no safe entry paths. Sorted by path, at most one for each; empty when equal.
   *
   * @param ignored names to leave out of the comparison: those of the layout, and those of files
   *     that could not be read and have their finding already
   */
  public static List<Finding> compare(
      SignedHashes signed, Manifest actual, Predicate<String> ignored) {
    List<Finding> findings = new ArrayList<>();
    SignedHashes sorted = signed.sorted();
    Iterator<Map.Entry<EntryPath, Digest>> files = actual.files().entrySet().iterator();
    Map.@Nullable Entry<EntryPath, Digest> file = next(files);
    for (int i = 0; i < sorted.size(); i++) {
      String name = sorted.name(i);
      while (file != null && CodePoints.compare(file.getKey().value(), name) < 0) {
        addExtra(file, ignored, findings);
        file = next(files);
      }
      Digest current = file != null && file.getKey().value().equals(name) ? file.getValue() : null;
      Finding finding = compareEntry(name, sorted.digest(i), current);
      if (finding != null && !ignored.test(name)) {
        findings.add(finding);
      }
      file = current == null ? file : next(files);
    }
    while (file != null) {
      addExtra(file, ignored, findings);
      file = next(files);
    }
    return UnicodeTwins.named(List.copyOf(findings));
  }

  private static Map.@Nullable Entry<EntryPath, Digest> next(
      Iterator<Map.Entry<EntryPath, Digest>> files) {
    return files.hasNext() ? files.next() : null;
  }

  private static void addExtra(
      Map.Entry<EntryPath, Digest> file, Predicate<String> ignored, List<Finding> findings) {
    String name = file.getKey().value();
    if (!ignored.test(name)) {
      findings.add(extra(name, file.getValue()));
    }
  }

  /**
   * Returns a notice of signed names that are ignored. Nothing is wrong with the bundle, yet the
   * original system calls it changed for ever.
   *
   * @param ignored names that the layout ignores
   */
  public static Optional<Finding> signedAndIgnored(SignedHashes signed, Predicate<String> ignored) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < signed.size(); i++) {
      if (ignored.test(signed.name(i))) {
        names.add(signed.name(i));
      }
    }
    names.sort(CodePoints.ORDER);
    int others = names.size() - 1;
    String more = others < 1 ? "" : ", and " + Count.of(others, "more is too", "more are too");
    return names.stream()
        .findFirst()
        .map(
            name ->
                Finding.at(
                        Reason.FILE_MISSING,
                        name,
                        "It is signed"
                            + more
                            + ", although the check leaves out what lies there: here that counts for"
                            + " nothing, and the original system reports it as missing.")
                    .withRemedy(SIGNED_AND_IGNORED)
                    .asNotice());
  }

  private static @Nullable Finding compareEntry(
      String path, @Nullable Digest expected, @Nullable Digest current) {
    if (current != null && expected != null && current.equals(expected)) {
      return null;
    }
    Optional<String> violation = current == null ? EntryPath.violation(path) : Optional.empty();
    if (violation.isPresent()) {
      return Finding.at(Reason.UNSAFE_PATH, path, violation.get());
    }
    String detail;
    if (expected == null) {
      detail = "The signed value is no SHA-512 digest of 128 lower-case hex digits.";
    } else if (current == null) {
      detail = FileDifference.MISSING;
    } else if (current.equals(EMPTY)) {
      detail =
          "The file is empty, and the signed one is not: it was emptied, or was not written to its"
              + " end, as when a disk is full.";
    } else {
      detail = FileDifference.CHANGED;
    }
    return new Finding(
        current == null && expected != null ? Reason.FILE_MISSING : Reason.INVALID_HASH,
        Finding.Severity.PROBLEM,
        path,
        hex(expected),
        hex(current),
        detail);
  }

  private static Finding extra(String path, Digest current) {
    return new Finding(
        Reason.EXTRA_FILE,
        Finding.Severity.PROBLEM,
        path,
        null,
        current.hex(),
        FileDifference.EXTRA);
  }

  private static @Nullable String hex(@Nullable Digest digest) {
    return digest == null ? null : digest.hex();
  }
}
