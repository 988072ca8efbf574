package dev.signet.maven;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** What the authors of libraries have published about the licence of these. */
final class Licences {
  /** The names in use, in the words of the SPDX list where that has them. */
  private static final Map<String, String> NAMES =
      Map.of(
          "Apache License, Version 2.0", "Apache-2.0",
          "Apache-2.0", "Apache-2.0",
          "The Apache License, Version 2.0", "Apache-2.0",
          "The Apache Software License, Version 2.0", "Apache-2.0",
          "MIT", "MIT",
          "MIT License", "MIT",
          "The MIT License", "MIT",
          "Bouncy Castle Licence", "Bouncy Castle Licence");

  private Licences() {}

  /** Returns the licence that a pom, or the nearest parent that has one, names. */
  static String of(Path pom) throws Exception {
    Element project =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(pom.toFile())
            .getDocumentElement();
    Optional<Element> licence = child(project, "licenses").flatMap(all -> child(all, "license"));
    if (licence.isEmpty()) {
      Element parent =
          child(project, "parent").orElseThrow(() -> new AssertionError(pom + " has no licence"));
      return of(published(parent));
    }
    String name = text(licence.get(), "name");
    if (!NAMES.containsKey(name)) {
      throw new AssertionError(pom + " has a licence nobody has looked at: " + name);
    }
    return NAMES.get(name);
  }

  private static Path published(Element parent) {
    String artifact = text(parent, "artifactId");
    String version = text(parent, "version");
    return Path.of(System.getProperty("signet.maven.artifacts"))
        .resolve(text(parent, "groupId").replace('.', '/'))
        .resolve(artifact)
        .resolve(version)
        .resolve(artifact + "-" + version + ".pom");
  }

  private static String text(Element parent, String name) {
    return child(parent, name).orElseThrow().getTextContent().strip();
  }

  private static Optional<Element> child(Element parent, String name) {
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && element.getTagName().equals(name)) {
        return Optional.of(element);
      }
    }
    return Optional.empty();
  }
}
