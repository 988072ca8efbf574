package dev.signet.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signet.http.BoundedHttp;
import dev.signet.pf4j.PluginAdmission;
import dev.signet.sign.authority.NewAuthority;
import dev.signet.sign.key.KeyType;
import dev.signet.trust.RevocationPolicy;
import dev.signet.trust.live.LiveTrust;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DurationsTest {
  static Stream<Map.Entry<String, Consumer<Duration>>> settings() {
    return Map.<String, Consumer<Duration>>of(
        "rescanEvery", PluginAdmission.builder()::rescanEvery,
        "grace", time -> new RevocationPolicy(false, time, RevocationPolicy.AfterGrace.REFUSE),
        "limit", time -> LiveTrust.following(Path.of("trust")).timeLimit(time),
        "interval", time -> LiveTrust.following(Path.of("trust")).lookEvery(time),
        "timeout", time -> new BoundedHttp(time, 1),
        "length", time -> new NewAuthority("Root", KeyType.P384, time))
        .entrySet()
        .stream();
  }

  @ParameterizedTest
  @MethodSource("settings")
  void setting_whenOutOfBounds_namesItselfAndTheBound(
      Map.Entry<String, Consumer<Duration>> setting) {
    for (Duration wrong :
        new Duration[] {
          ChronoUnit.FOREVER.getDuration(),
          Duration.ofDays(300_000_000_000L),
          Durations.LONGEST.plusNanos(1)
        }) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> setting.getValue().accept(wrong))
          .withMessageContainingAll(setting.getKey(), "36500 days");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> setting.getValue().accept(Duration.ofNanos(-1)))
        .withMessageContainingAll(setting.getKey(), "negative");
  }

  @Test
  void requirePositive_whenWithinBounds_returnsTheSame() {
    assertThat(Durations.requirePositive(Durations.LONGEST, "x")).isEqualTo(Durations.LONGEST);
    assertThat(Durations.requireBounded(Duration.ZERO, "x")).isZero();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Durations.requirePositive(Duration.ZERO, "x"))
        .withMessage("x: PT0S is not positive");
  }
}
