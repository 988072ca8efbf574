package dev.signet.pf4j.wanted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.lock.SignedLock;
import dev.signet.oci.OciReference;
import dev.signet.oci.OciSource;
import dev.signet.testkit.FakeRegistry;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockSourceTest {
  @TempDir Path folder;

  @Test
  void file_isReadAnewEachTime() throws Exception {
    Path file = Files.write(folder.resolve("plugins.lock"), new byte[] {1});
    LockSource source = LockSource.file(file);
    assertThat(source.read()).containsExactly(1);

    Files.write(file, new byte[] {2, 3});

    assertThat(source.read()).containsExactly(2, 3);
    assertThat(source.name()).isEqualTo(file.toString());
  }

  @Test
  void file_whenTooLargeOrMissing_isAnError() throws Exception {
    Path file = folder.resolve("plugins.lock");
    LockSource source = LockSource.file(file);
    assertThatThrownBy(source::read).isInstanceOf(IOException.class);

    try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength(SignedLock.MOST_BYTES + 1L);
    }

    assertThatThrownBy(source::read).isInstanceOf(IOException.class).hasMessageContaining("8,388");
  }

  @Test
  void registry_isAskedAnewEachTime() throws Exception {
    try (FakeRegistry registry = FakeRegistry.start()) {
      LockSource source =
          LockSource.registry(
              OciSource.create().plainHttpOnThisMachine(),
              OciReference.parse("oci:" + registry.name() + "/fleet/north:current"));
      assertThatThrownBy(source::read).isInstanceOf(IOException.class);

      registry.list("fleet/north", "current", new byte[] {1});
      assertThat(source.read()).containsExactly(1);
      registry.list("fleet/north", "current", new byte[] {2, 3});
      assertThat(source.read()).containsExactly(2, 3);
      assertThat(source.name()).isEqualTo("oci:" + registry.name() + "/fleet/north:current");
    }
  }

  @Test
  void registry_whenNoTagIsNamed_isNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                LockSource.registry(
                    OciSource.create(), OciReference.parse("oci:registry.example/fleet/north")))
        .withMessageContaining("add a tag, such as :current");
  }
}
