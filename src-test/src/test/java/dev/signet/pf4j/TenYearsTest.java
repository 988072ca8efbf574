package dev.signet.pf4j;

import static dev.signet.policy.Decision.Action.ADMIT;
import static dev.signet.policy.Decision.Action.REFUSE;
import static dev.signet.policy.Decision.Action.WARN;
import static dev.signet.verdict.Reason.CLOCK_WENT_BACK;
import static dev.signet.verdict.Reason.DOWNGRADE;
import static dev.signet.verdict.Reason.EXPIRED;
import static dev.signet.verdict.Reason.EXPIRES_SOON;
import static dev.signet.verdict.Reason.KEY_CHANGED;
import static dev.signet.verdict.Reason.MISSING_SIGNATURE;
import static dev.signet.verdict.Reason.REVOCATION_UNAVAILABLE;
import static dev.signet.verdict.Reason.REVOKED;
import static dev.signet.verdict.Reason.SIGNATURE_DROPPED;
import static dev.signet.verdict.Reason.STATE_UNAVAILABLE;
import static dev.signet.verdict.Reason.WEAK_ALGORITHM;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import dev.signet.pf4j.PluginLife.Host;
import dev.signet.pf4j.PluginLife.Preset;
import dev.signet.policy.Decision;
import dev.signet.policy.Decision.Action;
import dev.signet.policy.HistoryRule;
import dev.signet.policy.SigningLedger;
import dev.signet.testkit.TestHost;
import dev.signet.trust.RevocationPolicy;
import dev.signet.trust.RevocationPolicy.AfterGrace;
import dev.signet.trust.live.LiveTrust;
import dev.signet.verdict.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ten years of one plugin, under our default rules and under Nextcloud's. */
class TenYearsTest {
  private static final RevocationPolicy GOING_ON =
      new RevocationPolicy(false, Duration.ofDays(14), AfterGrace.WARN);

  /**
   * At each step something happens, and then the hosts start anew, or run on. Expected is what the
   * host on stable decides. The one on beta decides the same, but warns where stable refuses.
   */
  private static final List<Step> STORY =
      List.of(
          // The first years.
          on(
              "2026-02-01",
              "a certificate for three years; 1.0 is signed and installed",
              life -> {
                life.publish("2032-04-01");
                life.issue("first", "2026-01-15T00:00:00Z", "2029-01-15T00:00:00Z");
                life.sign("1.0", "first");
              },
              both(ADMIT)),
          on("2026-08-01", "nothing", life -> {}, both(ADMIT)),
          on("2027-03-01", "update to 1.1", life -> life.sign("1.1", "first"), both(ADMIT)),
          on("2027-04-01", "1.0 is put back", life -> life.install("1.0"), both(WARN, DOWNGRADE)),
          on("2027-04-01", "the host does not want that", life -> {}, both(REFUSE, DOWNGRADE))
              .hostSays(host -> host.downgrades(HistoryRule.REFUSE)),
          on("2027-04-01", "the host does not mind", life -> {}, both(ADMIT))
              .hostSays(host -> host.downgrades(HistoryRule.ALLOW)),
          on("2027-04-02", "1.1 is put back", life -> life.install("1.1"), both(ADMIT))
              .hostSays(host -> host.downgrades(HistoryRule.REFUSE)),

          // A release without a signature.
          on(
              "2027-06-01",
              "1.2 comes without a signature",
              life -> life.installUnsigned("1.2"),
              unsigned(REFUSE, SIGNATURE_DROPPED)),
          on(
                  "2027-06-01",
                  "the allow-list changes nothing",
                  life -> {},
                  unsigned(REFUSE, SIGNATURE_DROPPED))
              .hostSays(host -> host.allowUnsigned(PluginLife.ID)),
          on(
                  "2027-06-01",
                  "nor that it is featured",
                  life -> {},
                  unsigned(REFUSE, SIGNATURE_DROPPED))
              .hostSays(host -> host.featured(PluginLife.ID)),
          on(
              "2027-06-02",
              "its past is forgotten on purpose",
              life -> life.administrators(ledger -> ledger.forget(PluginLife.ID)),
              each(expected(REFUSE, MISSING_SIGNATURE), expected(WARN, MISSING_SIGNATURE))),
          on("2027-06-02", "now the allow-list counts", life -> {}, unsigned(WARN))
              .hostSays(host -> host.allowUnsigned(PluginLife.ID)),
          on("2027-06-03", "a lower one, signed", life -> life.install("1.0"), both(ADMIT)),
          on(
              "2027-06-04",
              "1.2 without a signature again",
              life -> life.installUnsigned("1.2"),
              unsigned(REFUSE, SIGNATURE_DROPPED)),
          on("2027-06-05", "1.2 is signed", life -> life.sign("1.2", "first"), both(ADMIT)),

          // Clocks.
          on("2028-02-01", "the clock is ahead, unnoticed", life -> {}, both(ADMIT)),
          on("2027-09-01", "it is put right", life -> {}, both(WARN, CLOCK_WENT_BACK)),
          on(
              "2027-09-01",
              "that is forgotten on purpose",
              life -> life.administrators(SigningLedger::forgetInstant),
              both(ADMIT)),
          on(
              "2027-09-01T11:56:00Z",
              "it is four minutes behind, which is no event",
              life -> {},
              both(ADMIT)),

          // The certificate runs out.
          on("2028-11-15", "61 days before its end", life -> {}, both(ADMIT)),
          on("2028-11-16", "60 days before, as the hosts run", life -> {}, both(WARN, EXPIRES_SOON))
              .whileRunning(),
          on("2029-01-14", "hours before", life -> {}, both(WARN, EXPIRES_SOON)),
          on(
                  "2029-01-15",
                  "it is over, as the hosts run",
                  life -> {},
                  each(expected(REFUSE, EXPIRED), expected(WARN, EXPIRED, WEAK_ALGORITHM)))
              .whileRunning(),
          on(
              "2029-01-16",
              "it is over, and the hosts start",
              life -> {},
              each(expected(REFUSE, EXPIRED), expected(WARN, EXPIRED, WEAK_ALGORITHM))),
          on(
              "2029-02-01",
              "a new certificate; 1.3 is signed with a timestamp",
              life -> {
                life.issue("second", "2029-01-20T00:00:00Z", "2032-01-20T00:00:00Z");
                life.signWithTimestamp("1.3", "second");
              },
              both(WARN, KEY_CHANGED)),
          on("2029-02-02", "its key is still new", life -> {}, both(WARN, KEY_CHANGED)),
          on("2029-02-03", "the author is asked", PluginLife::confirm, both(ADMIT)),
          on("2032-01-10", "ten days before its end", life -> {}, both(WARN, EXPIRES_SOON)),
          on("2032-02-01", "over, but for the timestamp", life -> {}, both(WARN, EXPIRED)),

          // The key is lost.
          on(
                  "2032-03-01",
                  "the second key is lost and its certificate revoked, as the hosts run",
                  life -> life.publish("2034-06-01", "second"),
                  both(REFUSE, REVOKED, EXPIRED))
              .whileRunning(),
          on(
              "2032-03-02",
              "the timestamp saves nothing",
              life -> {},
              both(REFUSE, REVOKED, EXPIRED)),
          on(
              "2032-03-10",
              "a third certificate with a new key; 1.4 is signed",
              life -> {
                life.issue("third", "2032-03-05T00:00:00Z", "2037-03-05T00:00:00Z");
                life.sign("1.4", "third");
              },
              both(WARN, KEY_CHANGED)),
          on("2032-03-11", "the author is asked", PluginLife::confirm, both(ADMIT)),
          on(
              "2032-04-01",
              "the release by the lost key is put back",
              life -> life.install("1.3"),
              both(REFUSE, REVOKED, EXPIRED, DOWNGRADE)),
          on(
              "2032-04-02",
              "and the one before, whose certificate merely ran out",
              life -> life.install("1.2"),
              each(
                  expected(REFUSE, EXPIRED, DOWNGRADE),
                  expected(WARN, EXPIRED, DOWNGRADE, WEAK_ALGORITHM))),
          on("2032-04-03", "1.4 is put back", life -> life.install("1.4"), both(ADMIT)),

          // One bad release.
          on("2033-05-01", "update to 1.5", life -> life.sign("1.5", "third"), both(ADMIT)),
          on("2033-05-09", "1.5 is withdrawn", life -> life.withdraw("1.5"), both(REFUSE, REVOKED)),
          on("2033-05-10", "update to 1.6", life -> life.sign("1.6", "third"), both(ADMIT)),

          // The authority's list is not renewed.
          on("2034-05-31", "the list is current", life -> {}, both(ADMIT)),
          on("2034-06-05", "stale, within grace", life -> {}, both(WARN, REVOCATION_UNAVAILABLE)),
          on("2034-07-31", "the last day of grace", life -> {}, both(WARN, REVOCATION_UNAVAILABLE)),
          on("2034-08-01", "grace is over", life -> {}, both(REFUSE, REVOCATION_UNAVAILABLE)),
          on("2034-08-01", "a host that goes on", life -> {}, both(WARN, REVOCATION_UNAVAILABLE))
              .hostTrusts(store -> store.revocationPolicy(GOING_ON)),
          on("2034-08-02", "a new list", life -> life.publish("2037-06-01", "second"), both(ADMIT)),

          // The ledger.
          on(
              "2035-01-10",
              "the ledgers are damaged",
              life -> life.damage("ledger.json"),
              both(REFUSE, STATE_UNAVAILABLE)),
          on(
              "2035-01-11",
              "they are reset on purpose",
              life -> life.administrators(SigningLedger::reset),
              both(ADMIT)),
          on(
              "2035-01-12",
              "a lower one by the same key",
              life -> life.install("1.4"),
              both(WARN, DOWNGRADE)),
          on(
              "2035-01-13",
              "reset again, and the lower one is the first ever seen",
              life -> life.administrators(SigningLedger::reset),
              both(ADMIT)),
          on(
              "2036-02-01",
              "the tenth year ends with 2.0",
              life -> life.sign("2.0", "third"),
              both(ADMIT)));

  @TempDir private Path temp;

  @ParameterizedTest
  @EnumSource
  void plugin_whenItLivesTenYears_isJudgedRightlyAllTheTime(Preset preset) {
    try (PluginLife life = new PluginLife(temp, preset)) {
      assertSoftly(softly -> STORY.forEach(step -> play(step, life, preset, softly)));
    }
  }

  private static void play(Step step, PluginLife life, Preset preset, SoftAssertions softly) {
    String what = preset + ", " + step.date() + ", " + step.event();
    try {
      life.now(PluginLife.instant(step.date()));
      life.hosts().forEach(host -> host.told().clear());
      step.happening().in(life);
      if (step.running()) {
        life.hosts().forEach(host -> host.manager().admission().reassess());
      } else {
        life.restart(step.options(), step.settings());
      }
    } catch (Exception e) {
      throw new AssertionError(what, e);
    }
    Expected expected =
        preset == Preset.SIGNET ? step.expected().signet() : step.expected().nextcloud();
    for (Host host : life.hosts()) {
      Decision decision = TestHost.decision(host.manager(), life.source());
      softly
          .assertThat(Outcome.of(host, decision))
          .as("%s, on %s: %s", what, host.channel().name(), decision.explanation())
          .isEqualTo(Outcome.of(expected, step.running(), host.channel().enforces()));
    }
  }

  /** What is to be seen of a host. */
  private record Outcome(
      Action action, Set<Reason> reasons, boolean loaded, List<Action> told, boolean excused) {

    static Outcome of(Host host, Decision decision) {
      return new Outcome(
          decision.action(),
          Set.copyOf(TestHost.reasons(decision)),
          TestHost.greetings(host.manager()).equals(List.of("hello")),
          host.told().stream().map(change -> change.now().action()).toList(),
          decision.explanation().contains("this would have been refused on stable"));
    }

    /** A plugin that runs is told of, and runs on; off stable nothing is ever refused. */
    static Outcome of(Expected expected, boolean running, boolean enforced) {
      boolean refused = expected.action() == REFUSE;
      Action action = refused && !enforced ? WARN : expected.action();
      return new Outcome(
          action,
          expected.reasons(),
          running || action != REFUSE,
          running ? List.of(action) : List.of(),
          refused && !enforced);
    }
  }

  /** What a host on stable decides, and every reason it gives. */
  private record Expected(Action action, Set<Reason> reasons) {}

  private record Both(Expected signet, Expected nextcloud) {}

  private static Expected expected(Action action, Reason... reasons) {
    return new Expected(action, Set.of(reasons));
  }

  private static Both each(Expected signet, Expected nextcloud) {
    return new Both(signet, nextcloud);
  }

  /** The same under both rules, but that Nextcloud's signatures are reported as legacy. */
  private static Both both(Action action, Reason... reasons) {
    Set<Reason> more = new HashSet<>(Set.of(reasons));
    more.add(WEAK_ALGORITHM);
    return each(expected(action, reasons), new Expected(action == ADMIT ? WARN : action, more));
  }

  private static Both unsigned(Action action, Reason... reasons) {
    Set<Reason> more = new HashSet<>(Set.of(reasons));
    more.add(MISSING_SIGNATURE);
    return each(new Expected(action, more), new Expected(action, more));
  }

  @FunctionalInterface
  private interface Happening {
    void in(PluginLife life) throws Exception;
  }

  /** One line of the story. */
  private record Step(
      String date,
      String event,
      Happening happening,
      Both expected,
      boolean running,
      UnaryOperator<VerifyingPluginManager.Builder> options,
      LiveTrust.Settings settings) {

    Step whileRunning() {
      return new Step(date, event, happening, expected, true, options, settings);
    }

    Step hostSays(UnaryOperator<VerifyingPluginManager.Builder> more) {
      return new Step(date, event, happening, expected, running, more, settings);
    }

    Step hostTrusts(LiveTrust.Settings more) {
      return new Step(date, event, happening, expected, running, options, more);
    }
  }

  private static Step on(String date, String event, Happening happening, Both expected) {
    return new Step(date, event, happening, expected, false, options -> options, store -> {});
  }
}
