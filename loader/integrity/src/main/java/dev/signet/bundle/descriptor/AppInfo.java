package dev.signet.bundle.descriptor;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signet.bundle.EntryPath;
import dev.signet.verdict.Guard;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads id and version from a Nextcloud app's {@code appinfo/info.xml}. A document type is refused
 * before anything in it is looked at, and with it every entity but XML's own five.
 */
final class AppInfo {
  private static final Set<String> WANTED = Set.of("id", "version");
  private static final int MOST_CHARS = 40;

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
    String text = text(content);
    refuseDocumentType(text);
    return Guard.run(
        () -> read(file, text),
        failure -> {
          throw new IOException("it is no well-formed XML", failure);
        });
  }

  private static Descriptor read(EntryPath file, String text) throws IOException {
    try {
      XMLStreamReader reader = factory().createXMLStreamReader(new StringReader(text));
      requireUtf8(reader.getCharacterEncodingScheme());
      AppInfo info = new AppInfo(reader);
      info.read();
      return new Descriptor(
          file,
          info.values.getOrDefault("id", ""),
          info.values.getOrDefault("version", ""),
          "",
          "",
          Map.of());
    } catch (XMLStreamException e) {
      throw new IOException("it is no well-formed XML", e);
    }
  }

  /** Nothing but declarations, instructions and comments stands before the root or a DOCTYPE. */
  private static void refuseDocumentType(String text) throws IOException {
    int next = 0;
    while (next >= 0 && next < text.length()) {
      if (text.startsWith("<?", next)) {
        next = after(text, "?>", next + 2);
      } else if (text.startsWith("<!--", next)) {
        next = after(text, "-->", next + 4);
      } else if (text.startsWith("<!", next)) {
        throw new IOException("it has a document type");
      } else if (Character.isWhitespace(text.charAt(next))) {
        next++;
      } else {
        return;
      }
    }
  }

  private static int after(String text, String end, int from) {
    int found = text.indexOf(end, from);
    return found < 0 ? -1 : found + end.length();
  }

  /** Decoded here, since the JDK's parser prints to the console when bytes are malformed. */
  private static String text(byte[] content) throws IOException {
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new IOException("it is not UTF-8", e);
    }
  }

  private static void requireUtf8(@Nullable String declared) throws IOException {
    if (declared != null && !declared.equalsIgnoreCase("UTF-8")) {
      String shown = declared.substring(0, Math.min(MOST_CHARS, declared.length()));
      throw new IOException("it declares the encoding " + shown + " instead of UTF-8");
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
