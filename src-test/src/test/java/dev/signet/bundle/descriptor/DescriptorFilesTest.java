package dev.signet.bundle.descriptor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DescriptorFilesTest {
  private static final String FILE = "plugin.yaml";

  @Test
  void files_whenThere_areReadAsTheyAre() throws IOException {
    DescriptorFiles files = DescriptorFiles.of(Map.of(FILE, "id: l\u00e4st".getBytes(UTF_8)));

    assertThat(files.text(FILE)).contains("id: l\u00e4st");
    assertThat(files.bytes(FILE).orElseThrow()).isEqualTo("id: l\u00e4st".getBytes(UTF_8));
    assertThat(files.text("Plugin.yaml")).isEmpty();
    assertThat(files.bytes("other")).isEmpty();
  }

  @Test
  void bytes_whenAReaderChangesThem_areACopy() {
    byte[] given = {1, 2};
    DescriptorFiles files = DescriptorFiles.of(Map.of(FILE, given));

    given[0] = 9;
    files.bytes(FILE).orElseThrow()[1] = 9;

    assertThat(files.bytes(FILE).orElseThrow()).containsExactly(1, 2);
  }

  @Test
  void text_whenNotUtf8_isRefused() {
    DescriptorFiles files = DescriptorFiles.of(Map.of(FILE, new byte[] {'a', (byte) 0xC0}));

    assertThatThrownBy(() -> files.text(FILE))
        .isInstanceOf(IOException.class)
        .hasMessage("it is not UTF-8");
  }
}
