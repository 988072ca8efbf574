package dev.signet.postgres;

import dev.signet.policy.LedgerEntry;
import dev.signet.policy.LedgerException;
import dev.signet.policy.SignedRelease;
import dev.signet.policy.SigningLedger;
import dev.signet.policy.VersionOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a node has admitted itself, and what its fleet knows of that. */
final class OwnReleases {
  private OwnReleases() {}

  /** Returns whether a key that counts has signed these very files as this version. */
  static boolean isKnown(SigningLedger ledger, SignedRelease release) throws LedgerException {
    return ledger
        .find(release.id())
        .filter(entry -> entry.keys().contains(release.keyId()))
        .map(entry -> entry.releases().get(release.version()))
        .filter(release.filesDigest()::equals)
        .isPresent();
  }

  /** Has a node take over what others have confirmed, or have seen first. */
  static void takeOver(
      SignedRelease release, SigningLedger shared, SigningLedger own, VersionOrder order)
      throws LedgerException {
    if (!isKnown(own, release) && isKnown(shared, release)) {
      own.confirm(release, order);
    }
  }

  /** Has the fleet's ledger know what a node admitted without it. */
  static void share(SigningLedger own, SigningLedger shared) throws LedgerException {
    for (LedgerEntry mine : own.entries()) {
      List<SignedRelease> unknown = unknown(mine, shared);
      if (!unknown.isEmpty()) {
        shared.record(unknown, mine.lastAt(), VersionOrder.semantic());
      }
    }
  }

  private static List<SignedRelease> unknown(LedgerEntry mine, SigningLedger shared)
      throws LedgerException {
    Map<String, String> known = shared.find(mine.id()).map(LedgerEntry::releases).orElse(Map.of());
    List<SignedRelease> unknown = new ArrayList<>();
    mine.releases()
        .forEach(
            (version, files) -> {
              if (!known.containsKey(version)) {
                unknown.add(new SignedRelease(mine.id(), version, mine.keyId(), files));
              }
            });
    return unknown;
  }
}
