package dev.signet.bundle.descriptor;

import java.io.ByteArrayInputStream;
import java.io.IOException;
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

  private MainAttributes() {}

  /**
   * Returns the main attributes.
   *
   * @throws IOException when the JDK cannot read them, or there are more than {@value #MOST}
   */
  static Attributes read(byte[] manifest) throws IOException {
    int end = endOfMainSection(manifest);
    return new Manifest(new ByteArrayInputStream(manifest, 0, end)).getMainAttributes();
  }

  /** Returns the length of the main section with the empty line that ends it. */
  private static int endOfMainSection(byte[] manifest) throws IOException {
    int attributes = 0;
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
        return i + 1;
      }
      if (manifest[lineStart] != ' ' && ++attributes > MOST) {
        throw new IOException("the manifest has more than " + MOST + " main attributes");
      }
      lineStart = i + 1;
    }
    return manifest.length;
  }
}
