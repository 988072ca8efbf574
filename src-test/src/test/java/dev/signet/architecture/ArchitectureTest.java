package dev.signet.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;

/** The structure that the design promises. */
@AnalyzeClasses(
    packages = "dev.signet",
    importOptions = {ImportOption.DoNotIncludeTests.class})
class ArchitectureTest {

  @ArchTest
  static final ArchRule packages_haveNoCycles =
      slices().matching("dev.signet.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule verdict_knowsOnlyTheLanguage =
      classes()
          .that()
          .resideInAPackage("dev.signet.verdict..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.signet", "dev.signet.verdict..", "java..", "org.jspecify.annotations..");

  @ArchTest
  static final ArchRule loggersOfSlf4j2_areKnownToOneClass =
      noClasses()
          .that()
          .haveNameNotMatching("dev\\.signet\\.library\\.LogEvent.*")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("org.slf4j.spi.LoggingEventBuilder");

  @ArchTest
  static final ArchRule files_knowNothingOfBundles =
      classes()
          .that()
          .resideInAPackage("dev.signet.file..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.signet",
              "dev.signet.file..",
              "dev.signet.verdict..",
              "java..",
              "org.jspecify.annotations..");

  @ArchTest
  static final ArchRule pf4j_isKnownToTheAdapterOnly =
      noClasses()
          .that(
              resideInAPackage("dev.signet..")
                  .and(resideInAPackage("dev.signet.pf4j..").negate())
                  .and(resideInAPackage("dev.signet.sample..").negate()))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.pf4j..");

  @ArchTest
  static final ArchRule imports_pointDownOnly =
      Architectures.layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("dev.signet..")
          .layer("sign")
          .definedBy("dev.signet.sign..")
          .layer("report")
          .definedBy("dev.signet.report..")
          .layer("admit")
          .definedBy("dev.signet.admit..")
          .layer("policy")
          .definedBy("dev.signet.policy..")
          .layer("lock")
          .definedBy("dev.signet.lock..")
          .layer("verify")
          .definedBy("dev.signet.verify..")
          .layer("trust")
          .definedBy("dev.signet.trust..")
          .layer("envelope")
          .definedBy("dev.signet.envelope..")
          .layer("pem")
          .definedBy("dev.signet.pem..")
          .layer("manifest")
          .definedBy("dev.signet.manifest..")
          .layer("bundle")
          .definedBy("dev.signet.bundle..")
          .layer("http")
          .definedBy("dev.signet.http..")
          .layer("oci")
          .definedBy("dev.signet.oci..")
          .layer("file")
          .definedBy("dev.signet.file..")
          .layer("library")
          .definedBy("dev.signet.library..")
          .layer("verdict")
          .definedBy("dev.signet.verdict..")
          .optionalLayer("hosts")
          .definedBy(
              "dev.signet.pf4j..",
              "dev.signet.config..",
              "dev.signet.postgres..",
              "dev.signet.cli..",
              "dev.signet.maven..",
              "dev.signet.sample..")
          .whereLayer("sign")
          .mayOnlyBeAccessedByLayers("hosts")
          .whereLayer("admit")
          .mayOnlyBeAccessedByLayers("report", "hosts")
          .whereLayer("policy")
          .mayOnlyBeAccessedByLayers("admit", "report", "hosts")
          .whereLayer("verify")
          .mayOnlyBeAccessedByLayers("policy", "admit", "report", "sign", "hosts")
          .whereLayer("lock")
          .mayOnlyBeAccessedByLayers("sign", "hosts")
          .whereLayer("trust")
          .mayOnlyBeAccessedByLayers("verify", "lock", "policy", "admit", "report", "sign", "hosts")
          .whereLayer("envelope")
          .mayOnlyBeAccessedByLayers("trust", "verify", "lock", "sign", "hosts")
          .whereLayer("pem")
          .mayOnlyBeAccessedByLayers("envelope", "trust", "sign", "hosts")
          .whereLayer("manifest")
          .mayOnlyBeAccessedByLayers("envelope", "trust", "verify", "lock", "admit", "sign")
          .whereLayer("http")
          .mayOnlyBeAccessedByLayers("trust", "sign", "oci", "hosts")
          .whereLayer("oci")
          .mayOnlyBeAccessedByLayers("hosts");

  @ArchTest
  static final ArchRule signer_isNeededByNothingAtRunTime =
      noClasses()
          .that(
              resideInAPackage("dev.signet..")
                  .and(resideInAPackage("dev.signet.sign..").negate())
                  .and(resideInAPackage("dev.signet.cli..").negate())
                  .and(resideInAPackage("dev.signet.maven..").negate())
                  .and(resideInAPackage("dev.signet.sample..").negate()))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.signet.sign..");

  @ArchTest
  static final ArchRule hostWithoutMicrometer_needsNoneOfIt =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("dev.signet.pf4j.SignetMetrics")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.micrometer..")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("dev.signet.pf4j.SignetMetrics");

  /** The starter is tested apart, since these tests have an older Spring. */
  @ArchTest
  static final ArchRule spring_isKnownToTheStarterOnly =
      noClasses().should().dependOnClassesThat().resideInAPackage("org.springframework..");

  @ArchTest
  static final ArchRule maven_isKnownToTheBuildsPluginOnly =
      noClasses()
          .that(
              resideInAPackage("dev.signet..").and(resideInAPackage("dev.signet.maven..").negate()))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.maven..");

  @ArchTest
  static final ArchRule library_neitherExitsNorPrints =
      noClasses()
          .that(
              resideInAPackage("dev.signet..")
                  .and(resideInAPackage("dev.signet.cli..").negate())
                  .and(resideInAPackage("dev.signet.sample..").negate()))
          .should()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");
}
