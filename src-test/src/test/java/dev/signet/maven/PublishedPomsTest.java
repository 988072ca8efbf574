package dev.signet.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** What is published about the artifacts: what repositories ask for, and the same everywhere. */
class PublishedPomsTest {
  private static final Path LOADER = Path.of("../loader");

  @Test
  void bom_namesEveryArtifactAndNoOther() throws Exception {
    List<String> published = new ArrayList<>();
    for (Path pom : poms()) {
      published.add(text(root(pom), "artifactId"));
    }
    published.remove("signet-bom");
    List<String> named = new ArrayList<>();
    Element managed =
        child(child(root(LOADER.resolve("bom/pom.xml")), "dependencyManagement"), "dependencies");
    for (Element dependency : children(managed)) {
      assertThat(text(dependency, "groupId")).isEqualTo("dev.signet");
      assertThat(text(dependency, "version")).isEqualTo("${project.version}");
      named.add(text(dependency, "artifactId"));
    }

    assertThat(named).containsExactlyInAnyOrderElementsOf(published);
  }

  /** The BOM has no parent that it could take these from. */
  @ParameterizedTest
  @ValueSource(
      strings = {"groupId", "version", "url", "inceptionYear", "licenses", "developers", "scm"})
  void bom_saysWhatTheParentSays(String element) throws Exception {
    Element parent = root(Path.of("../pom.xml"));

    assertThat(words(child(root(LOADER.resolve("bom/pom.xml")), element)))
        .isEqualTo(words(child(parent, element)))
        .isNotBlank();
  }

  @Test
  void poms_haveANameADescriptionAndTheParentsVersion() throws Exception {
    for (Path pom : poms()) {
      Element root = root(pom);
      assertThat(text(root, "name")).as(pom.toString()).startsWith("Signet");
      assertThat(text(root, "description")).as(pom.toString()).endsWith(".");
    }
  }

  private static List<Path> poms() throws IOException {
    try (Stream<Path> modules = Files.list(LOADER)) {
      return modules
          .map(module -> module.resolve("pom.xml"))
          .filter(Files::exists)
          .sorted()
          .toList();
    }
  }

  private static Element root(Path pom) throws Exception {
    File file = pom.toFile();
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(file)
        .getDocumentElement();
  }

  private static List<Element> children(Element parent) {
    List<Element> children = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element) {
        children.add(element);
      }
    }
    return children;
  }

  private static Element child(Element parent, String name) {
    return children(parent).stream()
        .filter(element -> element.getTagName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(parent.getTagName() + " has no " + name));
  }

  private static String text(Element parent, String name) {
    return words(child(parent, name));
  }

  private static String words(Element element) {
    return element.getTextContent().strip().replaceAll("\\s+", " ");
  }
}
