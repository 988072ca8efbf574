package dev.signet.config;

import dev.signet.envelope.SignatureAlgorithm;
import dev.signet.trust.AnchorProfile;
import dev.signet.trust.live.LiveTrust;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** {@code algorithms} and {@code sunset}: which signature algorithms count, and how long. */
final class AlgorithmSettings {
  private static final Map<String, AnchorProfile> PROFILES =
      Map.of("standard", AnchorProfile.STANDARD, "nextcloud", AnchorProfile.NEXTCLOUD);
  private static final Map<String, SignatureAlgorithm> ALGORITHMS =
      Arrays.stream(SignatureAlgorithm.values())
          .collect(Collectors.toUnmodifiableMap(SignatureAlgorithm::id, Function.identity()));

  private final Setter setter;

  AlgorithmSettings(Setter setter) {
    this.setter = setter;
  }

  /** Takes a setting of the trust that was read from this key. */
  interface Setter {
    void set(Section section, String key, LiveTrust.Settings setting);
  }

  /** Reads which algorithms are accepted. */
  void readAllowed(Section section) {
    PROFILES.forEach(
        (word, profile) -> {
          Set<SignatureAlgorithm> allowed = Set.copyOf(section.words(word, ALGORITHMS));
          if (!allowed.isEmpty() || isEmptyList(section, word)) {
            setter.set(section, word, store -> store.allowOnly(profile, allowed));
          }
        });
    section.rejectOthers();
  }

  /** An empty list accepts nothing; it must not be taken for none at all. */
  private static boolean isEmptyList(Section section, String key) {
    return section.keys().contains(key) && section.texts(key).isEmpty();
  }

  /** Reads from when on algorithms are refused. */
  void readSunset(Section section) {
    PROFILES.forEach(
        (word, profile) ->
            section
                .section(word)
                .ifPresent(
                    ends -> {
                      ALGORITHMS.forEach(
                          (id, algorithm) ->
                              ends.instant(id)
                                  .ifPresent(
                                      end ->
                                          setter.set(
                                              ends,
                                              id,
                                              store -> store.sunset(profile, algorithm, end))));
                      ends.rejectOthers();
                    }));
    section.rejectOthers();
  }
}
