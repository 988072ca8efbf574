package dev.signet.pf4j.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be told without a server; {@link SignedUpdateManagerTest} has one. */
@SuppressWarnings("NullAway") // what callers must not pass is passed
class WebUpdateRepositoryTest {
  private static final WebUpdateRepository REPOSITORY =
      WebUpdateRepository.at("main", URI.create("https://a.example/"));

  @ParameterizedTest
  @CsvSource({
    "https://a.example/,https://a.example/plugins.json",
    "https://a.example/b/,https://a.example/b/plugins.json",
    "https://a.example/list.json,https://a.example/list.json",
    "https://a.example/list.json?x=1,https://a.example/list.json?x=1",
    "https://user:p%40ss@a.example/,https://a.example/plugins.json"
  })
  void url_isThatOfTheListWithoutAnyPassword(String address, String url) {
    assertThat(WebUpdateRepository.at("main", URI.create(address)).getUrl()).hasToString(url);
  }

  @Test
  void repository_whenItIsSetDifferently_keepsIdAndAddress() {
    assertThat(
            REPOSITORY.loggingIn("user", "p@ss").allowingPlainHttp().within(Duration.ofDays(1), 1))
        .returns("main", WebUpdateRepository::getId)
        .returns(REPOSITORY.getUrl(), WebUpdateRepository::getUrl)
        .returns(null, WebUpdateRepository::getFileVerifier);
  }

  @Test
  void plainHttp_whenItWasNotAllowed_isRefusedAndSaysHowToAllowIt() {
    WebUpdateRepository plain = WebUpdateRepository.at("main", URI.create("http://a.example/"));

    assertThatIllegalArgumentException()
        .isThrownBy(plain::requireAllowed)
        .withMessageContaining("WebUpdateRepository.allowingPlainHttp");
    assertThatCode(() -> plain.allowingPlainHttp().requireAllowed()).doesNotThrowAnyException();
    assertThatCode(REPOSITORY::requireAllowed).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void bounds_whenNotPositive_areRefusedByName(long value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> REPOSITORY.within(Duration.ofSeconds(value), 1))
        .withMessageContaining("timeLimit");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> REPOSITORY.within(Duration.ofSeconds(1), value))
        .withMessageContaining("mostBytes");
  }

  @Test
  void parts_whenTheyAreNull_areRefusedByName() {
    assertThatNullPointerException()
        .isThrownBy(() -> WebUpdateRepository.at(null, URI.create("https://a.example/")))
        .withMessage("id");
    assertThatNullPointerException()
        .isThrownBy(() -> REPOSITORY.loggingIn(null, "p"))
        .withMessage("user");
    assertThatNullPointerException()
        .isThrownBy(() -> REPOSITORY.loggingIn("u", null))
        .withMessage("password");
  }
}
