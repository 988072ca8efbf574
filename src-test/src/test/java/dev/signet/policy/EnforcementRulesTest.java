package dev.signet.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.verdict.Dimension;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EnforcementRulesTest {
  private static final EnforcementRules STABLE = EnforcementRules.of(ReleaseChannel.STABLE);
  private static final EnforcementRules BETA = EnforcementRules.of(new ReleaseChannel("beta"));

  @ParameterizedTest
  @EnumSource(Dimension.class)
  void channel_isShorthandForEachDimension(Dimension dimension) {
    assertThat(STABLE.of(dimension)).isEqualTo(Enforcement.ENFORCE);
    assertThat(BETA.of(dimension)).isEqualTo(Enforcement.WARN);
  }

  @Test
  void rules_whenNothingIsChosen_differInNothing() {
    assertThat(STABLE.differences()).isEmpty();
    assertThat(STABLE.warning()).isEmpty();
    assertThat(STABLE.objection()).isEmpty();
  }

  @Test
  void rules_whenTheChannelsOwnIsChosen_differInNothing() {
    EnforcementRules rules = BETA.with(Dimension.EXPIRY, Enforcement.WARN);
    assertThat(rules.differences()).isEmpty();
    assertThat(rules.warning()).isEmpty();
  }

  @Test
  void rules_whenStricter_tellTheDifferenceWithoutWarning() {
    EnforcementRules rules = BETA.with(Dimension.INTEGRITY, Enforcement.ENFORCE);
    assertThat(rules.differences()).hasValue("integrity enforce");
    assertThat(rules.tightened()).containsExactly(Dimension.INTEGRITY);
    assertThat(rules.warning()).isEmpty();
  }

  @Test
  void rules_whenLooser_warn() {
    EnforcementRules rules =
        STABLE
            .with(Dimension.EXPIRY, Enforcement.OFF)
            .with(Dimension.AUTHENTICITY, Enforcement.WARN);
    assertThat(rules.differences()).hasValue("authenticity warn, expiry off");
    assertThat(rules.loosened()).containsExactly(Dimension.AUTHENTICITY, Dimension.EXPIRY);
    assertThat(rules.warning())
        .hasValue(
            "This host puts up with more than its channel 'stable' does (authenticity warn, expiry"
                + " off).");
  }

  @Test
  void rules_whenTheChannelChanges_keepWhatWasChosen() {
    EnforcementRules rules = BETA.with(Dimension.INTEGRITY, Enforcement.OFF);
    assertThat(rules.objection()).isEmpty();
    assertThat(rules.on(ReleaseChannel.STABLE).objection()).isPresent();
    assertThat(rules.chosen()).isEqualTo(Map.of(Dimension.INTEGRITY, Enforcement.OFF));
  }
}
