package dev.signet.attack.mutation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.regex.Matcher.quoteReplacement;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.attack.mutation.SecondJson.Refused;
import dev.signet.bundle.Limits;
import dev.signet.envelope.SignatureFile;
import dev.signet.envelope.SignatureFileReader;
import dev.signet.testkit.Thorough;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.nio.ByteBuffer;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The library's reader of {@code signature.json} beside another one of the same description. */
@Tag("random")
class EnvelopeDifferentialTest {
  private static final int FILES = Thorough.attacks(1_000_000, 5_000, 1_500);
  private static final long SEED = 4_2026;

  @Test
  void readers_whenAFileIsChangedAtRandom_readTheSameOrBothRefuseIt() {
    List<byte[]> good = Specimen.all().stream().map(Specimen::signature).toList();
    int read = 0;
    long first = Thorough.firstAttack();
    for (long number = first; number < first + FILES; number++) {
      Random random = new Random(SEED + number * 1_000_003);
      byte[] file = JsonChange.changed(good.get((int) (number % good.size())), random);
      if (number % 5 == 0) {
        file = Bytes.changed(file, random);
      }
      read += requireSame(file, "file " + number) ? 1 : 0;
    }
    assertThat(read).isBetween(FILES / 20, FILES / 2);
  }

  /** A signer that meets a link to nothing writes false; nobody writes the others. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "false",
        "null",
        "17",
        "-17",
        "[]",
        "{}",
        "[\"\u00e9/\", [true]]",
        "{\"leaf\": \"a\\n\", \"chain\": []}",
        "{\"0\": 1, \"1\": {}}",
        "{\"1\": 1, \"0\": 2}",
        "{\"00\": 1}"
      })
  void readers_whenAHashOfVersion1IsNoText_readTheSame(String value) {
    byte[] good =
        Specimen.all().stream()
            .map(Specimen::signature)
            .filter(file -> !new String(file, UTF_8).contains("\"v\""))
            .findFirst()
            .orElseThrow();
    String file =
        new String(good, UTF_8)
            .replaceFirst("\"hashes\"\\s*:\\s*\\{", "$0\"an\": " + quoteReplacement(value) + ",");

    assertThat(requireSame(file.getBytes(UTF_8), value)).isTrue();
  }

  /** Fails when the two differ; returns whether they have read it. */
  static boolean requireSame(byte[] file, String name) {
    Object library = library(file);
    if (library != Reason.INVALID_CERTIFICATE) {
      // Of the DER of certificates the second one knows nothing but what the JDK says.
      assertThat(library).as("%s: %s", name, new String(file, UTF_8)).isEqualTo(second(file));
    }
    return library instanceof SecondReader.Reading;
  }

  /** Returns the reading, or that there is none. */
  private static Object second(byte[] file) {
    try {
      return SecondReader.read(file);
    } catch (Refused e) {
      return Reason.MALFORMED_SIGNATURE;
    }
  }

  private static Object library(byte[] file) {
    return SignatureFileReader.read(file, Limits.DEFAULT)
        .<Object>fold(EnvelopeDifferentialTest::reading, Finding::reason);
  }

  private static SecondReader.Reading reading(SignatureFile file) {
    Map<String, String> hashes = new LinkedHashMap<>();
    file.hashes().values().forEach((name, value) -> hashes.put(name, value.orElse("")));
    List<ByteBuffer> certificates = new ArrayList<>(List.of(der(file.leaf())));
    file.chain().forEach(certificate -> certificates.add(der(certificate)));
    return new SecondReader.Reading(
        file.version(),
        hashes,
        new String(file.signedBytes(), UTF_8),
        ByteBuffer.wrap(file.signature()),
        certificates);
  }

  private static ByteBuffer der(X509Certificate certificate) {
    try {
      return ByteBuffer.wrap(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }
}
