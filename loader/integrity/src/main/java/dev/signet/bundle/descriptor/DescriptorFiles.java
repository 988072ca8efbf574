package dev.signet.bundle.descriptor;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signet.bundle.EntryPath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The files of one bundle that a {@link PluginDescriptorReader} asked for: bytes that were read
 * once, and are those that are hashed and sealed. Nothing leads from here to the rest of the bundle
 * or to the disk.
 */
public final class DescriptorFiles {
  private final Map<String, byte[]> contents;

  private DescriptorFiles(Map<String, byte[]> contents) {
    this.contents = contents;
  }

  /** Returns these files, by their paths in the bundle; for tests of a reader. */
  public static DescriptorFiles of(Map<String, byte[]> contents) {
    Map<String, byte[]> copy = new LinkedHashMap<>();
    contents.forEach((path, bytes) -> copy.put(path, bytes.clone()));
    return new DescriptorFiles(copy);
  }

  static DescriptorFiles ofEntries(Map<EntryPath, byte[]> contents) {
    Map<String, byte[]> byPath = new LinkedHashMap<>();
    contents.forEach((path, bytes) -> byPath.put(path.value(), bytes));
    return new DescriptorFiles(byPath);
  }

  /** Returns a copy of a file's bytes; empty when the bundle has no such file. */
  public Optional<byte[]> bytes(String path) {
    return Optional.ofNullable(contents.get(path)).map(byte[]::clone);
  }

  /**
   * Returns a file's text; empty when the bundle has no such file.
   *
   * @throws IOException when it is not UTF-8 throughout
   */
  public Optional<String> text(String path) throws IOException {
    byte[] bytes = contents.get(path);
    if (bytes == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      throw new IOException("it is not UTF-8", e);
    }
  }
}
