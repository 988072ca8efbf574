package dev.signet.sign.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.signet.verdict.Audience;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@SuppressWarnings("NullAway") // what callers must not pass is passed
class SigningObjectionTest {
  @Test
  void sentence_whenItIsAboutAPath_beginsWithThat() {
    assertThat(new SigningObjection("X", "lib/a.jar", "It is bad.", "Leave it out.").sentence())
        .isEqualTo("lib/a.jar: It is bad. Leave it out.");
    assertThat(SigningObjection.of("X", "It is bad.", "Leave it out.").sentence())
        .isEqualTo("It is bad. Leave it out.");
  }

  /** An author reads it, not the administrator of a host. */
  @ParameterizedTest
  @EnumSource
  void objection_whenAVerifierWouldMakeIt_hasItsCodeAndWhatTheAuthorCanDo(Reason reason) {
    Finding finding = Finding.at(reason, "a.txt", "Because.");

    assertThat(SigningObjection.of(finding))
        .isEqualTo(
            new SigningObjection(
                reason.name(), "a.txt", "Because.", finding.remedy(Audience.AUTHOR)));
  }

  @Test
  void objection_whenAPartIsMissing_isNotMade() {
    assertThatNullPointerException()
        .isThrownBy(() -> SigningObjection.of(null, "a", "b"))
        .withMessage("code");
    assertThatNullPointerException()
        .isThrownBy(() -> SigningObjection.of("X", null, "b"))
        .withMessage("detail");
    assertThatNullPointerException()
        .isThrownBy(() -> SigningObjection.of("X", "a", null))
        .withMessage("remedy");
  }

  /** Scripts tell them apart by these, also from a verifier's. */
  @Test
  void codes_areTheirOwnNamesAndNoReasons() throws IllegalAccessException {
    for (Field code : SigningObjection.class.getFields()) {
      assertThat(Modifier.isStatic(code.getModifiers())).isTrue();
      assertThat(code.get(null)).isEqualTo(code.getName());
      assertThat(Arrays.stream(Reason.values()).map(Reason::name)).doesNotContain(code.getName());
    }
  }
}
