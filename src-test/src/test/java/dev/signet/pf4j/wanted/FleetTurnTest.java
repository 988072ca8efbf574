package dev.signet.pf4j.wanted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signet.lock.PluginsLock;
import dev.signet.testkit.Locks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FleetTurnTest {
  private static final Duration PAUSE = Duration.ofMinutes(10);
  private static final Instant START = Instant.parse("2026-12-01T00:00:00Z");
  private static final List<String> HOSTS = List.of("a", "b", "c", "d", "e", "f", "g");

  private static Map<String, FleetTurn> fleet(int atOnce) {
    Map<String, FleetTurn> turns = new TreeMap<>();
    List<String> names = new ArrayList<>(HOSTS);
    for (String host : HOSTS) {
      // Each has them in another order.
      Collections.rotate(names, 3);
      turns.put(host, FleetTurn.inWaves(host, names, atOnce, PAUSE));
    }
    return turns;
  }

  private static List<String> allowed(Map<String, FleetTurn> fleet, PluginsLock lock, Instant at) {
    return fleet.entrySet().stream()
        .filter(host -> host.getValue().take(lock, at).isPresent())
        .map(Map.Entry::getKey)
        .toList();
  }

  @Test
  void waves_areOfTheSizeThatWasChosenUntilAllHadTheirTurn() {
    Map<String, FleetTurn> fleet = fleet(3);
    PluginsLock lock = Locks.lock(1);

    assertThat(allowed(fleet, lock, START)).hasSize(3);
    assertThat(allowed(fleet, lock, START.plus(PAUSE).minusSeconds(1))).hasSize(3);
    assertThat(allowed(fleet, lock, START.plus(PAUSE))).hasSize(6);
    assertThat(allowed(fleet, lock, START.plus(PAUSE.multipliedBy(2)))).isEqualTo(HOSTS);
  }

  @Test
  void order_whenAnotherListComes_isAnotherAndBeginsAnew() {
    Map<String, FleetTurn> fleet = fleet(1);
    Instant late = START.plus(PAUSE.multipliedBy(100));
    List<List<String>> first = new ArrayList<>();
    for (int number = 1; number <= 20; number++) {
      List<String> allowed = allowed(fleet, Locks.lock(number), late);
      assertThat(allowed).hasSize(1);
      first.add(allowed);
    }

    assertThat(first.stream().distinct().count()).isGreaterThan(2);
  }

  @Test
  void clock_whenSetBack_bringsNobodysTurnForward() {
    Map<String, FleetTurn> fleet = fleet(1);
    PluginsLock lock = Locks.lock(1);
    assertThat(allowed(fleet, lock, START)).hasSize(1);

    assertThat(allowed(fleet, lock, START.minus(PAUSE))).hasSize(1);
    assertThat(allowed(fleet, lock, START)).hasSize(2);
  }

  @Test
  void anyTime_isAlways() {
    FleetTurn.Held held = FleetTurn.ANY_TIME.take(Locks.lock(1), START).orElseThrow();

    held.close();
  }

  @Test
  void waves_whenTheyCannotBe_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FleetTurn.inWaves("x", HOSTS, 1, PAUSE))
        .withMessageContaining("'x' is none");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FleetTurn.inWaves("a", List.of("a", "a"), 1, PAUSE))
        .withMessageContaining("twice");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FleetTurn.inWaves("a", HOSTS, 0, PAUSE))
        .withMessageContaining("atOnce");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FleetTurn.inWaves("a", HOSTS, 1, Duration.ZERO))
        .withMessageContaining("pause");
  }
}
