package dev.signet.pf4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.signet.testkit.TestHost;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
        IntStream.rangeClosed(' ', '~').filter(c -> c != '/').mapToObj(c -> "a" + (char) c + "b"),
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
      if (name.endsWith("!")) {
        assertThatIllegalStateException()
            .isThrownBy(() -> host.manager())
            .withMessageContainingAll(state.toString(), "ends with '!'", "name another folder");
        return;
      }

      assertThat(TestHost.greetings(host.started())).containsExactly("folder", "jar", "zip");
    }
  }
}
