package dev.signet.bundle.descriptor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

/**
 * Reads the main section of a jar's manifest (JAR File Specification, "Main Attributes") as the JDK
 * does. The rest, in which thousands of attributes could be made to collide in a hash table, is
 * left alone: no one asks for it.
 */
final class MainAttributes {
  /** The largest of real manifests have about 50. */
  private static final int MOST = 2_000;

  private final byte[] manifest;

  /** By name; of several, the JDK takes the last one, but also prints a warning for each other. */
  private final Map<String, byte[]> attributes = new LinkedHashMap<>();

  private int count;

  private MainAttributes(byte[] manifest) {
    this.manifest = manifest;
  }

  /**
   * Returns the main attributes.
   *
   * @throws IOException when the JDK cannot read them, or there are more than {@value #MOST}
   */
  static Attributes read(byte[] manifest) throws IOException {
    MainAttributes main = new MainAttributes(manifest);
    main.split();
    ByteArrayOutputStream last = new ByteArrayOutputStream(manifest.length);
    main.attributes.values().forEach(last::writeBytes);
    return new Manifest(new ByteArrayInputStream(last.toByteArray())).getMainAttributes();
  }

  /** Finds where each attribute begins and ends, up to the empty line that ends the section. */
  private void split() throws IOException {
    int start = 0;
    int lineStart = 0;
    for (int i = 0; i < manifest.length; i++) {
      if (manifest[i] != '\n' && manifest[i] != '\r') {
        continue;
      }
      int lineLength = i - lineStart;
      if (manifest[i] == '\r' && i + 1 < manifest.length && manifest[i + 1] == '\n') {
        i++;
      }
      if (lineLength == 0) {
        add(start, lineStart);
        return;
      }
      if (manifest[lineStart] != ' ') {
        add(start, lineStart);
        start = lineStart;
      }
      lineStart = i + 1;
    }
    add(start, manifest.length);
  }

  private void add(int start, int end) throws IOException {
    if (start == end) {
      return;
    }
    if (++count > MOST) {
      throw new IOException("the manifest has more than " + MOST + " main attributes");
    }
    byte[] attribute = Arrays.copyOfRange(manifest, start, end);
    String text = new String(attribute, ISO_8859_1);
    int colon = text.indexOf(": ");
    // What is no attribute stays, for the JDK to refuse it.
    String name = colon < 0 ? "\n" + start : text.substring(0, colon).toLowerCase(Locale.ROOT);
    attributes.put(name, attribute);
  }
}
