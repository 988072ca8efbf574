package dev.signet.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.signet.bundle.BundleEntry;
import dev.signet.bundle.Limits;
import dev.signet.bundle.read.Bundle;
import dev.signet.bundle.read.BundleOpener;
import dev.signet.oci.BundleTransfer.Found;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackedFolderTest {
  @TempDir Path folder;
  private Path plugin;

  @BeforeEach
  void setUp() throws IOException {
    plugin = folder.resolve("clock");
    Files.createDirectories(plugin.resolve("bin/ü"));
    Files.writeString(plugin.resolve("plugin.properties"), "plugin.id=clock");
    Files.writeString(plugin.resolve("bin/ü/empty"), "");
    Path tool = Files.writeString(plugin.resolve("bin/tool"), "#!/bin/sh\n".repeat(10_000));
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr--r--"));
  }

  @Test
  void folder_whenPacked_isTheSameBundle() throws IOException {
    assertThat(contents(pulled("one.zip"))).isEqualTo(contents(plugin)).hasSize(3);
  }

  @Test
  void folder_whenPackedAtAnotherTime_isTheSameZip() throws IOException {
    Path first = pulled("one.zip");
    Files.setLastModifiedTime(plugin.resolve("plugin.properties"), FileTime.fromMillis(0));

    assertThat(pulled("two.zip")).hasSameBinaryContentAs(first);
  }

  @Test
  void folder_whenItHoldsALink_isNotPacked() throws IOException {
    Files.createSymbolicLink(plugin.resolve("link"), plugin.resolve("bin/tool"));

    assertThatIOException()
        .isThrownBy(() -> pulled("one.zip"))
        .withMessageStartingWith(plugin + " cannot be packed: link: ");
  }

  private Path pulled(String name) throws IOException {
    OciLayout layout = OciLayout.openOrCreate(folder.resolve("layout of " + name));
    Found pushed = BundleTransfer.push(plugin, layout, Optional.empty());
    Path zip = folder.resolve(name);
    BundleTransfer.pull(pushed, zip, 1_000_000);
    return zip;
  }

  private List<String> contents(Path bundle) throws IOException {
    Path scratch = Files.createTempDirectory(folder, "scratch");
    try (Bundle opened = BundleOpener.open(bundle, Limits.DEFAULT, scratch)) {
      assertThat(opened.findings()).isEmpty();
      List<String> contents = new ArrayList<>();
      try (var reader = opened.reader()) {
        for (BundleEntry entry : opened.entries()) {
          try (var in = reader.open(entry)) {
            String bytes = Sha256.over(in.readAllBytes());
            contents.add(entry.path() + " " + entry.executable() + " " + bytes);
          }
        }
      }
      return contents;
    }
  }
}
