package dev.signet.pf4j.wanted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundleSourceTest {
  @TempDir Path temp;
  private Path root;
  private Path scratch;
  private BundleSource source;

  @BeforeEach
  void setUp() throws Exception {
    root = Files.createDirectory(temp.resolve("bundles"));
    scratch = Files.createDirectory(temp.resolve("scratch"));
    Files.write(temp.resolve("secret.zip"), new byte[1]);
    source = BundleSource.below(root);
  }

  @Test
  void path_whenBelowTheFolder_isFound() throws Exception {
    Path file = Files.createDirectory(root.resolve("a")).resolve("clock 1.0.zip");
    Files.write(file, new byte[1]);

    assertThat(source.fetch("a/clock 1.0.zip", scratch)).isEqualTo(file);
    assertThat(source.fetch("a/../a/./clock 1.0.zip", scratch)).isEqualTo(file);
    assertThat(source.fetch("a", scratch)).isEqualTo(file.getParent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../secret.zip",
        "a/../../secret.zip",
        "/etc/passwd",
        ".",
        "a/..",
        "file:///etc/passwd",
        "http://plugins.example/clock.zip",
        "ftp://plugins.example/clock.zip",
        "https:clock.zip",
        "https:///clock.zip",
        "https://alice:secret@plugins.example/clock.zip",
        "https://plugins.example/clock",
        "HTTPS://plugins.example/clock.exe",
        "oci:plugins.example/clock:latest",
        "oci:"
      })
  void place_whenItMayNotBeAsked_isRefused(String from) {
    assertThatThrownBy(() -> source.fetch(from, scratch))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(from.contains("oci:") ? "oci:" : "correct the list");
    assertThat(scratch).isEmptyDirectory();
  }

  @Test
  void path_whenNothingIsThere_saysWhereItBelongs() {
    assertThatThrownBy(() -> source.fetch("clock.zip", scratch))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(root.resolve("clock.zip").toString());
  }

  @Test
  void server_whenNobodyAnswers_isAnErrorThatNamesTheAddress() {
    String from = "https://localhost:1/clock.zip";

    assertThatThrownBy(() -> source.fetch(from, scratch))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(from);
  }
}
