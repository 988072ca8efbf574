package dev.signet.config;

import dev.signet.policy.SignerRule;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Reads who must have signed beside authors. */
final class SignerSettings {
  private SignerSettings() {}

  /** Reads the section, and hands on what each rule in it sets. */
  static void read(Section section, Consumer<HostConfiguration.Setting> settings) {
    rule(section, "all").ifPresent(rule -> settings.accept(to -> to.signers(rule)));
    rule(section, "featured").ifPresent(rule -> settings.accept(to -> to.featuredSigners(rule)));
    section
        .section("plugins")
        .ifPresent(
            plugins -> {
              for (String id : plugins.keys()) {
                rule(plugins, id).ifPresent(rule -> settings.accept(to -> to.signers(id, rule)));
              }
            });
    section.rejectOthers();
  }

  private static Optional<SignerRule> rule(Section section, String key) {
    return section.section(key).flatMap(rule -> rule(section, key, rule));
  }

  private static Optional<SignerRule> rule(Section section, String key, Section rule) {
    long count = rule.count("count", SignerRule.MOST).orElse(1L);
    List<String> names = rule.texts("alsoSignedBy");
    rule.rejectOthers();
    try {
      return Optional.of(new SignerRule((int) count, Set.copyOf(names)));
    } catch (IllegalArgumentException e) {
      section.problem(key, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }
}
