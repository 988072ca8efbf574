package dev.signet.pf4j.wanted;

import dev.signet.lock.PluginsLock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Decides when a host may change, so that never all of a fleet change at once. A host asks whenever
 * there is something to change, and changes nothing without a turn.
 */
@FunctionalInterface
public interface FleetTurn {
  /** Every host may change at any time. */
  FleetTurn ANY_TIME = (lock, at) -> Optional.of(() -> {});

  /** A turn that was taken. */
  @FunctionalInterface
  interface Held extends AutoCloseable {
    /** Gives the turn back. */
    @Override
    void close();
  }

  /**
   * Takes this host's turn.
   *
   * @param lock the list that it is to be brought to
   * @param at now
   * @return empty while it is others' turn
   */
  Optional<Held> take(PluginsLock lock, Instant at);

  /**
   * Returns turns that need nobody to ask: the hosts of a fleet change in waves, one after the
   * other, in an order that each list has anew. A host waits from when it first sees a list, and
   * anew when it is started again. That a wave has ended well is not looked at: the pause is for
   * people, or a program, to withdraw a list by a newer one.
   *
   * @param host this host's name
   * @param hosts the names of all hosts of the fleet, the same on each of them, in any order
   * @param atOnce how many hosts change in a wave, at least 1
   * @param pause from one wave to the next, positive
   * @throws IllegalArgumentException when the host is none of the fleet's, a name is there twice,
   *     or a number is out of bounds
   */
  static FleetTurn inWaves(String host, List<String> hosts, int atOnce, Duration pause) {
    return new Waves(host, hosts, atOnce, pause);
  }
}
