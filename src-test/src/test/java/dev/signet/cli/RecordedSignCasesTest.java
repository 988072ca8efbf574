package dev.signet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signet.cli.option.ExitCode;
import dev.signet.conformance.Conformance;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The original command line on the original data gives the original file, byte for byte. */
class RecordedSignCasesTest {
  private static final Instant WHEN_RECORDED = Instant.parse("2016-01-01T00:00:00Z");

  @TempDir private Path temp;

  private record Recorded(JsonNode json) {
    String file(String member) {
      return Conformance.folder()
          .resolve("nextcloud")
          .resolve(json.get(member).textValue())
          .toString();
    }

    String operation() {
      return json.get("operation").textValue();
    }

    @Override
    public String toString() {
      return json.get("test").textValue();
    }
  }

  static List<Recorded> cases() {
    List<Recorded> cases = new ArrayList<>();
    String all = new String(Conformance.bytes("nextcloud/cases.json"), UTF_8);
    for (JsonNode recorded : Conformance.json(all).get("cases")) {
      Recorded candidate = new Recorded(recorded);
      if (candidate.operation().startsWith("sign-")) {
        cases.add(candidate);
      }
    }
    return cases;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void sign_whenFormatIs1_writesTheRecordedFile(Recorded recorded) throws Exception {
    Path written = temp.resolve("signature.json");
    Path data = Conformance.folder().resolve("nextcloud/data");

    CommandLineKit.Outcome outcome =
        new CommandLineKit()
            .at(WHEN_RECORDED)
            .run(
                "integrity:" + recorded.operation(),
                "--path=" + data.resolve(recorded.json().get("tree").textValue()),
                "--privateKey=" + recorded.file("key"),
                "--certificate=" + recorded.file("certificate"),
                "--layout=nextcloud",
                "--format=1",
                "--out=" + written);

    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(ExitCode.OK);
    assertThat(Files.readString(written).stripTrailing())
        .isEqualTo(Files.readString(Path.of(recorded.file("signature"))).stripTrailing());
  }
}
