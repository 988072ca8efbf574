package dev.signet.admit;

import dev.signet.file.Packed;
import dev.signet.file.PackedReader;
import dev.signet.policy.LedgerEntry;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** A ledger in binary: what a start reads as long as nobody has touched the file for people. */
final class LedgerForm {
  private static final String FORM = "signet-ledger-2";

  private LedgerForm() {}

  static Packed pack(LedgerDocument ledger) {
    Packed.Writer out = new Packed.Writer();
    out.text(FORM).text(ledger.instance()).number(ledger.latest().isPresent() ? 1 : 0);
    out.instant(ledger.latest().orElse(Instant.EPOCH));
    for (LedgerEntry entry : ledger.entries().values()) {
      out.text(entry.id()).text(entry.firstVersion());
      out.instant(entry.firstAt());
      out.text(entry.highestVersion()).text(entry.keyId());
      out.instant(entry.lastAt());
      // Nearly always the one key there has ever been.
      out.number(isOnlyKey(entry) ? 0 : entry.keys().size());
      if (!isOnlyKey(entry)) {
        entry.keys().forEach(out::text);
      }
      out.number(entry.releases().size());
      entry.releases().forEach((version, digest) -> out.text(version).text(digest));
    }
    return out.packed();
  }

  private static boolean isOnlyKey(LedgerEntry entry) {
    return entry.keys().equals(List.of(entry.keyId()));
  }

  /** Returns the ledger; empty for what {@link #pack} of this version has not made. */
  static Optional<LedgerDocument> read(Packed packed) {
    PackedReader in = packed.reader();
    try {
      if (!in.text().equals(FORM)) {
        return Optional.empty();
      }
      String instance = in.text();
      boolean told = in.number() != 0;
      Instant latest = in.instant();
      NavigableMap<String, LedgerEntry> entries = new TreeMap<>();
      while (!in.isAtEnd()) {
        LedgerEntry entry = readEntry(in);
        entries.put(entry.id(), entry);
      }
      return Optional.of(
          new LedgerDocument(instance, told ? Optional.of(latest) : Optional.empty(), entries));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static LedgerEntry readEntry(PackedReader in) throws IOException {
    String id = in.text();
    String firstVersion = in.text();
    Instant firstAt = in.instant();
    String highestVersion = in.text();
    String keyId = in.text();
    Instant lastAt = in.instant();
    List<String> keys = new ArrayList<>();
    for (long more = in.number(); more > 0; more--) {
      keys.add(in.text());
    }
    Map<String, String> releases = new LinkedHashMap<>();
    for (long more = in.number(); more > 0; more--) {
      releases.put(in.text(), in.text());
    }
    return new LedgerEntry(
        id,
        firstVersion,
        firstAt,
        highestVersion,
        keyId,
        lastAt,
        keys.isEmpty() ? List.of(keyId) : keys,
        releases);
  }
}
