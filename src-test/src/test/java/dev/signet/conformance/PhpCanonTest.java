package dev.signet.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.bundle.Limits;
import dev.signet.envelope.SignatureFile;
import dev.signet.envelope.SignatureFileReader;
import dev.signet.sign.key.PemFiles;
import dev.signet.testkit.Certificates;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bytes PHP signs, for every recorded map. */
@Tag("conformance")
class PhpCanonTest {
  private static final String CERTIFICATE =
      PemFiles.text(Certificates.root("any").make().certificate()).replace("\n", "\\n");

  static List<Conformance.PhpMap> maps() {
    return Conformance.phpMaps();
  }

  @ParameterizedTest
  @MethodSource("maps")
  void signedBytes_whenOrderIsWellDefined_areThoseOfPhp(Conformance.PhpMap map) {
    SignatureFileReader.Result result = read(map.hashes());

    if (map.stable()) {
      Differences.check(
          Differences.Suite.PHP_MAPS, map.id(), map.php(), outcome(result), outcome(result));
    } else {
      assertThat(result.<Reason>fold(file -> null, Finding::reason))
          .isEqualTo(Reason.MALFORMED_SIGNATURE);
    }
  }

  @Test
  void data_whenPresent_isWhatItIsSaidToBe() {
    assertThat(maps()).hasSize(219);
  }

  private static SignatureFileReader.Result read(String hashes) {
    String file =
        "{\"hashes\":" + hashes + ",\"signature\":\"\",\"certificate\":\"" + CERTIFICATE + "\"}";
    return SignatureFileReader.read(file.getBytes(UTF_8), Limits.DEFAULT);
  }

  private static String outcome(SignatureFileReader.Result result) {
    Function<SignatureFile, String> bytes = file -> new String(file.signedBytes(), UTF_8);
    return result.fold(bytes, finding -> finding.reason().name());
  }
}
