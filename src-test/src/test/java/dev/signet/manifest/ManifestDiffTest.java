package dev.signet.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.signet.bundle.EntryPath;
import dev.signet.verdict.Audience;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestDiffTest {
  private static final Digest A = digest(1);
  private static final Digest B = digest(2);

  @Test
  void compare_whenEqual_isEmpty() {
    assertThat(compare(Map.of("a", A.hex(), "b/c", B.hex()), Map.of("a", A, "b/c", B))).isEmpty();
    assertThat(compare(Map.of(), Map.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a .x | It is signed, although",
        "a .x b/.x | It is signed, and 1 more is too, although",
        "a .x b/.x c/.x | It is signed, and 2 more are too, although"
      })
  void signedAndIgnored_whenNamesAreIgnored_isOneNoticeThatCountsThem(String names, String start) {
    Map<String, String> values = new LinkedHashMap<>();
    List.of(names.split(" ")).forEach(name -> values.put(name, A.hex()));
    SignedHashes signed = signed(values);

    assertThat(ManifestDiff.signedAndIgnored(signed, name -> false)).isEmpty();
    assertThat(ManifestDiff.signedAndIgnored(signed, name -> name.endsWith(".x")))
        .hasValueSatisfying(
            notice -> {
              assertThat(notice.isProblem()).isFalse();
              assertThat(notice.path()).isEqualTo(".x");
              assertThat(notice.detail()).startsWith(start);
            });
  }

  @Test
  void signedAndIgnored_whenNamesLieAboveTheBasicPlane_namesTheFirstByCodePoints() {
    String first = "\uff21";
    String last = "\ud83d\ude00";
    SignedHashes signed = signed(Map.of(first, A.hex(), last, A.hex()));

    assertThat(ManifestDiff.signedAndIgnored(signed, name -> true))
        .hasValueSatisfying(notice -> assertThat(notice.path()).isEqualTo(first));
  }

  @Test
  void compare_whenContentsOfTwoFilesAreSwapped_reportsBoth() {
    assertThat(compare(Map.of("a", A.hex(), "b", B.hex()), Map.of("a", B, "b", A)))
        .extracting(Finding::reason, Finding::path, Finding::expected, Finding::current)
        .containsExactly(
            tuple(Reason.INVALID_HASH, "a", A.hex(), B.hex()),
            tuple(Reason.INVALID_HASH, "b", B.hex(), A.hex()));
  }

  @Test
  void compare_whenFileIsRenamed_reportsTheOldAsMissingAndTheNewAsExtra() {
    assertThat(compare(Map.of("old", A.hex()), Map.of("new", A)))
        .extracting(Finding::reason, Finding::path)
        .containsExactly(tuple(Reason.EXTRA_FILE, "new"), tuple(Reason.FILE_MISSING, "old"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u00e9", "\u00c5ngstr\u00f6m/\u00fc.txt", "\u1e69", "\ud55c\uae00"})
  void compare_whenNamesDifferInUnicodeFormOnly_saysSo(String composed) {
    String decomposed = Normalizer.normalize(composed, Normalizer.Form.NFD);
    for (List<String> names :
        List.of(List.of(composed, decomposed), List.of(decomposed, composed))) {
      List<Finding> findings =
          compare(Map.of(names.get(0), A.hex(), "x", B.hex()), Map.of(names.get(1), A));

      assertThat(findings)
          .extracting(Finding::reason)
          .containsExactlyInAnyOrder(Reason.EXTRA_FILE, Reason.FILE_MISSING, Reason.FILE_MISSING);
      assertThat(findings)
          .filteredOn(finding -> !"x".equals(finding.path()))
          .allMatch(finding -> finding.detail().contains("another Unicode form"))
          .allMatch(finding -> finding.remedy(Audience.AUTHOR).contains("ASCII"));
      assertThat(findings)
          .filteredOn(finding -> "x".equals(finding.path()))
          .noneMatch(finding -> finding.detail().contains("Unicode"));
    }
  }

  @Test
  void compare_whenNamesDifferInUnicodeFormAndContentToo_doesNotCallThemTheSame() {
    assertThat(compare(Map.of("\u00e9", A.hex()), Map.of("e\u0301", B)))
        .extracting(Finding::detail)
        .noneMatch(detail -> detail.contains("Unicode"));
  }

  @Test
  void compare_whenFileIsEmptied_saysSo() {
    Digest empty = Digest.over(new byte[0]);

    assertThat(compare(Map.of("a", A.hex()), Map.of("a", empty)))
        .singleElement()
        .satisfies(finding -> assertThat(finding.reason()).isEqualTo(Reason.INVALID_HASH))
        .satisfies(finding -> assertThat(finding.detail()).startsWith("The file is empty"));
    assertThat(compare(Map.of("a", empty.hex()), Map.of("a", empty))).isEmpty();
  }

  @Test
  void compare_whenTwoExtraFilesHaveEqualContent_reportsEach() {
    assertThat(compare(Map.of("a", A.hex()), Map.of("a", A, "x", A, "y", A)))
        .extracting(Finding::reason, Finding::path)
        .containsExactly(tuple(Reason.EXTRA_FILE, "x"), tuple(Reason.EXTRA_FILE, "y"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "zz", " ", "upper", "long", "spaced"})
  void compare_whenSignedValueIsNoDigest_neverMatches(String kind) {
    String value =
        switch (kind) {
          case "upper" -> A.hex().replace("0", "A");
          case "long" -> A.hex() + "0";
          case "spaced" -> A.hex() + " ";
          default -> kind;
        };

    assertThat(compare(Map.of("a", value), Map.of("a", A)))
        .extracting(Finding::reason, Finding::expected, Finding::current)
        .containsExactly(tuple(Reason.INVALID_HASH, null, A.hex()));
    assertThat(compare(Map.of("a", value), Map.of()))
        .extracting(Finding::reason)
        .containsExactly(Reason.INVALID_HASH);
  }

  @Test
  void compare_whenSignedValueIsNoText_neverMatches() {
    Map<String, Optional<String>> values = new LinkedHashMap<>();
    values.put("a", Optional.empty());

    assertThat(
            ManifestDiff.compare(new SignedHashes(values), manifest(Map.of("a", A)), name -> false))
        .extracting(Finding::reason)
        .containsExactly(Reason.INVALID_HASH);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../a",
        "/a",
        "a//b",
        "./a",
        "a\\b",
        "C:/a",
        "a\u0000",
        "a\nb",
        "a\u001b[2J",
        "<b>",
        ""
      })
  void compare_whenSignedNameIsNoSafePath_reportsOnlyThat(String name) {
    assertThat(compare(Map.of(name, A.hex()), Map.of()))
        .extracting(Finding::reason, Finding::path)
        .containsExactly(tuple(Reason.UNSAFE_PATH, name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "123", "-1", "1e3", "__proto__", "'&'", "\uD83D\uDE00", "é"})
  void compare_whenNameIsUnusual_takesItLikeAnyOther(String name) {
    assertThat(compare(Map.of(name, A.hex()), Map.of(name, A))).isEmpty();
    assertThat(compare(Map.of(name, A.hex()), Map.of(name, B)))
        .extracting(Finding::reason)
        .containsExactly(Reason.INVALID_HASH);
  }

  @Test
  void compare_whenNameIsIgnored_leavesItOutOnBothSides() {
    List<Finding> findings =
        ManifestDiff.compare(
            signed(Map.of("skip", A.hex(), "../skip", "", "b", B.hex())),
            manifest(Map.of("skip", B, "b", B)),
            name -> name.endsWith("skip"));

    assertThat(findings).isEmpty();
  }

  @Test
  void compare_whenManyDiffer_isSortedByBytesOfThePath() {
    assertThat(compare(Map.of("\uD83D\uDE00", A.hex(), "b", A.hex()), Map.of("\uFB03", A, "a", A)))
        .extracting(Finding::path)
        .containsExactly("a", "b", "\uFB03", "\uD83D\uDE00");
  }

  private static List<Finding> compare(Map<String, String> signed, Map<String, Digest> actual) {
    return ManifestDiff.compare(signed(signed), manifest(actual), name -> false);
  }

  private static SignedHashes signed(Map<String, String> values) {
    Map<String, Optional<String>> raw = new LinkedHashMap<>();
    values.forEach((name, value) -> raw.put(name, Optional.of(value)));
    return new SignedHashes(raw);
  }

  private static Manifest manifest(Map<String, Digest> files) {
    Map<EntryPath, Digest> byPath = new LinkedHashMap<>();
    files.forEach((name, digest) -> byPath.put(new EntryPath(name), digest));
    return Manifest.of(byPath);
  }

  private static Digest digest(int first) {
    byte[] bytes = new byte[64];
    bytes[0] = (byte) first;
    return Digest.of(bytes);
  }
}
