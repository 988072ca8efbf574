package dev.signet.sign.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signet.sign.problem.SigningException;
import dev.signet.sign.problem.SigningRefusedException;
import dev.signet.testkit.Certificates;
import dev.signet.verdict.Printable;
import java.security.KeyPair;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An id is given out only where a printer would show every character of it as it is. */
class CommonNamesTest {
  private static final KeyPair KEYS = Certificates.p384();

  /** Default_Ignorable_Code_Point of Unicode 16, and blanks of other kinds than the usual one. */
  static IntStream withoutInk() {
    return Stream.of(
            new int[] {0xad, 0xad},
            new int[] {0x34f, 0x34f},
            new int[] {0x61c, 0x61c},
            new int[] {0x115f, 0x1160},
            new int[] {0x17b4, 0x17b5},
            new int[] {0x180b, 0x180f},
            new int[] {0x200b, 0x200f},
            new int[] {0x202a, 0x202e},
            new int[] {0x2060, 0x206f},
            new int[] {0x3164, 0x3164},
            new int[] {0xfe00, 0xfe0f},
            new int[] {0xfeff, 0xfeff},
            new int[] {0xffa0, 0xffa0},
            new int[] {0xfff0, 0xfff8},
            new int[] {0x1bca0, 0x1bca3},
            new int[] {0x1d173, 0x1d17a},
            new int[] {0xe0000, 0xe0fff},
            new int[] {0xa0, 0xa0},
            new int[] {0x1680, 0x1680},
            new int[] {0x2000, 0x200a},
            new int[] {0x2028, 0x2029},
            new int[] {0x202f, 0x202f},
            new int[] {0x205f, 0x205f},
            new int[] {0x2800, 0x2800},
            new int[] {0x3000, 0x3000})
        .flatMapToInt(range -> IntStream.rangeClosed(range[0], range[1]));
  }

  @Test
  void idWithAnyCharacterThatLeavesNoInk_isNeverGivenOut() {
    assertThat(withoutInk())
        .allSatisfy(
            c -> {
              String id = "a" + Character.toString(c) + "b";
              assertThat(CommonNames.problem(id))
                  .as("U+%04X", c)
                  .hasValueSatisfying(
                      why -> assertThat(why).contains(String.format(Locale.ROOT, "U+%04X", c)));
              assertThat(Printable.of(id)).as("U+%04X", c).isNotEqualTo(id);
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {0xad, 0x34f, 0x115f, 0x17b4, 0x180b, 0x200b, 0x2800, 0x3164, 0xfe0f, 0xffa0})
  void requestForAnInvisibleId_isRefused(int c) {
    String id = "clock" + Character.toString(c);
    assertThatExceptionOfType(SigningRefusedException.class)
        .isThrownBy(() -> CertificateRequest.requireValid(id))
        .withMessageContaining("not visible");
    assertThatExceptionOfType(SigningException.class)
        .isThrownBy(() -> CertificateRequest.create(id, new SigningKey(KEYS.getPrivate())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"clock", "caf\u00e9", "\u65e5\u672c", "a b", "a-b_c.d", "\ud83d\ude00", "e\u0301"})
  void idOfVisibleCharacters_isGivenOut(String id) {
    assertThat(CommonNames.problem(id)).isEmpty();
  }
}
