package dev.signet.pf4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.signet.bundle.BundleKind;
import dev.signet.bundle.Layout;
import dev.signet.bundle.Limits;
import dev.signet.bundle.descriptor.PluginDescriptorReader;
import dev.signet.pf4j.load.WhenRefusedLater;
import dev.signet.policy.Enforcement;
import dev.signet.policy.HistoryRule;
import dev.signet.policy.ReleaseChannel;
import dev.signet.policy.SignaturePolicy;
import dev.signet.policy.SignatureRequirement;
import dev.signet.policy.SignerRule;
import dev.signet.policy.SigningLedger;
import dev.signet.testkit.PluginAuthor;
import dev.signet.trust.TrustStore;
import dev.signet.verdict.Dimension;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a builder has chosen is fixed, and another builder can start from all of it. */
class AdmissionSettingsTest {
  private static final TrustStore TRUST =
      PluginAuthor.trusting(PluginAuthor.authority("Test Root"));
  private static final TrustStore OTHER_TRUST =
      PluginAuthor.trusting(PluginAuthor.authority("Other Root"));

  /** One way to choose an option. */
  private record Option(String name, Consumer<AdmissionOptions<?>> choice) {
    void on(AdmissionOptions<?> builder) {
      choice.accept(builder);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Option> options() {
    List<Option> options = new ArrayList<>();
    options.add(new Option("trust", to -> to.trust(OTHER_TRUST)));
    options.add(new Option("require", to -> to.require(SignatureRequirement.FEATURED)));
    options.add(new Option("channel", to -> to.channel(new ReleaseChannel("beta"))));
    options.add(new Option("stateDirectory", to -> to.stateDirectory(Path.of("state"))));
    options.add(new Option("ledger", to -> to.ledger(SigningLedger.inMemory())));
    options.add(
        new Option("enforcement", to -> to.enforcement(Dimension.INTEGRITY, Enforcement.ENFORCE)));
    options.add(new Option("downgrades", to -> to.downgrades(HistoryRule.REFUSE)));
    options.add(new Option("newKeys", to -> to.newKeys(HistoryRule.REFUSE)));
    options.add(new Option("changedReleases", to -> to.changedReleases(HistoryRule.REFUSE)));
    options.add(
        new Option("refuseLessTrustedDependencies", to -> to.refuseLessTrustedDependencies()));
    options.add(
        new Option(
            "signers",
            to ->
                to.signers(SignerRule.requireSigners(2))
                    .signers("clock", SignerRule.requireSigners(4))));
    options.add(
        new Option("featuredSigners", to -> to.featuredSigners(SignerRule.requireSigners(3))));
    options.add(new Option("featured", to -> to.featured("clock", "radio")));
    options.add(new Option("allowUnsigned", to -> to.allowUnsigned("notes")));
    options.add(new Option("limits", to -> to.limits(Limits.DEFAULT.toBuilder().files(7).build())));
    options.add(new Option("threads", to -> to.threads(977)));
    options.add(new Option("clock", to -> to.clock(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC))));
    options.add(new Option("kinds", to -> to.kinds(BundleKind.JAR)));
    options.add(new Option("listener", to -> to.listener((id, before, after) -> {})));
    options.add(new Option("rescanEvery", to -> to.rescanEvery(Duration.ofDays(3))));
    options.add(new Option("jmx", to -> to.jmx()));
    options.add(new Option("whenRefusedLater", to -> to.whenRefusedLater(WhenRefusedLater.STOP)));
    options.add(new Option("reassessOn", to -> to.reassessOn(task -> {})));
    options.add(new Option("layout", to -> to.layout(Layout.NEXTCLOUD_APP)));
    options.add(
        new Option(
            "descriptor",
            to ->
                to.descriptor(
                    PluginDescriptorReader.named(
                        "plugin.yaml:yaml:id=metadata.name,version=spec.version"))));
    options.add(new Option("coreSignsPlugins", to -> to.coreSignsPlugins()));
    options.add(new Option("exclude", to -> to.exclude("clock", "cache/*")));
    options.add(new Option("sealing", to -> to.sealing(SealingMode.ON_READ)));
    options.add(new Option("core", to -> to.core(Path.of("host"))));
    options.add(new Option("keptInCore", to -> to.keptInCore(Path.of("host/data"))));
    options.add(new Option("uncheckedOnPurpose", to -> to.uncheckedOnPurpose()));
    return options;
  }

  private static PluginAdmission.Builder chosen() {
    return PluginAdmission.builder().trust(TRUST).require(SignatureRequirement.ALL);
  }

  @Test
  void options_areAllTriedHere() {
    // What nextcloudRules chooses, others choose one by one.
    assertThat(
            Arrays.stream(AdmissionOptions.class.getMethods())
                .filter(method -> method.getDeclaringClass() != Object.class)
                .map(Method::getName)
                .filter(name -> !name.equals("nextcloudRules"))
                .collect(Collectors.toSet()))
        .isEqualTo(options().stream().map(Option::name).collect(Collectors.toSet()));
  }

  @ParameterizedTest
  @MethodSource("options")
  void startFrom_takesEachOption(Option option) {
    AdmissionSettings plain = chosen().settings();
    PluginAdmission.Builder builder = chosen();
    option.on(builder);
    AdmissionSettings settings = builder.settings();

    AdmissionSettings taken = PluginAdmission.builder().startFrom(settings).settings();

    assertThat(parts(settings)).isNotEqualTo(parts(plain));
    assertThat(parts(taken)).isEqualTo(parts(settings));
  }

  @ParameterizedTest
  @MethodSource("options")
  void settings_whenAnOptionIsChosenLater_stayAsTheyWere(Option option) {
    PluginAdmission.Builder builder = chosen();
    AdmissionSettings settings = builder.settings();
    List<Object> before = parts(settings);

    option.on(builder);

    assertThat(parts(settings)).isEqualTo(before);
  }

  @Test
  void settings_whenSomethingRequiredIsMissing_nameIt() {
    assertThatIllegalStateException()
        .isThrownBy(() -> PluginAdmission.builder().settings())
        .withMessage("The host must choose: call trust(...) on the builder, there is no default");
    assertThatIllegalStateException()
        .isThrownBy(() -> PluginAdmission.builder().trust(TRUST).settings())
        .withMessage("The host must choose: call require(...) on the builder, there is no default");
  }

  /** The policy has no equality of its own; what it consists of has. */
  private static List<Object> parts(AdmissionSettings settings) {
    return List.of(
        settings.trust(),
        Arrays.stream(SignaturePolicy.class.getDeclaredFields())
            .map(field -> valueOf(field, settings.policy()))
            .toList(),
        settings.expectation(),
        settings.reading(),
        settings.folders(),
        settings.later(),
        settings.watching());
  }

  private static Object valueOf(Field field, SignaturePolicy policy) {
    try {
      field.setAccessible(true);
      return field.get(policy);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }
}
