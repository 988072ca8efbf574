package dev.signet.pf4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.signet.testkit.PluginKit;
import dev.signet.testkit.TestHost;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A state directory from which the JDK cannot load is refused at once; from any other, all runs.
 */
@SuppressWarnings("try") // closing a host may be interrupted
class StatePathTest {
  @TempDir private Path temp;

  static Stream<String> names() {
    return Stream.concat(
        IntStream.rangeClosed(' ', '~')
            .filter(c -> c != '/' && (!Character.isLetterOrDigit(c) || "aZ0".indexOf(c) >= 0))
            .mapToObj(c -> "a" + (char) c + "b"),
        Stream.of("a%20b", "a%23b", "a%zz", "é", "日本", "a!", "!", "a+b", "jar:file:", "a\tb"));
  }

  @ParameterizedTest
  @MethodSource("names")
  void hostWhateverTheNameOfItsStateDirectory_runsPluginsOrDoesNotStart(String name)
      throws Exception {
    Path state = temp.resolve(name).resolve("state");
    try (TestHost host = new TestHost(temp.resolve("plugins"), state)) {
      host.signed("jar", "1.0.0").greeting("jar").jar(host.plugins());
      host.signed("folder", "1.0.0").greeting("folder").folder(host.plugins());
      host.signed("zip", "1.0.0").greeting("zip").zip(host.plugins());
      for (boolean packed : new boolean[] {false, true}) {
        String id = packed ? "library-zip" : "library-folder";
        PluginKit kit = host.signed(id, "1.0.0").greeting(id).file("lib/data.jar", jar(id));
        if (packed) {
          kit.zip(host.plugins());
        } else {
          kit.folder(host.plugins());
        }
      }
      if (name.endsWith("!")) {
        assertThatIllegalStateException()
            .isThrownBy(() -> host.manager())
            .withMessageContainingAll(state.toString(), "ends with '!'", "name another folder");
        return;
      }

      VerifyingPluginManager manager = host.started();
      assertThat(TestHost.greetings(manager))
          .containsExactly("folder", "jar", "library-folder", "library-zip", "zip");
      for (String id : List.of("library-folder", "library-zip")) {
        assertThat(manager.getPluginClassLoader(id).getResource(id + ".txt"))
            .as("what lies in lib/data.jar of %s", id)
            .isNotNull();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void hostWhateverTheNameOfItsPluginsRoot_runsPlugins(String name) throws Exception {
    try (TestHost host = new TestHost(temp.resolve(name), temp.resolve("state"))) {
      host.signed("jar", "1.0.0").greeting("jar").jar(host.plugins());
      host.signed("folder", "1.0.0").greeting("folder").folder(host.plugins());
      host.signed("zip", "1.0.0").greeting("zip").zip(host.plugins());

      assertThat(TestHost.greetings(host.started())).containsExactly("folder", "jar", "zip");
    }
  }

  private static byte[] jar(String id) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(id + ".txt"));
      zip.write(id.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }
}
