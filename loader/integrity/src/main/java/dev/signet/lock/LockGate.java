package dev.signet.lock;

import dev.signet.trust.TrustSource;
import dev.signet.verdict.Audience;
import dev.signet.verdict.Finding;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What a host asks of a list before it goes by it: the right fleet, a signature of somebody who
 * may, and no list before it that is newer. Safe for use by several threads.
 */
public final class LockGate {
  private final String fleet;
  private final TrustSource trust;
  private final LockMemory memory;
  private final InstantSource clock;

  /**
   * A gate.
   *
   * @param fleet the host's
   * @param trust is asked anew for each list
   */
  public LockGate(String fleet, TrustSource trust, LockMemory memory, InstantSource clock) {
    this.fleet = Objects.requireNonNull(fleet, "fleet");
    this.trust = Objects.requireNonNull(trust, "trust");
    this.memory = Objects.requireNonNull(memory, "memory");
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  /**
   * Returns what the list says, and takes it for the newest from now on, also after a restart.
   *
   * @throws LockException when the host does not go by it; says why, and what to do
   */
  public PluginsLock accept(SignedLock lock) throws LockException {
    PluginsLock wanted = look(lock);
    memory.accept(wanted);
    return wanted;
  }

  /**
   * Returns what the list says likewise, and remembers nothing.
   *
   * @throws LockException when the host would not go by it; says why, and what to do
   */
  public PluginsLock look(SignedLock lock) throws LockException {
    PluginsLock wanted = lock.lock();
    if (!wanted.fleet().equals(fleet)) {
      throw new LockException(
          String.format(
              Locale.ROOT,
              "The list is for the fleet '%s', and this host belongs to '%s'. Give it its own"
                  + " fleet's list, or correct its settings.",
              wanted.fleet(),
              fleet));
    }
    LockCheck.Result result = new LockCheck(trust.current()).check(lock, clock.instant());
    if (!result.isTrusted()) {
      throw new LockException(
          "The list of number "
              + wanted.number()
              + " is not trusted. "
              + result.findings().stream()
                  .filter(Finding::isProblem)
                  .map(LockGate::told)
                  .collect(Collectors.joining(" ")));
    }
    memory.check(wanted);
    return wanted;
  }

  private static String told(Finding finding) {
    return finding.reason()
        + ": "
        + finding.detail()
        + " "
        + finding.remedy(Audience.ADMINISTRATOR);
  }
}
