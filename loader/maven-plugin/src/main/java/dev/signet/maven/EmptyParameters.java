package dev.signet.maven;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * Finds parameters that are given and empty, as of a property that is not set. Maven hands them to
 * a goal as if they were not given: a revocation list, an id or a trust folder would be passed over
 * without a word.
 */
final class EmptyParameters {
  private static final String PREFIX = "signet.";

  private EmptyParameters() {}

  /** Refuses a goal that has any; whatever parameters there are, or will be. */
  static void refuse(MojoExecution execution, MavenSession session) throws MojoExecutionException {
    Set<String> configured = new TreeSet<>();
    for (Element parameter : parameters(execution)) {
      configured.add(parameter.getTagName());
      requireContent(parameter);
    }
    for (String property : properties(session)) {
      String name = property.substring(PREFIX.length());
      if (!configured.contains(name) && value(property, session).isBlank()) {
        throw BundleMojo.input(
            "<"
                + name
                + ">: the property "
                + property
                + " is empty; give it a value, or unset it.");
      }
    }
  }

  private static void requireContent(Element parameter) throws MojoExecutionException {
    List<Element> entries = elements(parameter);
    if (entries.isEmpty() && parameter.getTextContent().isBlank()) {
      throw BundleMojo.input(
          "<" + parameter.getTagName() + "> is empty; give it a value, or take it out.");
    }
    for (Element entry : entries) {
      if (entry.getTextContent().isBlank()) {
        throw BundleMojo.emptyEntry(parameter.getTagName());
      }
    }
  }

  /** As the author wrote them: in an execution's final configuration an empty one has gone. */
  private static List<Element> parameters(MojoExecution execution) throws MojoExecutionException {
    Plugin plugin = execution.getPlugin();
    @Nullable PluginExecution own = plugin.getExecutionsAsMap().get(execution.getExecutionId());
    Object configuration = own == null ? plugin.getConfiguration() : own.getConfiguration();
    if (configuration == null) {
      return List.of();
    }
    // Each release of Maven has a class of its own for it, and all print themselves as XML.
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      return elements(
          factory
              .newDocumentBuilder()
              .parse(new InputSource(new StringReader(configuration.toString())))
              .getDocumentElement());
    } catch (ParserConfigurationException | SAXException | IOException e) {
      throw new MojoExecutionException("The plugin's <configuration> cannot be read: " + e, e);
    }
  }

  private static List<Element> elements(Element parent) {
    List<Element> elements = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element) {
        elements.add(element);
      }
    }
    return elements;
  }

  private static Set<String> properties(MavenSession session) {
    Set<String> names = new TreeSet<>();
    for (Properties properties : sources(session)) {
      properties.stringPropertyNames().stream()
          .filter(name -> name.startsWith(PREFIX))
          .forEach(names::add);
    }
    return names;
  }

  private static String value(String property, MavenSession session) {
    return sources(session).stream()
        .flatMap(properties -> Optional.ofNullable(properties.getProperty(property)).stream())
        .findFirst()
        .orElse("");
  }

  /** The first that has a property decides, as where Maven evaluates parameters. */
  private static List<Properties> sources(MavenSession session) {
    return List.of(
        session.getUserProperties(),
        session.getCurrentProject().getProperties(),
        session.getSystemProperties());
  }
}
