package dev.signet.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.bundle.Limits;
import dev.signet.sign.authority.CertificateAuthority;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.Trees;
import dev.signet.verdict.Audience;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextChangesTest {
  private static final CertificateAuthority AUTHORITY = PluginAuthor.authority("Root");
  private static final PluginAuthor AUTHOR = PluginAuthor.of("hello", AUTHORITY);
  private static final String CHANGED = "The file's content is not the signed one.";

  @TempDir private Path temp;
  private final BundleVerifier verifier =
      new BundleVerifier(PluginAuthor.trusting(AUTHORITY), Limits.DEFAULT, Clock.systemUTC());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a~b~|a^b^|Only its line ends differ: CRLF in place of the signed LF.",
        "a^b^|a~b~|Only its line ends differ: LF in place of the signed CRLF.",
        "a~b|a^b|Only its line ends differ: CRLF in place of the signed LF.",
        "é~|é^|Only its line ends differ: CRLF in place of the signed LF.",
        "a|*a|It differs only by a byte order mark at its start, which was not signed.",
        "*a~|a~|It differs only by a byte order mark, which was signed at its start.",
        "a|a~|It differs only by a line end at its end, which was not signed.",
        "a~b|a~b^|It differs only by a line end at its end, which was not signed.",
        "a~|a|It differs only by the end of its last line, which was signed.",
        "a^b^|a^b|It differs only by the end of its last line, which was signed.",
      })
  void changedFile_whenOnlyHowTextIsWrittenDiffers_saysSo(
      String signed, String found, String detail) throws IOException {
    for (String name : new String[] {"folder", "a.zip"}) {
      Path source = bundle(name, text(signed), text(found));
      Finding finding = onlyFinding(verifier.verify(source, hello()));

      assertThat(finding.reason()).isEqualTo(Reason.INVALID_HASH);
      assertThat(finding.isProblem()).isTrue();
      assertThat(finding.detail()).isEqualTo(detail);
      assertThat(finding.remedy(Audience.AUTHOR)).contains(".gitattributes");
      assertThat(verifier.examine(source, hello()).verdict().findings()).containsExactly(finding);
      try (Staging staging = Staging.below(temp)) {
        assertThat(verifier.stage(source, hello(), staging).verdict().findings())
            .containsExactly(finding);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"a~b|a^c", "a~b^|a^b^c", "a|b", "a|**a", "a b|a~b", "a|a^~"})
  void changedFile_whenAnythingElseDiffers_saysNoMore(String signed, String found) {
    Path source = bundle("folder", text(signed), text(found));

    assertThat(onlyFinding(verifier.verify(source, hello())).detail()).isEqualTo(CHANGED);
  }

  @Test
  void changedFile_whenItIsLarge_isNotReadAgain() {
    String lines = "line\n".repeat(1 << 18);
    Path source = bundle("folder", lines, lines.replace("\n", "\r\n"));

    assertThat(onlyFinding(verifier.verify(source, hello())).detail()).isEqualTo(CHANGED);
  }

  private Path bundle(String name, String signed, String found) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("plugin.properties", Trees.properties("hello", "1.0"));
    files.put("a.txt", signed.getBytes(UTF_8));
    Map<String, byte[]> all = AUTHOR.signed(files, "signature.json");
    all.put("a.txt", found.getBytes(UTF_8));
    Path path = temp.resolve(name);
    return name.endsWith(".zip") ? Trees.archive(path, all) : Trees.folder(path, all);
  }

  private static Expectation hello() {
    return Expectation.PLUGIN.withId("hello");
  }

  private static Finding onlyFinding(Verdict verdict) {
    assertThat(verdict.findings()).hasSize(1);
    return verdict.findings().get(0);
  }

  /** Writes line ends and the byte order mark by what a table can hold. */
  private static String text(String form) {
    return form.replace("~", "\n").replace("^", "\r\n").replace("*", "\ufeff");
  }
}
