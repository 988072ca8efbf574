package dev.signet.attack.mutation;

import dev.signet.testkit.MemoryFolder;
import dev.signet.testkit.Thorough;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What {@code -Pfuzz} looks for with a fuzzer, tried with changed inputs and with those it found.
 */
@Tag("random")
class FuzzTargetTest {
  private static final int INPUTS = Thorough.attacks(100_000, 150, 50);
  private static final long SEED = 11;

  @TempDir(factory = MemoryFolder.class)
  Path temp;

  @ParameterizedTest
  @EnumSource
  void parser_whenInputsAreChangedAtRandom_tellsWhatItCannotRead(FuzzTarget target)
      throws Exception {
    List<byte[]> seeds = target.seeds();
    for (byte[] seed : seeds) {
      target.read(seed, temp);
    }
    long first = Thorough.firstAttack();
    for (long number = first; number < first + INPUTS; number++) {
      Random random = new Random(SEED + number * 1_000_003);
      byte[] input = Bytes.changed(seeds.get(random.nextInt(seeds.size())), random);
      try {
        target.read(input, temp);
      } catch (RuntimeException | Error e) {
        throw new AssertionError(
            target + ", input " + number + ": " + HexFormat.of().formatHex(input), e);
      }
    }
  }

  /** Found by the fuzzer, or next to what it has found. */
  @ParameterizedTest
  @CsvSource({
    "REVOCATION_LIST, 30800601000000",
    "REVOCATION_LIST, 300b06092a864886f70d010702",
    "REVOCATION_LIST, 300d06092a864886f70d010703a000",
    "REVOCATION_LIST, 300b06092a864886f70d010701",
    "CERTIFICATES, 300b06092a864886f70d010702",
    "PLUGIN_LIST, 5b000000007b226964223a2264653022",
    "PLUGIN_LIST, 0000005b00ffffff",
    "PLUGIN_LIST, 5b00d800"
  })
  void parser_whenAFuzzerFoundTheInput_tellsWhatItCannotRead(FuzzTarget target, String hex) {
    target.read(HexFormat.of().parseHex(hex), temp);
  }
}
