package dev.signet.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.policy.Decision.Action;
import dev.signet.verdict.Dimension;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Signer;
import dev.signet.verdict.Subject;
import dev.signet.verdict.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every setting of the five dimensions, on every kind of channel, against every reason. */
class EnforcementTableTest {
  private static final Subject CLOCK = new Subject("clock", "1.0.0", "ab".repeat(64));
  private static final Signer SIGNER =
      new Signer(
          "clock",
          "CN=Root",
          "01",
          "cd".repeat(32),
          Instant.EPOCH,
          Instant.MAX,
          "ecdsa-p384-sha384",
          "CN=Root");

  /** I integrity, A authenticity, R revocation, E expiry, F freshness; - goes by the channel. */
  private static final String TABLE =
      """
      MISSING_SIGNATURE        A
      MALFORMED_SIGNATURE      IA
      UNTRUSTED_CERTIFICATE    A
      INVALID_CERTIFICATE      A
      REVOKED                  R
      EXPIRED                  E
      EXPIRES_SOON             E
      INVALID_TIMESTAMP        E
      REVOCATION_UNAVAILABLE   F
      WEAK_ALGORITHM           A
      SCOPE_MISMATCH           A
      BAD_SIGNATURE            IA
      INVALID_HASH             I
      FILE_MISSING             I
      EXTRA_FILE               I
      UNSAFE_PATH              I
      NOT_A_REGULAR_FILE       I
      PATH_COLLISION           I
      LIMIT_EXCEEDED           I
      MALFORMED_ARCHIVE        I
      CLASS_PATH_ESCAPE        always
      DESCRIPTOR_MISMATCH      I
      DEVELOPMENT_CERTIFICATE  -
      NOT_RUNNABLE             -
      DOWNGRADE                -
      SIGNATURE_DROPPED        IA
      KEY_CHANGED              A
      SIGNER_MISSING           A
      RELEASE_CHANGED          I
      DEPENDENCY_REFUSED       -
      DEPENDENCY_UNMET         -
      HOST_VERSION_UNMET       -
      LESS_TRUSTED_DEPENDENCY  A
      DUPLICATE_ID             -
      DEVELOPMENT_MODE         I
      STATE_UNAVAILABLE        -
      CLOCK_WENT_BACK          E
      UNREADABLE               IA
      IO_ERROR                 IA
      """;

  private static final Map<Reason, String> EXPECTED = new EnumMap<>(Reason.class);

  static {
    TABLE
        .lines()
        .map(line -> line.split(" +"))
        .forEach(cells -> EXPECTED.put(Reason.valueOf(cells[0]), cells[1]));
  }

  /** Each dimension enforced, warned about, off, or left to the channel: 1,024 settings. */
  private static List<Map<Dimension, Enforcement>> settings() {
    List<Map<Dimension, Enforcement>> all = new ArrayList<>();
    all.add(Map.of());
    for (Dimension dimension : Dimension.values()) {
      for (Map<Dimension, Enforcement> before : List.copyOf(all)) {
        for (Enforcement enforcement : Enforcement.values()) {
          Map<Dimension, Enforcement> more = new LinkedHashMap<>(before);
          more.put(dimension, enforcement);
          all.add(more);
        }
      }
    }
    return all;
  }

  private static boolean isPossible(String channel, Map<Dimension, Enforcement> setting) {
    return !channel.equals("stable")
        || (setting.get(Dimension.INTEGRITY) != Enforcement.OFF
            && setting.get(Dimension.AUTHENTICITY) != Enforcement.OFF);
  }

  private static SignaturePolicyBuilder builder(
      String channel, Map<Dimension, Enforcement> setting) {
    SignaturePolicyBuilder builder =
        SignaturePolicy.require(SignatureRequirement.ALL).channel(new ReleaseChannel(channel));
    setting.forEach(builder::enforcement);
    return builder;
  }

  /** The expectation, written without a look at the table in the code. */
  private static Enforcement expected(
      String letters, String channel, Map<Dimension, Enforcement> setting) {
    Enforcement usual = channel.equals("stable") ? Enforcement.ENFORCE : Enforcement.WARN;
    if (letters.equals("-")) {
      return usual;
    }
    Enforcement strictest = Enforcement.OFF;
    for (Dimension dimension : Dimension.values()) {
      if (letters.indexOf(dimension.name().charAt(0)) >= 0) {
        Enforcement rule = setting.getOrDefault(dimension, usual);
        strictest = rule.compareTo(strictest) < 0 ? rule : strictest;
      }
    }
    return strictest;
  }

  private static String letters(Reason reason) {
    return Objects.requireNonNull(EXPECTED.get(reason), reason.name());
  }

  private static Decision decide(SignaturePolicy policy, Reason reason) {
    Finding finding = Finding.of(reason, "So it is.");
    return policy.decide(Verdict.of(CLOCK, List.of(finding), Optional.of(SIGNER)));
  }

  @Test
  void table_hasEveryReason() {
    assertThat(EXPECTED.keySet()).containsExactlyInAnyOrder(Reason.values());
  }

  @ParameterizedTest
  @ValueSource(strings = {"stable", "beta", "", "Stable"})
  void problem_isTreatedAsTheTableSays(String channel) {
    int decided = 0;
    for (Map<Dimension, Enforcement> setting : settings()) {
      if (!isPossible(channel, setting)) {
        continue;
      }
      SignaturePolicy policy = builder(channel, setting).build();
      for (Reason reason : Reason.values()) {
        String letters = letters(reason);
        Decision decision = decide(policy, reason);
        decided++;
        if (letters.equals("always")) {
          assertThat(decision.action()).as("%s %s", reason, setting).isEqualTo(Action.REFUSE);
          continue;
        }
        Enforcement expected = expected(letters, channel, setting);
        assertThat(decision.action())
            .as("%s on '%s' with %s", reason, channel, setting)
            .isEqualTo(expected == Enforcement.ENFORCE ? Action.REFUSE : Action.WARN);
        assertThat(decision.findings().get(0).isProblem())
            .as("%s on '%s' with %s", reason, channel, setting)
            .isEqualTo(expected != Enforcement.OFF);
        assertThat(told(decision)).isEqualTo(told(letters, channel, setting));
      }
    }
    assertThat(decided).isGreaterThan(500 * Reason.values().length);
  }

  private static Map<Dimension, Enforcement> told(Decision decision) {
    Map<Dimension, Enforcement> told = new EnumMap<>(Dimension.class);
    for (Enforcement each : Enforcement.values()) {
      decision.dimensions(each).forEach(dimension -> told.put(dimension, each));
    }
    return told;
  }

  private static Map<Dimension, Enforcement> told(
      String letters, String channel, Map<Dimension, Enforcement> setting) {
    Map<Dimension, Enforcement> told = new EnumMap<>(Dimension.class);
    Stream.of(Dimension.values())
        .filter(each -> letters.indexOf(each.name().charAt(0)) >= 0)
        .forEach(each -> told.put(each, expected(each.name().substring(0, 1), channel, setting)));
    return told;
  }

  @Test
  void notice_whenEverythingIsEnforced_refusesNothing() {
    SignaturePolicy policy = builder("beta", settings().get(settings().size() - 1)).build();
    for (Reason reason : Reason.values()) {
      Finding notice = Finding.of(reason, "So it is.").asNotice();
      Verdict verdict = Verdict.of(CLOCK, List.of(notice), Optional.of(SIGNER));
      assertThat(policy.decide(verdict).action()).isEqualTo(Action.WARN);
      assertThat(policy.decide(verdict).dimensions()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Dimension.class,
      names = {"INTEGRITY", "AUTHENTICITY"})
  void off_whenOnStable_cannotBeBuiltForWhatMattersMost(Dimension dimension) {
    SignaturePolicyBuilder builder = builder("stable", Map.of(dimension, Enforcement.OFF));
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "enforcement: %s cannot be off on the channel stable; choose warn, or name another"
                + " channel",
            dimension.word());
    assertThat(builder.checkingOff().build().isCheckingOff()).isTrue();
  }

  @Test
  void everything_whenCheckingIsOff_isAdmittedButWhatCannotBeLoaded() {
    for (Map<Dimension, Enforcement> setting : settings()) {
      SignaturePolicy policy = builder("stable", setting).checkingOff().build();
      for (Reason reason : Reason.values()) {
        boolean always = letters(reason).equals("always");
        assertThat(decide(policy, reason).isAdmitted()).isEqualTo(!always);
        assertThat(policy.refuses(reason)).isFalse();
      }
      assertThat(policy.isSealedOnly()).isFalse();
    }
  }

  @Test
  void bundle_whenNotReadToItsEnd_isRefusedWhateverIsEnforced() {
    for (Map<Dimension, Enforcement> setting : settings()) {
      SignaturePolicy policy = builder("beta", setting).checkingOff().build();
      for (Subject subject : List.of(new Subject("clock", "1", ""), new Subject("", "1", "ab"))) {
        Verdict verdict =
            Verdict.of(
                subject, List.of(Finding.of(Reason.UNREADABLE, "Broken.")), Optional.empty());
        assertThat(policy.decide(verdict).action()).isEqualTo(Action.REFUSE);
        assertThat(policy.decide(verdict).dimensions()).isEmpty();
      }
    }
  }

  @Test
  void bundle_whenLoadedInPlace_isRefusedOnStableAndWhereIntegrityIsEnforced() {
    for (String channel : List.of("stable", "beta")) {
      for (Map<Dimension, Enforcement> setting : settings()) {
        if (isPossible(channel, setting)) {
          assertThat(builder(channel, setting).build().isSealedOnly())
              .isEqualTo(
                  channel.equals("stable")
                      || setting.get(Dimension.INTEGRITY) == Enforcement.ENFORCE);
        }
      }
    }
  }

  @Test
  void policy_whenRebuilt_enforcesTheSame() {
    SignaturePolicy policy = builder("beta", Map.of(Dimension.EXPIRY, Enforcement.ENFORCE)).build();
    assertThat(policy.toBuilder().build().enforcement()).isEqualTo(policy.enforcement());
    assertThat(policy.toBuilder().channel(new ReleaseChannel("git")).build().enforcement())
        .isEqualTo(
            EnforcementRules.of(new ReleaseChannel("git"))
                .with(Dimension.EXPIRY, Enforcement.ENFORCE));
  }

  @Test
  void severalProblems_whenOneIsEnforced_refuse() {
    SignaturePolicy policy =
        builder(
                "stable",
                Map.of(Dimension.EXPIRY, Enforcement.WARN, Dimension.FRESHNESS, Enforcement.OFF))
            .build();
    Verdict verdict =
        Verdict.of(
            CLOCK,
            List.of(
                Finding.of(Reason.EXPIRED, "Over."),
                Finding.of(Reason.REVOCATION_UNAVAILABLE, "Stale."),
                Finding.at(Reason.INVALID_HASH, "a", "Changed.")),
            Optional.of(SIGNER));
    Decision decision = policy.decide(verdict);
    assertThat(decision.action()).isEqualTo(Action.REFUSE);
    assertThat(decision.dimensions())
        .isEqualTo(
            Map.of(
                Dimension.INTEGRITY, Enforcement.ENFORCE,
                Dimension.EXPIRY, Enforcement.WARN,
                Dimension.FRESHNESS, Enforcement.OFF));
  }

  @Test
  void problem_whenMoreComesUp_isCountedWithIt() {
    SignaturePolicy policy =
        builder("beta", Map.of(Dimension.AUTHENTICITY, Enforcement.ENFORCE)).build();
    Decision decision = decide(policy, Reason.EXPIRED);
    assertThat(decision.action()).isEqualTo(Action.WARN);
    Decision more = policy.weigh(decision, Finding.of(Reason.LESS_TRUSTED_DEPENDENCY, "Mixed."));
    assertThat(more.action()).isEqualTo(Action.REFUSE);
    assertThat(more.dimensions().keySet())
        .isEqualTo(Set.of(Dimension.EXPIRY, Dimension.AUTHENTICITY));
    assertThat(more.explanation()).contains("enforces authenticity on channel 'beta'");
  }

  @Test
  void core_whenDimensionIsOff_isNotedAndRuns() {
    SignaturePolicy policy = builder("stable", Map.of(Dimension.EXPIRY, Enforcement.OFF)).build();
    Decision decision =
        policy.decideCore(
            Verdict.of(
                new Subject("core", "", "ab".repeat(64)),
                List.of(
                    Finding.of(Reason.EXPIRED, "Over."),
                    Finding.at(Reason.EXTRA_FILE, "a", "There.")),
                Optional.of(SIGNER)));
    assertThat(decision.action()).isEqualTo(Action.WARN);
    assertThat(decision.dimensions())
        .isEqualTo(
            Map.of(Dimension.INTEGRITY, Enforcement.WARN, Dimension.EXPIRY, Enforcement.OFF));
    assertThat(decision.reasons()).containsExactly(Reason.EXTRA_FILE);
  }
}
