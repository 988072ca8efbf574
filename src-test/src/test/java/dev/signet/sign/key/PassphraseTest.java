package dev.signet.sign.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signet.sign.problem.SigningException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PassphraseTest {
  private static final String PURPOSE = "The key a.key";

  @TempDir private Path temp;

  @ParameterizedTest
  @ValueSource(strings = {"päss wörd", "päss wörd\n", "päss wörd\r\n", "päss wörd\nsecond line\n"})
  void firstLineHoweverItEnds_isRead(String content) throws Exception {
    Path file = Files.writeString(temp.resolve("pass"), content);

    assertThat(Passphrase.firstLineOf(file).ask(PURPOSE))
        .containsExactly("päss wörd".toCharArray());
  }

  @Test
  void firstLineOf_whenTheLineIsLong_isReadUpTo1024Characters() throws Exception {
    Path longest = Files.writeString(temp.resolve("longest"), "x".repeat(1024) + "\n");
    Path longer = Files.writeString(temp.resolve("longer"), "x".repeat(1025) + "\n");

    assertThat(Passphrase.firstLineOf(longest).ask(PURPOSE)).hasSize(1024);
    assertThatExceptionOfType(SigningException.class)
        .isThrownBy(() -> Passphrase.firstLineOf(longer).ask(PURPOSE))
        .withMessageContaining(longer.toString());
  }

  /** Asked for nothing, it reads nothing: a key without a passphrase needs no file. */
  @Test
  void firstLineOf_whenThereIsNoFile_failsOnlyWhenAsked() {
    Path none = temp.resolve("none");
    Passphrase passphrase = Passphrase.firstLineOf(none);

    assertThatExceptionOfType(SigningException.class)
        .isThrownBy(() -> passphrase.ask(PURPOSE))
        .withMessageContaining(none.toString());
  }

  /** Whoever asked overwrites the array. */
  @Test
  void ofVariable_whenAskedTwice_givesAnArrayOfItsOwnEachTime() throws Exception {
    Passphrase passphrase = Passphrase.ofVariable("PASS", Optional.of("secret"));
    char[] first = passphrase.ask(PURPOSE);
    first[0] = 0;

    assertThat(passphrase.ask(PURPOSE)).containsExactly("secret".toCharArray());
  }

  @Test
  void ofVariable_whenItIsNotSet_namesWhatForAndWhich() {
    assertThatExceptionOfType(SigningException.class)
        .isThrownBy(() -> Passphrase.ofVariable("PASS", Optional.empty()).ask(PURPOSE))
        .withMessageStartingWith(PURPOSE)
        .withMessageContaining("PASS");
  }

  @Test
  void none_whenAsked_saysWhatIsEncrypted() {
    assertThatExceptionOfType(SigningException.class)
        .isThrownBy(() -> Passphrase.none().ask(PURPOSE))
        .withMessageStartingWith(PURPOSE + " is encrypted");
  }
}
