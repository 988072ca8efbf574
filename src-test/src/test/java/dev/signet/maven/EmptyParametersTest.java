package dev.signet.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Parameters that are given and empty. They are those that the goals have, whichever these are: a
 * new one is covered when it is made.
 */
class EmptyParametersTest {
  private static final String DESCRIPTOR = "/META-INF/maven/plugin.xml";
  private static final Set<String> GOALS = Set.of("check", "sign");

  @TempDir private static Path temp;
  private static MavenKit.Log log;
  private static MavenKit.Log byProperty;

  @BeforeAll
  static void build() throws Exception {
    String trust = MavenAuthor.in(temp.resolve("keys")).trust();
    Cases cases = new Cases(new MavenKit(temp), temp);
    for (String parameter : parameters().toList()) {
      String[] words = parameter.split(" ", -1);
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
      String[] words = list.split(" ", -1);
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
                    .filter(field -> field.getValue().equals("java.util.List"))
                    .map(field -> goal.getKey() + " " + field.getKey()));
  }

  /** The types of what an author can set, by goal and name, as Maven is told them. */
  private static Map<String, Map<String, String>> fields() {
    Map<String, Map<String, String>> all = new TreeMap<>();
    for (Element mojo : elements(descriptor(), "mojo")) {
      Map<String, String> fields = new TreeMap<>();
      for (Element parameter : elements(mojo, "parameter")) {
        if (text(parameter, "editable").equals("true")) {
          fields.put(text(parameter, "name"), text(parameter, "type"));
        }
      }
      if (GOALS.contains(text(mojo, "goal"))) {
        all.put(text(mojo, "goal"), fields);
      }
    }
    return all;
  }

  private static Element descriptor() {
    try (InputStream in = EmptyParametersTest.class.getResourceAsStream(DESCRIPTOR)) {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(in)
          .getDocumentElement();
    } catch (IOException | ParserConfigurationException | SAXException e) {
      throw new AssertionError(DESCRIPTOR, e);
    }
  }

  private static List<Element> elements(Element parent, String name) {
    NodeList nodes = parent.getElementsByTagName(name);
    return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)).toList();
  }

  private static String text(Element parent, String name) {
    return elements(parent, name).get(0).getTextContent();
  }

  @Test
  void parametersOfBothGoals_areMany() {
    assertThat(parameters()).hasSizeGreaterThan(25).contains("check crl", "sign privateKey");
    assertThat(new TreeSet<>(lists().toList())).contains("check bundles", "sign trust");
  }

  @ParameterizedTest
  @MethodSource("parameters")
  void parameter_whenItIsEmpty_isAnErrorThatNamesIt(String parameter) {
    String[] words = parameter.split(" ", -1);

    assertThat(log.hasFailed(words[0] + "-" + words[1])).isTrue();
    assertThat(log.failure(words[0] + "-" + words[1])).contains("<" + words[1] + "> is empty");
  }

  @ParameterizedTest
  @MethodSource("lists")
  void list_whenAnEntryIsEmpty_isAnErrorThatNamesIt(String list) {
    String[] words = list.split(" ", -1);

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
