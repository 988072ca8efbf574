package dev.signet.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.bundle.Exclusions;
import dev.signet.bundle.Layout;
import dev.signet.bundle.LeftOut;
import dev.signet.bundle.Limits;
import dev.signet.bundle.descriptor.PluginDescriptorReader;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Jvm;
import dev.signet.testkit.Programs;
import dev.signet.trust.AnchorProfile;
import dev.signet.trust.RevocationPolicy;
import dev.signet.trust.TrustAnchor;
import dev.signet.trust.TrustStore;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConditionsTest {
  private static final TrustStore TRUST =
      TrustStore.builder()
          .anchor(
              new TrustAnchor(
                  Certificates.root("Root").make().certificate(), AnchorProfile.STANDARD))
          .build();
  private static final Exclusions FILES =
      Exclusions.NONE
          .with("clock", Set.of("a", "b", "c", "d"))
          .with("disk", Set.of("*.log", "cache/**", "x?"))
          .with("holidays", Set.of("days.txt"));
  private static final String KEYS =
      "plugin.yaml:yaml:id=metadata.name,version=spec.version,requires=spec.requires,"
          + "dependencies=spec.dependencies,class=spec.main";

  @TempDir private Path folder;

  @Test
  void digest_whenAnyPartOfTheExpectationDiffers_differs() {
    Conditions conditions = new Conditions(Limits.DEFAULT);

    List<String> digests = new ArrayList<>();
    for (int round = 0; round < 2; round++) {
      expectations().map(each -> conditions.digest(TRUST, each)).forEach(digests::add);
    }

    int each = digests.size() / 2;
    assertThat(digests.subList(0, each)).doesNotHaveDuplicates();
    assertThat(digests.subList(each, 2 * each)).isEqualTo(digests.subList(0, each));
  }

  private static Stream<Expectation> expectations() {
    Expectation plugin = Expectation.PLUGIN;
    Expectation core = Expectation.core(Layout.CORE, Exclusions.NONE);
    return Stream.of(
        plugin,
        plugin.withId("clock"),
        new Expectation(Optional.empty(), Layout.NEXTCLOUD_APP, false),
        new Expectation(Optional.empty(), Layout.NEXTCLOUD_APP, true),
        new Expectation(Optional.empty(), Layout.PLUGIN, false, FILES),
        plugin.readBy(Optional.of(PluginDescriptorReader.named(KEYS))),
        core,
        core.without(LeftOut.below(Path.of(""), List.of(Path.of("a"), Path.of("b")))));
  }

  @Test
  void digest_whenALimitDiffers_differs() {
    List<String> digests =
        IntStream.range(0, Limits.class.getRecordComponents().length)
            .mapToObj(ConditionsTest::withOneChanged)
            .map(limits -> new Conditions(limits).digest(TRUST, Expectation.PLUGIN))
            .toList();

    assertThat(digests).doesNotHaveDuplicates();
  }

  private static Limits withOneChanged(int index) {
    return new Limits(
        index == 0 ? 7 : 8,
        index == 1 ? 7 : 8,
        index == 2 ? 7 : 8,
        index == 3 ? 7 : 8,
        index == 4 ? 7 : 8,
        index == 5 ? 7 : 8);
  }

  /** What a digest is made of must name each component: one that is added later, too. */
  @ParameterizedTest
  @MethodSource("parts")
  void text_namesAllPartsOfTheRecord(Record part) throws ReflectiveOperationException {
    for (RecordComponent component : part.getClass().getRecordComponents()) {
      Object value = component.getAccessor().invoke(part);

      assertThat(part.toString())
          .startsWith(part.getClass().getSimpleName() + "[")
          .contains(component.getName() + "=" + value);
    }
  }

  private static Stream<Record> parts() {
    Expectation expectation = new Expectation(Optional.of("clock"), Layout.PLUGIN, true, FILES);
    return Stream.of(
        Limits.DEFAULT,
        RevocationPolicy.DEFAULT,
        expectation,
        expectation.form(),
        expectation.leftOut());
  }

  /** The order in which a set of the JDK is read differs from one JVM to the next. */
  @Test
  void digest_whenInAnotherProcess_isTheSame() throws Exception {
    Files.write(folder.resolve("root.crt"), TRUST.anchors().get(0).certificate().getEncoded());

    Set<String> digests =
        Set.copyOf(
            IntStream.range(0, 5)
                .mapToObj(
                    run ->
                        Jvm.of(InAnotherProcess.class)
                            .run(new Programs(folder), folder.resolve("root.crt"))
                            .expectSuccess()
                            .out())
                .toList());

    assertThat(digests).hasSize(1);
    assertThat(Arrays.asList(digests.iterator().next().split("\\s+"))).hasSize(2);
  }

  /** Prints the digests for what holds sets and maps. */
  static final class InAnotherProcess {
    private InAnotherProcess() {}

    public static void main(String[] args) throws Exception {
      TrustStore trust =
          TrustStore.builder().anchors(Path.of(args[0]), AnchorProfile.STANDARD).build();
      Conditions conditions = new Conditions(Limits.DEFAULT);
      System.out.println(
          conditions.digest(
              trust,
              new Expectation(Optional.empty(), Layout.PLUGIN, false, FILES)
                  .readBy(Optional.of(PluginDescriptorReader.named(KEYS)))));
      System.out.println(
          conditions.digest(
              trust,
              Expectation.core(Layout.CORE, FILES)
                  .without(
                      LeftOut.below(
                          Path.of(""),
                          Stream.of("a", "b", "c", "d", "e").map(Path::of).toList()))));
    }
  }
}
