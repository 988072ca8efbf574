package dev.signet.bundle.descriptor;

import dev.signet.Internal;
import dev.signet.bundle.archive.DirectorySize;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** What jarsigner's signature in a jar is worth to the JDK's class loaders. */
@Internal
public enum JarSignature {
  /** There is none, or none that they look at. */
  NONE,
  /** It is right. */
  RIGHT,
  /** It was made for another jar: they throw a SecurityException instead of loading a class. */
  BROKEN;

  /** More than any real plugin has; what is behind is not looked at. */
  private static final long MOST_BYTES = 256L << 20;

  /**
   * Reads a jar as a class loader would.
   *
   * @param jar a private copy that no longer changes
   */
  public static JarSignature of(Path jar) {
    try (JarFile file = open(jar)) {
      List<JarEntry> entries = Collections.list(file.entries());
      return entries.stream().anyMatch(JarSignature::isPartOfIt) ? read(file, entries) : NONE;
    } catch (SecurityException e) {
      return BROKEN;
    } catch (IOException | IllegalArgumentException e) {
      // No jar to class loaders either, which the class path rule tells.
      return NONE;
    }
  }

  private static JarFile open(Path jar) throws IOException {
    DirectorySize.requireBounded(jar, jar.toString());
    return new JarFile(jar.toFile(), true);
  }

  /** Returns whether this is the name of a file that jarsigner writes. */
  private static boolean isPartOfIt(JarEntry entry) {
    String name = entry.getName().toUpperCase(Locale.ROOT);
    return name.startsWith("META-INF/") && name.endsWith(".SF");
  }

  private static JarSignature read(JarFile file, List<JarEntry> entries) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long left = MOST_BYTES;
    boolean signed = false;
    for (JarEntry entry : entries) {
      try (InputStream in = file.getInputStream(entry)) {
        for (int count = in.read(buffer); count >= 0 && left >= 0; count = in.read(buffer)) {
          left -= count;
        }
      }
      signed |= entry.getCodeSigners() != null;
    }
    return signed ? RIGHT : NONE;
  }
}
