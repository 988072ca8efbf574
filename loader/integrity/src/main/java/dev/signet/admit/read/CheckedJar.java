package dev.signet.admit.read;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A jar on the class path of a plugin, read as the JDK reads it. */
final class CheckedJar implements ClassPathPart {
  private static final String MANIFEST = "META-INF/MANIFEST.MF";
  private static final String VERSIONS = "META-INF/versions/";
  private static final int FIRST_VERSION = 9;

  private final Path location;
  private final Entries entries;
  private final Set<String> names;
  private final @Nullable Manifest manifest;

  /** Of a multi-release jar, those that this JVM takes classes for, the highest first. */
  private final int @Nullable [] versions;

  /** What holds the bytes of its entries against what was verified. */
  interface Entries extends AutoCloseable {
    Set<String> names();

    byte[] read(String name) throws IOException;

    @Override
    void close() throws IOException;
  }

  private CheckedJar(Path location, Entries entries) throws IOException {
    this.location = location;
    this.entries = entries;
    this.names = new HashSet<>(entries.names());
    this.manifest = readManifest();
    boolean isMultiRelease =
        manifest != null
            && "true".equalsIgnoreCase(manifest.getMainAttributes().getValue("Multi-Release"));
    this.versions = isMultiRelease ? versions() : null;
  }

  private int[] versions() {
    int highest = Runtime.version().feature();
    return IntStream.rangeClosed(FIRST_VERSION, highest)
        .map(up -> highest + FIRST_VERSION - up)
        .filter(version -> names.stream().anyMatch(name -> name.startsWith(in(version))))
        .toArray();
  }

  private static String in(int version) {
    return VERSIONS + version + "/";
  }

  /** Returns the jar of these entries, which are closed with it, and when there is none. */
  static CheckedJar of(Path location, Entries entries) throws IOException {
    try {
      return new CheckedJar(location, entries);
    } catch (IOException | RuntimeException e) {
      entries.close();
      throw e;
    }
  }

  private @Nullable Manifest readManifest() throws IOException {
    String last = null;
    for (String name : entries.names()) {
      // In any case, and the last one wins, for the JDK.
      if (name.length() == MANIFEST.length() && name.toUpperCase(Locale.ROOT).equals(MANIFEST)) {
        last = name;
      }
    }
    return last == null ? null : new Manifest(new ByteArrayInputStream(entries.read(last)));
  }

  /** Returns the other places that its manifest adds to the class path, in their order. */
  String[] classPath() {
    String text =
        manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
    return text == null || text.isBlank() ? new String[0] : text.strip().split("\\s+");
  }

  @Override
  public Path location() {
    return location;
  }

  @Override
  public boolean isJar() {
    return true;
  }

  @Override
  public Optional<String> find(String name) {
    if (versions != null && !name.startsWith("META-INF/")) {
      for (int version : versions) {
        if (names.contains(in(version) + name)) {
          return Optional.of(in(version) + name);
        }
      }
    }
    if (names.contains(name)) {
      return Optional.of(name);
    }
    String folder = name + "/";
    return names.contains(folder)
        ? Optional.of(versions == null ? name : folder)
        : Optional.empty();
  }

  @Override
  public byte[] read(String found) throws IOException {
    return found.endsWith("/") || !names.contains(found) ? new byte[0] : entries.read(found);
  }

  @Override
  public Optional<Manifest> manifest() {
    return Optional.ofNullable(manifest);
  }

  @Override
  public void close() throws IOException {
    entries.close();
  }
}
