package dev.signet.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signet.Internal;
import dev.signet.file.NameEncoding;
import dev.signet.verdict.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes what a walk or an archive's directory finds, by the rules all kinds of bundle share. */
@Internal
public final class EntryCollector {
  /** However few files a host allows, they may lie in folders of their own. */
  private static final int FEWEST_OTHERS = 10_000;

  /** In UTF-8, of one of a text's 16-bit characters. */
  private static final int MOST_BYTES_OF_CHAR = 3;

  private final EntryRules rules;
  private final BundleKind kind;
  private final FindingList findings;
  private final List<BundleEntry> entries = new ArrayList<>();
  private final int mostOthers;
  private int others;
  private long totalBytes;
  private boolean complete = true;
  private boolean sound = true;
  private boolean full;

  public EntryCollector(EntryRules rules, BundleKind kind, FindingList findings) {
    this.rules = rules;
    this.kind = kind;
    this.findings = findings;
    this.mostOthers = Math.max(rules.limits().files(), FEWEST_OTHERS);
  }

  public FindingList findings() {
    return findings;
  }

  /** Returns the text as a path when it is safe and within the limits; else there is a finding. */
  public Optional<EntryPath> path(String text) {
    Optional<String> violation = EntryPath.violation(text);
    if (violation.isPresent()) {
      findings.add(Reason.UNSAFE_PATH, text, violation.get());
      return Optional.empty();
    }
    int most = rules.limits().pathBytes();
    if (text.length() > most / MOST_BYTES_OF_CHAR && text.getBytes(UTF_8).length > most) {
      exceeded(text, "The path is longer than " + rules.limits().pathBytes() + " bytes of UTF-8.");
      return Optional.empty();
    }
    return Optional.of(new EntryPath(text));
  }

  /**
   * Returns whether the file system can have a file of this name; else there is a finding. A jar is
   * never unpacked.
   */
  public boolean canUnpack(EntryPath path) {
    if (kind == BundleKind.JAR || NameEncoding.canName(path.value())) {
      return true;
    }
    // What cannot be unpacked is not missing, and says nothing about who changed what.
    complete = false;
    findings.addUnnamed(path.value(), NameEncoding.UNNAMEABLE);
    return false;
  }

  public boolean isIgnored(EntryPath path) {
    return rules.layout().ignores(kind, path) || rules.leftOut().holds(path);
  }

  public boolean isIgnoredTree(EntryPath path) {
    return rules.layout().isUnderIgnoredRootFolder(path) || rules.leftOut().holds(path);
  }

  /** Takes a regular file; past a limit there is a finding instead, and it is not taken. */
  public boolean file(BundleEntry entry) {
    Limits limits = rules.limits();
    String path = entry.path().value();
    if (entry.path().depth() > limits.depth()) {
      exceeded(path, "The path is deeper than " + limits.depth() + " levels.");
    } else if (entries.size() == limits.files()) {
      exhausted("The bundle has more than " + limits.files() + " files.");
    } else if (entry.size() > limits.fileBytes()) {
      exceeded(path, "The file is larger than " + limits.fileBytes() + " bytes.");
      other();
    } else if (entry.size() > limits.totalBytes() - totalBytes) {
      exhausted("The files are larger than " + limits.totalBytes() + " bytes in all.");
    } else {
      totalBytes += entry.size();
      entries.add(entry);
      return true;
    }
    return false;
  }

  /** Counts a folder and says whether files in it can be within the limits. */
  public boolean folder(EntryPath path) {
    other();
    if (path.depth() >= rules.limits().depth()) {
      exceeded(
          path.value(), "The folder is deeper than " + rules.limits().depth() + " levels allow.");
      return false;
    }
    return !full;
  }

  /** Counts what is no file of the bundle: a folder, a link, an unsafe name, a file too large. */
  public void other() {
    others++;
    if (others > mostOthers) {
      exhausted("The bundle has more than " + mostOthers + " folders and special files.");
    }
  }

  /** Notes that the archive cannot be trusted to hold what it lists; that has its own finding. */
  public void malformed() {
    complete = false;
    sound = false;
  }

  /** Returns whether what was listed can be read. */
  public boolean isSound() {
    return sound;
  }

  /** Returns whether nothing more can be taken, so that looking on is a waste. */
  public boolean isFull() {
    return full;
  }

  private void exceeded(String path, String detail) {
    complete = false;
    findings.add(Reason.LIMIT_EXCEEDED, path, detail);
  }

  private void exhausted(String detail) {
    complete = false;
    if (!full) {
      full = true;
      findings.add(Reason.LIMIT_EXCEEDED, detail + " It was not listed further.");
    }
  }

  /** Looks at all names together, and ends the collection. */
  public Listing finish(BundleKind kind) {
    entries.sort((a, b) -> a.path().compareTo(b.path()));
    if (sound) {
      new Collisions(kind, findings).check(entries);
    }
    return new Listing(List.copyOf(entries), findings.toList(), complete);
  }
}
