package dev.signet.spring;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** What the architecture tests of the other modules hold, of the starter. */
class StarterStructureTest {
  private static final Path API =
      Path.of("../src/test/resources/dev/signet/architecture/api-types.txt");
  private static final JavaClasses STARTER =
      new ClassFileImporter()
          .importUrl(
              SignetAutoConfiguration.class.getProtectionDomain().getCodeSource().getLocation());

  @Test
  void api_isWhatApplicationsName() {
    List<String> types =
        STARTER.stream()
            .filter(StarterStructureTest::isPromised)
            .map(type -> type.getName().replace('$', '.'))
            .sorted()
            .toList();

    assertThat(types)
        .containsExactly(
            "dev.signet.spring.AdmissionCustomizer",
            "dev.signet.spring.DatabaseProperties",
            "dev.signet.spring.FleetProperties",
            "dev.signet.spring.IntegrityEndpoint",
            "dev.signet.spring.IntegrityEndpoint.Progress",
            "dev.signet.spring.IntegrityHealthIndicator",
            "dev.signet.spring.RegistryProperties",
            "dev.signet.spring.SignetAutoConfiguration",
            "dev.signet.spring.SignetEndpointAutoConfiguration",
            "dev.signet.spring.SignetHealthAutoConfiguration",
            "dev.signet.spring.SignetMetricsAutoConfiguration",
            "dev.signet.spring.SignetProperties",
            "dev.signet.spring.SignetProperties.Algorithms",
            "dev.signet.spring.SignetProperties.Application",
            "dev.signet.spring.SignetProperties.Enforcement",
            "dev.signet.spring.SignetProperties.Limits",
            "dev.signet.spring.SignetProperties.Revocation",
            "dev.signet.spring.SignetProperties.SignerRule",
            "dev.signet.spring.SignetProperties.Signers",
            "dev.signet.spring.SignetProperties.Sunset",
            "dev.signet.spring.VerifyingSpringPluginManager");
  }

  private static boolean isPromised(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(StarterStructureTest::isPromised).orElse(true);
  }

  @Test
  void starter_needsOnlyTheApiOfTheOtherModules() throws Exception {
    Set<String> api = Set.copyOf(Files.readAllLines(API));

    classes()
        .should()
        .onlyDependOnClassesThat(
            describe(
                "are the starter's, API of Signet's, or others",
                type ->
                    !type.getPackageName().startsWith("dev.signet")
                        || type.getPackageName().equals("dev.signet.spring")
                        || api.contains(type.getName().replace('$', '.'))))
        .check(STARTER);
  }

  @Test
  void tests_areCalledBySubjectConditionAndOutcome() {
    methods()
        .that()
        .areAnnotatedWith(Test.class)
        .or()
        .areAnnotatedWith(ParameterizedTest.class)
        .should()
        .haveNameMatching("[a-z][A-Za-z0-9]*(_when[A-Z0-9][A-Za-z0-9]*)?_[a-z][A-Za-z0-9]*")
        .check(
            new ClassFileImporter()
                .withImportOption(new ImportOption.OnlyIncludeTests())
                .importPackages("dev.signet.spring"));
  }
}
