package dev.signet.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signet.bundle.descriptor.PluginDescriptorReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A jar of a host's own reader of descriptors, which names it as a service. */
public final class ReaderJar {
  /** What it is called. It reads {@code who.txt}: an id, a space, a version. */
  public static final String READER = "org.example.reader.WhoReader";

  private static final String SOURCE =
      """
      package org.example.reader;

      import dev.signet.bundle.descriptor.DescriptorFiles;
      import dev.signet.bundle.descriptor.PluginDescription;
      import dev.signet.bundle.descriptor.PluginDescriptorReader;
      import java.util.List;

      public final class WhoReader implements PluginDescriptorReader {
        @Override public List<String> files() { return List.of("who.txt"); }
        @Override public PluginDescription read(DescriptorFiles files) throws Exception {
          String[] words = files.text("who.txt").orElseThrow().split(" ");
          return new PluginDescription(words[0], words[1]);
        }
      }
      """;

  private ReaderJar() {}

  /** Writes it. */
  public static Path at(Path file) {
    Map<String, byte[]> files =
        JavaSources.compile(Map.of(READER, SOURCE), List.of(PluginDescriptorReader.class));
    files.put(
        "META-INF/services/" + PluginDescriptorReader.class.getName(), READER.getBytes(UTF_8));
    return Trees.archive(file, files);
  }
}
