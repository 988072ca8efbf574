package dev.signet.sample.host.command;

import dev.signet.pf4j.Confirmations;
import dev.signet.pf4j.Confirmations.Unconfirmed;
import dev.signet.policy.LedgerException;
import dev.signet.sample.host.Dashboard;
import dev.signet.verdict.Finding;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Confirms what waits of one plugin. */
record ConfirmCommand(CommandOutput output, Dashboard dashboard, String id) {

  int run(@Nullable String key, boolean dryRun) throws LedgerException {
    Confirmations confirmations = dashboard.confirmations();
    List<Unconfirmed> waiting =
        confirmations.waiting().stream()
            .filter(change -> change.release().id().equals(id))
            .toList();
    if (waiting.isEmpty()) {
      return output.unusable("Nothing of '" + id + "' waits to be confirmed.");
    }
    if (waiting.size() > 1) {
      return output.unusable(
          "Several bundles say they are '" + id + "'; remove those you do not want first.");
    }
    Unconfirmed change = waiting.get(0);
    for (Finding finding : change.changes()) {
      output.done(finding.reason() + ": " + finding.detail());
    }
    if (key != null && !plain(key).equals(change.release().keyId())) {
      return output.refused("That is not the key that signs it: " + change.release().keyId());
    }
    String what = "'" + id + "' " + change.release().version();
    if (dryRun) {
      return output.done("Would confirm " + what + ".");
    }
    confirmations.confirm(change);
    return output.done("Confirmed " + what + " by the key " + change.release().keyId() + ".");
  }

  /** As programs print it: in capitals, with colons. */
  private static String plain(String key) {
    return key.replace(":", "").strip().toLowerCase(Locale.ROOT);
  }
}
