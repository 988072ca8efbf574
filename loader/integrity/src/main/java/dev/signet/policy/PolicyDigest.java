package dev.signet.policy;

import dev.signet.file.Packed;
import dev.signet.trust.KeyRules;
import dev.signet.verdict.Dimension;
import java.util.Set;
import java.util.TreeSet;

/** Digests what a host has decided, every part with its length or number, sets in their order. */
final class PolicyDigest {
  private final Packed.Writer parts = new Packed.Writer();

  private PolicyDigest() {}

  /** Returns SHA-256, 64 lower-case hex digits. */
  static String of(
      Weighing weighing, RequiredSignatures required, LedgerRules ledger, boolean cut) {
    PolicyDigest digest = new PolicyDigest();
    digest.add(weighing);
    digest.add(required);
    digest.add(ledger.rules());
    digest.parts.number(cut ? 1 : 0);
    return KeyRules.sha256Hex(digest.parts.packed().toBytes());
  }

  private void add(Weighing weighing) {
    parts.text(weighing.rules().channel().name()).number(weighing.checkingOff() ? 1 : 0);
    for (Dimension dimension : Dimension.values()) {
      parts.text(weighing.rules().of(dimension).name());
    }
  }

  private void add(RequiredSignatures required) {
    parts.text(required.requirement().name());
    add(required.featured());
    add(required.allowedUnsigned());
    SignerRules signers = required.signers() == null ? SignerRules.NONE : required.signers();
    add(signers.all());
    add(signers.featured());
    add(signers.byId().keySet());
    signers.byId().values().forEach(this::add);
  }

  private void add(HistoryRules rules) {
    parts
        .text(rules.downgrades().name())
        .text(rules.newKeys().name())
        .text(rules.changedReleases().name());
  }

  private void add(SignerRule rule) {
    parts.number(rule.signers());
    add(rule.scopes());
  }

  private void add(Set<String> names) {
    parts.number(names.size());
    new TreeSet<>(names).forEach(parts::text);
  }
}
