package dev.signet.architecture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import dev.signet.Internal;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What hosts and authors may rely on: the types in the list, and nothing else that is public. */
class ApiTest {
  private static final String LIST = "api-types.txt";

  @Test
  void api_isWhatTheListNames() throws IOException {
    List<String> listed;
    try (InputStream list = ApiTest.class.getResourceAsStream(LIST)) {
      listed = new String(list.readAllBytes(), UTF_8).lines().toList();
    }

    List<String> types = Api.types().map(Api::name).toList();

    assertThat(listed).as(LIST).isSorted().doesNotHaveDuplicates();
    assertThat(minus(types, listed))
        .as(
            "public types that are not in %s of the test resources: add what hosts or authors are"
                + " meant to use, and mark others, or their package, @Internal",
            LIST)
        .isEmpty();
    assertThat(minus(listed, types))
        .as("types in %s that are moved or gone, which CHANGELOG.md must say", LIST)
        .isEmpty();
  }

  private static Set<String> minus(List<String> these, List<String> those) {
    Set<String> left = new TreeSet<>(these);
    left.removeAll(Set.copyOf(those));
    return left;
  }

  @Test
  void signaturesOfTheApi_nameOnlyTheApi() {
    Set<String> leaks = new TreeSet<>();
    Api.types().forEach(type -> leaks.addAll(leaks(type)));

    assertThat(leaks)
        .as("types that are no API, in what an API type promises; @Internal exempts a member")
        .isEmpty();
  }

  /** What only carries what it is given is tested with what makes and reads it. */
  @Test
  void typesOfTheApi_whenTheyDoSomething_eachHaveATestOfTheirName() {
    assertThat(
            Api.types()
                .filter(type -> type.getEnclosingClass().isEmpty())
                .filter(type -> doesSomething(type) && !isTested(type))
                .map(Api::name))
        .as("API types without a test of their name in their package")
        .isEmpty();
  }

  /** Whether it has a method that calls anything, or a constructor that refuses anything. */
  private static boolean doesSomething(JavaClass type) {
    return type.getMethods().stream()
            .filter(ApiTest::isPromised)
            .anyMatch(method -> !method.getCallsFromSelf().isEmpty() && !isOfEveryEnum(method))
        || type.getConstructors().stream()
            .filter(ApiTest::isPromised)
            .flatMap(constructor -> constructor.getConstructorCallsFromSelf().stream())
            .map(call -> call.getTargetOwner())
            .filter(made -> !type.getRawSuperclass().filter(made::equals).isPresent())
            .anyMatch(made -> made.getSimpleName().endsWith("Exception"));
  }

  private static boolean isOfEveryEnum(JavaMethod method) {
    return method.getOwner().isEnum() && List.of("values", "valueOf").contains(method.getName());
  }

  private static boolean isTested(JavaClass type) {
    String test = type.getName().replace('.', '/') + "Test.class";
    return ApiTest.class.getClassLoader().getResource(test) != null;
  }

  private static List<String> leaks(JavaClass type) {
    Stream<String> ofMembers =
        type.getMembers().stream()
            .filter(ApiTest::isPromised)
            .flatMap(
                member ->
                    named(member)
                        .filter(ApiTest::isNoApi)
                        .map(named -> member.getFullName() + " names " + named.getName()));
    Stream<String> ofAncestors =
        Stream.concat(type.getRawSuperclass().stream(), type.getRawInterfaces().stream())
            .filter(ancestor -> ancestor.getModifiers().contains(JavaModifier.PUBLIC))
            .filter(ApiTest::isNoApi)
            .map(ancestor -> type.getName() + " extends " + ancestor.getName());
    return Stream.concat(ofMembers, ofAncestors).toList();
  }

  private static boolean isPromised(JavaMember member) {
    Set<JavaModifier> modifiers = member.getModifiers();
    return !modifiers.contains(JavaModifier.SYNTHETIC)
        && (modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED))
        && !member.isAnnotatedWith(Internal.class);
  }

  private static Stream<JavaClass> named(JavaMember member) {
    Stream<JavaType> types =
        member instanceof JavaField field
            ? Stream.of(field.getType())
            : ofCode((JavaCodeUnit) member);
    return types
        .flatMap(type -> type.getAllInvolvedRawTypes().stream())
        .map(JavaClass::getBaseComponentType);
  }

  private static Stream<JavaType> ofCode(JavaCodeUnit code) {
    return Stream.of(
            Stream.of(code.getReturnType()),
            code.getParameterTypes().stream(),
            code.getExceptionTypes().stream().map(JavaType.class::cast))
        .flatMap(types -> types);
  }

  private static boolean isNoApi(JavaClass type) {
    return type.getPackageName().startsWith("dev.signet") && !Api.contains(type);
  }
}
