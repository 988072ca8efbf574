package dev.signet.pf4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.signet.bundle.BundleKind;
import dev.signet.bundle.Layout;
import dev.signet.bundle.Limits;
import dev.signet.pf4j.load.WhenRefusedLater;
import dev.signet.policy.DowngradeRule;
import dev.signet.policy.ReleaseChannel;
import dev.signet.policy.SignaturePolicy;
import dev.signet.policy.SignatureRequirement;
import dev.signet.policy.SigningLedger;
import dev.signet.testkit.PluginAuthor;
import dev.signet.trust.TrustStore;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
  private static final Map<String, Consumer<AdmissionOptions<?>>> OPTIONS = options();

  private static Map<String, Consumer<AdmissionOptions<?>>> options() {
    Map<String, Consumer<AdmissionOptions<?>>> options = new TreeMap<>();
    options.put("trust", to -> to.trust(OTHER_TRUST));
    options.put("require", to -> to.require(SignatureRequirement.FEATURED));
    options.put("channel", to -> to.channel(new ReleaseChannel("beta")));
    options.put("stateDirectory", to -> to.stateDirectory(Path.of("state")));
    options.put("ledger", to -> to.ledger(SigningLedger.inMemory()));
    options.put("downgrades", to -> to.downgrades(DowngradeRule.REFUSE));
    options.put("refuseLessTrustedDependencies", to -> to.refuseLessTrustedDependencies());
    options.put("featured", to -> to.featured("clock", "radio"));
    options.put("allowUnsigned", to -> to.allowUnsigned("notes"));
    options.put("limits", to -> to.limits(Limits.DEFAULT.toBuilder().files(7).build()));
    options.put("threads", to -> to.threads(977));
    options.put("clock", to -> to.clock(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC)));
    options.put("kinds", to -> to.kinds(BundleKind.JAR));
    options.put("listener", to -> to.listener((id, before, after) -> {}));
    options.put("rescanEvery", to -> to.rescanEvery(Duration.ofDays(3)));
    options.put("jmx", to -> to.jmx());
    options.put("whenRefusedLater", to -> to.whenRefusedLater(WhenRefusedLater.STOP));
    options.put("reassessOn", to -> to.reassessOn(task -> {}));
    options.put("layout", to -> to.layout(Layout.NEXTCLOUD_APP));
    options.put("coreSignsPlugins", to -> to.coreSignsPlugins());
    options.put("exclude", to -> to.exclude("clock", "cache/*"));
    options.put("core", to -> to.core(Path.of("host")));
    options.put("keptInCore", to -> to.keptInCore(Path.of("host/data")));
    options.put("uncheckedOnPurpose", to -> to.uncheckedOnPurpose());
    return options;
  }

  static Set<String> names() {
    return OPTIONS.keySet();
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
        .isEqualTo(names());
  }

  @ParameterizedTest
  @MethodSource("names")
  void startFrom_takesEachOption(String name) {
    AdmissionSettings plain = chosen().settings();
    PluginAdmission.Builder builder = chosen();
    OPTIONS.get(name).accept(builder);
    AdmissionSettings settings = builder.settings();

    AdmissionSettings taken = PluginAdmission.builder().startFrom(settings).settings();

    assertThat(parts(settings)).isNotEqualTo(parts(plain));
    assertThat(parts(taken)).isEqualTo(parts(settings));
  }

  @ParameterizedTest
  @MethodSource("names")
  void settings_whenAnOptionIsChosenLater_stayAsTheyWere(String name) {
    PluginAdmission.Builder builder = chosen();
    AdmissionSettings settings = builder.settings();
    List<Object> before = parts(settings);

    OPTIONS.get(name).accept(builder);

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
