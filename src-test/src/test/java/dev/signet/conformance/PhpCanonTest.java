package dev.signet.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.bundle.Limits;
import dev.signet.envelope.SignatureFile;
import dev.signet.envelope.SignatureFileReader;
import dev.signet.sign.PemFiles;
import dev.signet.testkit.Certificates;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bytes PHP signs, for every recorded map. */
class PhpCanonTest {
  private static final String CERTIFICATE =
      PemFiles.text(Certificates.root("any").make().certificate()).replace("\n", "\\n");

  /** Where we are stricter than PHP, with the reason. */
  private static final Map<String, String> STRICTER =
      Map.of(
          "hand-32", "a name twice: two readers may see two maps (formats.md)",
          "hand-29", "a number that is no integer: recorded as not well defined");

  static List<Conformance.PhpMap> maps() {
    return Conformance.phpMaps();
  }

  @ParameterizedTest
  @MethodSource("maps")
  void signedBytes_whenOrderIsWellDefined_areThoseOfPhp(Conformance.PhpMap map) {
    SignatureFileReader.Result result = read(map.hashes());

    if (map.stable() && !STRICTER.containsKey(map.id())) {
      assertThat(signedBytes(result)).isEqualTo(map.php());
    } else {
      assertThat(result.<Reason>fold(file -> null, Finding::reason))
          .isEqualTo(Reason.MALFORMED_SIGNATURE);
    }
  }

  @Test
  void data_whenPresent_isWhatItIsSaidToBe() {
    assertThat(maps()).hasSize(219);
    assertThat(maps()).extracting(Conformance.PhpMap::id).containsAll(STRICTER.keySet());
  }

  private static SignatureFileReader.Result read(String hashes) {
    String file =
        "{\"hashes\":" + hashes + ",\"signature\":\"\",\"certificate\":\"" + CERTIFICATE + "\"}";
    return SignatureFileReader.read(file.getBytes(UTF_8), Limits.DEFAULT);
  }

  private static String signedBytes(SignatureFileReader.Result result) {
    Function<SignatureFile, String> bytes = file -> new String(file.signedBytes(), UTF_8);
    return result.fold(bytes, Finding::detail);
  }
}
