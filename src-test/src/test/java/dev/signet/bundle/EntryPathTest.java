package dev.signet.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntryPathTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/etc/passwd",
        "//host/share",
        "\\\\host\\share",
        "a\\b",
        "C:/a",
        "c:a",
        "..",
        "../a",
        "a/../b",
        "a/..",
        ".",
        "./a",
        "a/./b",
        "a//b",
        "a/",
        "/",
        "a\u0000b",
        "a\nb",
        "a\u001b[31mb",
        "a\u007fb",
        "a\u0085b",
        "a<b",
        "a>b",
        "a:b",
        "a\"b",
        "a|b",
        "a?b",
        "a*b",
        "a.",
        "a./b",
        "a ",
        "a /b",
        "...",
        "con",
        "NUL",
        "nul.txt",
        "Nul.tar.gz",
        "nul .txt",
        "a/aux/b",
        "PRN",
        "com1",
        "LPT9.log",
        "COM¹",
        "lpt².txt",
        "COM³",
        "CONIN$",
        "conout$.txt",
      })
  void violation_whenPathIsUnsafe_saysWhy(String path) {
    assertThat(EntryPath.violation(path)).get().asString().matches("[A-Z].*\\.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EntryPath(path))
        .withMessageStartingWith("value: ");
  }

  @Test
  void violation_whenSurrogateIsUnpaired_saysWhy() {
    assertThat(Stream.of("a\ud800", "\udc00a", "\udc00\ud800", "\ud800\ud800\udc00"))
        .allMatch(path -> EntryPath.violation(path).isPresent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "0",
        "123",
        "-1",
        "1e3",
        "__proto__",
        ".htaccess",
        "..a",
        "a..b",
        " a",
        "it's & more #1 %20 (x) [y] {z} ~ ^ ` = + , ; @ ! $",
        "café/menü.txt",
        "日本語.txt",
        "\ud83d\ude00.png",
        "a\u200fb",
        "\ufeffa",
        "console.js",
        "null.txt",
        "com0.txt",
        "com10",
        "a/con-1/b",
        "auxiliary",
        "META-INF/MANIFEST.MF",
      })
  void violation_whenPathIsANameLikeAnyOther_isEmpty(String path) {
    assertThat(EntryPath.violation(path)).isEmpty();
    assertThat(new EntryPath(path).value()).isEqualTo(path);
  }

  @ParameterizedTest
  @CsvSource({
    "a/B.txt, A/b.TXT",
    "caf\u00e9, cafe\u0301",
    "CAF\u00c9, cafe\u0301",
    "stra\u00dfe, STRASSE",
    "stra\u1e9ee, strasse",
    "\ufb01le, FILE",
    "\u03c3\u03c2, \u03a3\u03a3",
    "\u212a, k",
    "a\u200db, ab",
    "\u0130, i\u0307",
  })
  void collisionKey_whenSomeSystemTakesPathsForTheSame_isEqual(String one, String other) {
    assertThat(new EntryPath(one).collisionKey()).isEqualTo(new EntryPath(other).collisionKey());
  }

  @ParameterizedTest
  @CsvSource({"a, b", "a/b, ab", "caf\u00e9, cafe", "o, 0"})
  void collisionKey_whenPathsDiffer_differs(String one, String other) {
    assertThat(new EntryPath(one).collisionKey()).isNotEqualTo(new EntryPath(other).collisionKey());
  }

  @Test
  void compareTo_whenPathsAreOfAnyPlane_isTheOrderOfTheirUtf8() {
    List<String> texts =
        List.of(
            "a", "a.b", "a/b", "ab", "A", "é", "\uffee", "\ue000", "\ud83d\ude00", "\ud83d\ude01");
    Comparator<String> byBytes =
        (a, b) -> Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8));

    for (String one : texts) {
      for (String other : texts) {
        assertThat(Integer.signum(new EntryPath(one).compareTo(new EntryPath(other))))
            .as("%s and %s", one, other)
            .isEqualTo(Integer.signum(byBytes.compare(one, other)));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"x, 255", "\u00e9, 127", "\u20ac, 85", "\ud83d\ude00, 63"})
  void violation_whenANameIsLongerThanDisksTake_isToldByBytes(String letter, int most) {
    for (String around : List.of("%s", "a/%s", "%s/b", "a/%s/b")) {
      String fits = around.replace("%s", letter.repeat(most));
      String tooLong = around.replace("%s", letter.repeat(most + 1));
      assertThat(EntryPath.violation(fits)).as(fits).isEmpty();
      assertThat(EntryPath.violation(tooLong)).get().asString().contains("255 bytes");
    }
  }

  @Test
  void parts_areNameAndDepth() {
    assertThat(new EntryPath("a/b/c.txt").fileName()).isEqualTo("c.txt");
    assertThat(new EntryPath("a/b/c.txt").depth()).isEqualTo(3);
    assertThat(new EntryPath("c.txt").fileName()).isEqualTo("c.txt");
    assertThat(new EntryPath("c.txt").depth()).isEqualTo(1);
    assertThat(new EntryPath("a/b")).hasToString("a/b");
  }
}
