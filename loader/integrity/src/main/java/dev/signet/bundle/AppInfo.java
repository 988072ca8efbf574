package dev.signet.bundle;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads id and version from a Nextcloud app's {@code appinfo/info.xml}. A document type is refused
 * before anything in it is looked at, and with it every entity but XML's own five.
 */
final class AppInfo {
  private static final Set<String> WANTED = Set.of("id", "version");

  private final XMLStreamReader reader;
  private final Map<String, String> values = new HashMap<>();
  private int depth;

  private AppInfo(XMLStreamReader reader) {
    this.reader = reader;
  }

  /**
   * Reads the direct children {@code id} and {@code version} of the root {@code info}.
   *
   * @throws IOException when it is no such document, or has one of them twice
   */
  static Descriptor read(EntryPath file, byte[] content) throws IOException {
    try {
      XMLStreamReader reader = factory().createXMLStreamReader(new ByteArrayInputStream(content));
      AppInfo info = new AppInfo(reader);
      info.read();
      return new Descriptor(
          file,
          info.values.getOrDefault("id", ""),
          info.values.getOrDefault("version", ""),
          "",
          "");
    } catch (XMLStreamException e) {
      throw new IOException("it is no well-formed XML", e);
    }
  }

  private static XMLInputFactory factory() {
    // The JDK's own, whatever else is on the host's class path.
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
    return factory;
  }

  private void read() throws XMLStreamException, IOException {
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> start(reader.getLocalName());
        case XMLStreamConstants.END_ELEMENT -> depth--;
        case XMLStreamConstants.DTD -> throw new IOException("it has a document type");
        case XMLStreamConstants.ENTITY_REFERENCE -> throw new IOException("it has an entity");
        default -> {
          // Text, comments and instructions outside the wanted elements say nothing.
        }
      }
    }
  }

  private void start(String name) throws XMLStreamException, IOException {
    depth++;
    if (depth == 1 && !name.equals("info")) {
      throw new IOException("its root is not <info>");
    }
    if (depth == 2 && WANTED.contains(name)) {
      // Ends at the closing tag, and fails for any element in between.
      String text = reader.getElementText().strip();
      depth--;
      if (values.put(name, text) != null) {
        throw new IOException("it has <" + name + "> twice");
      }
    }
  }
}
