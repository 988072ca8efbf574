package dev.signet.architecture;

import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.annotatedWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.properties.CanBeAnnotated;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** How tests are called and tagged, so that one can be found, chosen and left out. */
@AnalyzeClasses(packages = "dev.signet", importOptions = ImportOption.OnlyIncludeTests.class)
class TestConventionsTest {
  private static final String NAME =
      "[a-z][A-Za-z0-9]*(_when[A-Z0-9][A-Za-z0-9]*)?_[a-z][A-Za-z0-9]*";

  private static final DescribedPredicate<CanBeAnnotated> TESTS =
      annotatedWith(Test.class).or(annotatedWith(ParameterizedTest.class)).as("tests");

  @ArchTest
  static final ArchRule tests_areCalledBySubjectConditionAndOutcome =
      methods().that(TESTS).should().haveNameMatching(NAME);

  @ArchTest
  static final ArchRule rules_areCalledLikeTests =
      fields().that().areAnnotatedWith(ArchTest.class).should().haveNameMatching(NAME);

  @ArchTest
  static final ArchRule testsInABrowser_areTaggedSo =
      testClasses("..browser..").should().beAnnotatedWith(tag("browser"));

  @ArchTest
  static final ArchRule testsOnThePeersData_areTaggedSo =
      testClasses("..conformance").should().beAnnotatedWith(tag("conformance"));

  @ArchTest
  static final ArchRule testsThatKillProcesses_areTaggedSo =
      classes().that().haveSimpleNameEndingWith("KillTest").should().beAnnotatedWith(tag("kill"));

  private static GivenClassesConjunction testClasses(String ofPackage) {
    return classes().that().resideInAPackage(ofPackage).and().haveSimpleNameEndingWith("Test");
  }

  private static DescribedPredicate<JavaAnnotation<?>> tag(String name) {
    return DescribedPredicate.describe(
        "@Tag(\"" + name + "\")",
        annotation ->
            annotation.getRawType().isEquivalentTo(Tag.class)
                && name.equals(annotation.get("value").orElse("")));
  }
}
