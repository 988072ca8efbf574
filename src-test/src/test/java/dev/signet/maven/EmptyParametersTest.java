package dev.signet.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Parameters that are given and empty. They are those that the goals have, whichever these are: a
 * new one is covered when it is made.
 */
class EmptyParametersTest {
  private static final Map<Class<?>, String> GOALS =
      Map.of(CheckMojo.class, "check", SignMojo.class, "sign");
  private static final Set<Class<?>> OURS =
      Set.of(String.class, File.class, List.class, boolean.class, Boolean.class, int.class);

  @TempDir private static Path temp;
  private static MavenKit.Log log;
  private static MavenKit.Log byProperty;

  @BeforeAll
  static void build() throws Exception {
    String trust = MavenAuthor.in(temp.resolve("keys")).trust();
    Cases cases = new Cases(new MavenKit(temp), temp);
    for (String parameter : parameters().toList()) {
      String[] words = parameter.split(" ");
      cases.add(
          words[0] + "-" + words[1],
          List.of(words[0]),
          (words[1].equals("trust") ? "" : trust)
              + "<"
              + words[1]
              + ">${nothing}</"
              + words[1]
              + ">",
          List.of());
    }
    for (String list : lists().toList()) {
      String[] words = list.split(" ");
      cases.add(
          words[0] + "-entry-" + words[1],
          List.of(words[0]),
          "<" + words[1] + "><a>x</a><a></a></" + words[1] + ">",
          List.of());
    }
    cases.add("whole", List.of("check"), trust + "<skip>true</skip><id></id>", List.of());
    log = cases.run("-Dnothing=");
    Path second = Files.createDirectory(temp.resolve("second"));
    Cases property = new Cases(new MavenKit(second), second);
    property.add("crl", "check", trust);
    byProperty = property.run("-Dsignet.crl=");
  }

  /** Each goal with each of its parameters. */
  static Stream<String> parameters() {
    return fields().entrySet().stream()
        .flatMap(goal -> goal.getValue().keySet().stream().map(name -> goal.getKey() + " " + name));
  }

  /** Each goal with each of its parameters that are lists. */
  static Stream<String> lists() {
    return fields().entrySet().stream()
        .flatMap(
            goal ->
                goal.getValue().entrySet().stream()
                    .filter(field -> field.getValue() == List.class)
                    .map(field -> goal.getKey() + " " + field.getKey()));
  }

  private static Map<String, Map<String, Class<?>>> fields() {
    Map<String, Map<String, Class<?>>> all = new TreeMap<>();
    GOALS.forEach(
        (mojo, goal) -> {
          Map<String, Class<?>> fields = new TreeMap<>();
          for (Class<?> type = mojo; type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
              if (type.getPackage() == CheckMojo.class.getPackage()
                  && !Modifier.isStatic(field.getModifiers())
                  && OURS.contains(field.getType())) {
                fields.put(field.getName(), field.getType());
              }
            }
          }
          all.put(goal, fields);
        });
    return all;
  }

  @Test
  void parameters_ofBothGoals_areMany() {
    assertThat(parameters()).hasSizeGreaterThan(25).contains("check crl", "sign privateKey");
    assertThat(new TreeSet<>(lists().toList())).contains("check bundles", "sign trust");
  }

  @ParameterizedTest
  @MethodSource("parameters")
  void parameter_whenItIsEmpty_isAnErrorThatNamesIt(String parameter) {
    String[] words = parameter.split(" ");

    assertThat(log.hasFailed(words[0] + "-" + words[1])).isTrue();
    assertThat(log.failure(words[0] + "-" + words[1])).contains("<" + words[1] + "> is empty");
  }

  @ParameterizedTest
  @MethodSource("lists")
  void list_whenAnEntryIsEmpty_isAnErrorThatNamesIt(String list) {
    String[] words = list.split(" ");

    assertThat(log.failure(words[0] + "-entry-" + words[1]))
        .contains("<" + words[1] + ">: an entry is empty");
  }

  @Test
  void goal_whenItIsSkipped_mayHaveEmptyParameters() {
    assertThat(log.hasFailed("whole")).isFalse();
  }

  @Test
  void property_whenItIsEmpty_isAnErrorThatNamesIt() {
    assertThat(byProperty.failure("crl")).contains("<crl>: the property signet.crl is empty");
  }
}
