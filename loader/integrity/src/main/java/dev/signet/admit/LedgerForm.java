package dev.signet.admit;

import dev.signet.file.Packed;
import dev.signet.policy.LedgerEntry;
import java.io.IOException;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** A ledger in binary: what a start reads as long as nobody has touched the file for people. */
final class LedgerForm {
  private static final String FORM = "signet-ledger-1";

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
    }
    return out.packed();
  }

  /** Returns the ledger; empty for what {@link #pack} of this version has not made. */
  static Optional<LedgerDocument> read(Packed packed) {
    Packed.Reader in = packed.reader();
    try {
      if (!in.text().equals(FORM)) {
        return Optional.empty();
      }
      String instance = in.text();
      boolean told = in.number() != 0;
      Instant latest = in.instant();
      NavigableMap<String, LedgerEntry> entries = new TreeMap<>();
      while (!in.isAtEnd()) {
        LedgerEntry entry =
            new LedgerEntry(in.text(), in.text(), in.instant(), in.text(), in.text(), in.instant());
        entries.put(entry.id(), entry);
      }
      return Optional.of(
          new LedgerDocument(instance, told ? Optional.of(latest) : Optional.empty(), entries));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
