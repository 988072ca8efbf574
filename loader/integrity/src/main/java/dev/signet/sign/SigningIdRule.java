package dev.signet.sign;

import dev.signet.bundle.Layout;
import dev.signet.bundle.descriptor.PluginDescriptors;
import dev.signet.sign.problem.SigningObjection;
import dev.signet.trust.Scope;
import dev.signet.verdict.Finding;
import java.util.Optional;

/**
 * A certificate signs the bundles of one id: the one their descriptors name, which the author may
 * also say.
 *
 * @param certified the id of the certificate
 * @param asked the id the author means; empty to take the descriptors' word
 */
record SigningIdRule(String certified, Layout layout, Optional<String> asked) {

  /** Returns what speaks against signing a bundle with these descriptors. */
  Optional<SigningObjection> objection(PluginDescriptors descriptors) {
    if (layout.isCore()) {
      return mismatch(Scope.CORE);
    }
    if (descriptors.findings().stream().anyMatch(Finding::isProblem)) {
      // There is an objection already.
      return Optional.empty();
    }
    String named = descriptors.id();
    if (named.isEmpty() && asked.isEmpty()) {
      return other(
          "It has no descriptor that names its id.", "Add one, or name the id when signing.");
    }
    if (asked.isPresent() && !named.isEmpty() && !asked.get().equals(named)) {
      return other(
          "Its descriptor says it is '" + named + "', not '" + asked.get() + "'.",
          "Sign the right bundle, or correct its descriptor.");
    }
    String id = named.isEmpty() ? asked.orElse("") : named;
    if (Scope.isReserved(id)) {
      return other(Scope.reserved(id), "Give the plugin another id.");
    }
    return mismatch(id);
  }

  private Optional<SigningObjection> mismatch(String id) {
    return id.equals(certified)
        ? Optional.empty()
        : other(
            "It is '" + id + "', but the certificate is for '" + certified + "'.",
            "Use the certificate issued for this id.");
  }

  private static Optional<SigningObjection> other(String detail, String remedy) {
    return Optional.of(SigningObjection.of(SigningObjection.OTHER_ID, detail, remedy));
  }
}
