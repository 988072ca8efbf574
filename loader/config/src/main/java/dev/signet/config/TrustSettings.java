package dev.signet.config;

import dev.signet.trust.RevocationPolicy;
import dev.signet.trust.TrustStore;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** {@code trust}, {@code legacyUntil} and {@code revocation}: whose signatures count. */
final class TrustSettings {
  private static final Map<String, RevocationPolicy.AfterGrace> AFTER_GRACE =
      Map.of(
          "warn", RevocationPolicy.AfterGrace.WARN, "refuse", RevocationPolicy.AfterGrace.REFUSE);

  private final Section root;
  private final TrustStore.Builder store = TrustStore.builder();

  TrustSettings(Section root) {
    this.root = root;
  }

  /** Returns the store; empty when there is a problem. */
  Optional<TrustStore> read() {
    Optional<Path> folder = root.path("trust");
    root.require("trust", folder.isPresent(), "name the folder of anchors and revocation lists");
    folder.ifPresent(path -> root.use("trust", () -> store.folder(path)));
    root.instant("legacyUntil").ifPresent(store::legacyUntil);
    root.section("revocation").ifPresent(this::readRevocation);
    if (folder.isEmpty() || !root.problems().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(store.build());
    } catch (IllegalStateException e) {
      root.problem("trust", e.getMessage() + "; put an authority's certificate into the folder");
      return Optional.empty();
    }
  }

  private void readRevocation(Section section) {
    RevocationPolicy standard = RevocationPolicy.DEFAULT;
    RevocationPolicy policy =
        new RevocationPolicy(
            section.flag("required").orElse(standard.requireList()),
            section.duration("grace").orElse(standard.grace()),
            section.word("afterGrace", AFTER_GRACE).orElse(standard.afterGrace()));
    store.revocationPolicy(policy);
    for (Path list : section.paths("lists")) {
      section.use("lists", () -> store.revocationList(list));
    }
    for (String key : section.texts("keys")) {
      section.use("keys", () -> store.revokeKey(key));
    }
    for (String release : section.texts("releases")) {
      section.use("releases", () -> store.revokeManifest(release));
    }
    section.rejectOthers();
  }
}
