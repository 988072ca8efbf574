package dev.signet.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExclusionsTest {

  @ParameterizedTest
  @CsvSource({
    "cache/**, cache/a, true",
    "cache/**, cache/a/b.txt, true",
    "cache/**, cached/a, false",
    "*.log, a.log, true",
    "*.log, b/a.log, false",
    "**/*.log, b/a.log, true",
    "**.log, b/a.log, true",
    "a?.txt, ab.txt, true",
    "a?.txt, a/.txt, false",
    "a.txt, aXtxt, false",
    "[ab], a, false",
    "[ab], [ab], true",
    "a*b*c, axbxbc, true",
    "a**c, ac, true",
    "***, a/b, true",
    "a?, aé, true",
    "**/a, a, false",
  })
  void excludes_whenGlobIsGiven_matchesTheWholePath(String glob, String path, boolean excluded) {
    Exclusions exclusions = Exclusions.NONE.with("clock", Set.of(glob));

    assertThat(exclusions.excludes("clock", new EntryPath(path))).isEqualTo(excluded);
    assertThat(exclusions.excludes("other", new EntryPath(path))).isFalse();
  }

  @Test
  void with_whenCalledAgain_addsToWhatIsThere() {
    Exclusions exclusions = Exclusions.NONE.with("clock", Set.of("a")).with("clock", Set.of("b"));

    assertThat(exclusions.excludes("clock", new EntryPath("a"))).isTrue();
    assertThat(exclusions.excludes("clock", new EntryPath("b"))).isTrue();
    assertThat(exclusions).isEqualTo(Exclusions.NONE.with("clock", Set.of("b", "a")));
    assertThat(exclusions).isNotEqualTo(Exclusions.NONE);
  }

  @Test
  void with_whenIdOrGlobCannotBeOne_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Exclusions.NONE.with("", Set.of("a")))
        .withMessageContaining("id");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Exclusions.NONE.with("clock", Set.of("/a")))
        .withMessageContaining("'/a' of clock");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Exclusions.NONE.with("clock", Set.of("")));
  }

  /** A host that excludes what can never be there means something else, and would not notice. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x", "x/../y", "..", ".", "./x", "x/./y", "**/../x", "*/..", "/x", "//x", "x//y", "x/",
        "**/", "x\\y", "cache\\**", "C:/x", "C:**", "x\n", "x\0", "x ", "x.", "*.", "a /b", "con",
        "lib/aux.txt", "<x>", "a|b", "\uD800"
      })
  void with_whenTheGlobCanMatchNothing_isRefusedWithWhatToDo(String glob) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Exclusions.NONE.with("clock", Set.of(glob)))
        .withMessageContaining("'" + glob + "' of clock can match no file")
        .withMessageEndingWith("Name a path within the bundle, such as cache/**.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "**",
        "*",
        "?",
        ".*",
        "..*",
        ".htaccess",
        "a**",
        "com?",
        "con*",
        "[ab]",
        "a b",
        "é/*"
      })
  void with_whenTheGlobCanMatchSomething_isTaken(String glob) {
    assertThat(Exclusions.NONE.with("clock", Set.of(glob))).isNotEqualTo(Exclusions.NONE);
  }

  /** Names are the bundle's, and no name may keep the verifier busy. */
  @Test
  @Timeout(10)
  void excludes_whenAPathAlmostMatchesInManyWays_answersAtOnce() {
    Exclusions exclusions = Exclusions.NONE.with("clock", Set.of("*a*a*a*a*a*b", "**/a/**/a/**/b"));

    assertThat(exclusions.excludes("clock", new EntryPath("a".repeat(250)))).isFalse();
    for (int i = 0; i < 200; i++) {
      assertThat(exclusions.excludes("clock", new EntryPath("a/".repeat(400) + i))).isFalse();
    }
  }
}
