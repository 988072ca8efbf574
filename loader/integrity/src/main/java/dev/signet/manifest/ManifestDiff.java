package dev.signet.manifest;

import dev.signet.bundle.EntryPath;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Remedy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Compares what was signed with what is there, by path and digest. */
public final class ManifestDiff {
  private static final Digest EMPTY = Digest.over(new byte[0]);
  private static final Remedy SIGNED_AND_IGNORED =
      new Remedy(
          "Nothing has to be done here; tell the app's author, who can leave the file out.",
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
    Map<String, Finding> byPath = new TreeMap<>(CodePoints.ORDER);
    Map<String, Digest> unseen = new HashMap<>();
    actual.files().forEach((path, digest) -> unseen.put(path.value(), digest));
    signed
        .values()
        .forEach(
            (name, value) ->
                compareEntry(name, value.flatMap(Digest::parse), unseen.remove(name))
                    .filter(finding -> !ignored.test(name))
                    .ifPresent(finding -> byPath.put(name, finding)));
    unseen.forEach(
        (name, digest) -> {
          if (!ignored.test(name)) {
            byPath.put(name, extra(name, digest));
          }
        });
    return UnicodeTwins.named(List.copyOf(byPath.values()));
  }

  /**
   * Returns a notice of signed names that are ignored. Nothing is wrong with the bundle, yet the
   * original system calls it changed for ever.
   *
   * @param ignored names that the layout ignores
   */
  public static Optional<Finding> signedAndIgnored(SignedHashes signed, Predicate<String> ignored) {
    List<String> names = signed.values().keySet().stream().filter(ignored).sorted().toList();
    String more = names.size() < 2 ? "" : ", as are " + (names.size() - 1) + " more";
    return names.stream()
        .findFirst()
        .map(
            name ->
                Finding.at(
                        Reason.FILE_MISSING,
                        name,
                        "It is signed"
                            + more
                            + ", although this layout ignores files of that name: here it counts for"
                            + " nothing, and the original system reports it as missing.")
                    .withRemedy(SIGNED_AND_IGNORED)
                    .asNotice());
  }

  private static Optional<Finding> compareEntry(
      String path, Optional<Digest> expected, @Nullable Digest current) {
    Optional<String> violation = current == null ? EntryPath.violation(path) : Optional.empty();
    if (violation.isPresent()) {
      return Optional.of(Finding.at(Reason.UNSAFE_PATH, path, violation.get()));
    }
    if (expected.isEmpty()) {
      return Optional.of(
          new Finding(
              Reason.INVALID_HASH,
              Finding.Severity.PROBLEM,
              path,
              null,
              hex(current),
              "The signed value is no SHA-512 digest of 128 lower-case hex digits."));
    }
    if (current == null) {
      return Optional.of(
          new Finding(
              Reason.FILE_MISSING,
              Finding.Severity.PROBLEM,
              path,
              expected.get().hex(),
              null,
              "The signed file is not there."));
    }
    if (!current.equals(expected.get())) {
      return Optional.of(
          new Finding(
              Reason.INVALID_HASH,
              Finding.Severity.PROBLEM,
              path,
              expected.get().hex(),
              current.hex(),
              current.equals(EMPTY)
                  ? "The file is empty, and the signed one is not: it was emptied, or was not"
                      + " written to its end, as when a disk is full."
                  : "The file's content is not the signed one."));
    }
    return Optional.empty();
  }

  private static Finding extra(String path, Digest current) {
    return new Finding(
        Reason.EXTRA_FILE,
        Finding.Severity.PROBLEM,
        path,
        null,
        current.hex(),
        "Nobody signed this file.");
  }

  private static @Nullable String hex(@Nullable Digest digest) {
    return digest == null ? null : digest.hex();
  }
}
