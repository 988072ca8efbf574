package dev.signet.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OciReferenceTest {
  private static final String DIGEST = "sha256:" + "0a".repeat(32);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "oci:registry.example/clock",
        "oci:registry.example:5000/plugins/clock:1.2.0",
        "oci:localhost:5000/a/b__c/d-e.f",
        "oci:[::1]:5000/clock",
        "oci:127.0.0.1/clock:_x"
      })
  void reference_whenWellFormed_isReadAndWrittenAlike(String text) {
    assertThat(OciReference.parse(text)).hasToString(text);
    assertThat(OciReference.parse(text).isPinned()).isFalse();
  }

  @Test
  void reference_whenItNamesADigest_isPinned() {
    OciReference reference =
        OciReference.parse("oci:registry.example:5000/plugins/clock@" + DIGEST);

    assertThat(reference.isPinned()).isTrue();
    assertThat(reference.registry()).isEqualTo("registry.example:5000");
    assertThat(reference.repository()).isEqualTo("plugins/clock");
    assertThat(reference.version()).contains(DIGEST);
  }

  @Test
  void tag_whenItIsPinned_isReplaced() {
    assertThat(OciReference.parse("oci:registry.example/clock:1.2.0").pinned(DIGEST))
        .hasToString("oci:registry.example/clock@" + DIGEST);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OciReference.parse("oci:registry.example/clock").pinned("1.2.0"));
  }

  @Test
  void location_whenItBeginsLikeOne_isMeantToBeOne() {
    assertThat(OciReference.isMeant("oci:nonsense")).isTrue();
    assertThat(OciReference.isMeant("https://registry.example/clock.zip")).isFalse();
    assertThat(OciReference.isMeant("plugins/oci.zip")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "oci:",
        "oci:clock",
        "oci://registry.example/clock",
        "OCI:registry.example/clock",
        "oci:registry.example/Clock",
        "oci:registry.example/../clock",
        "oci:registry.example/a/../../clock",
        "oci:registry.example/a//b",
        "oci:registry.example/clock/",
        "oci:registry.example/%2e%2e/clock",
        "oci:registry.example/clock?x=y",
        "oci:registry.example/clock#x",
        "oci:registry.example/clo\\ck",
        "oci:registry.example/clo ck",
        "oci:registry.example/clo\nck",
        "oci:user@registry.example/clock",
        "oci:user:password@registry.example/clock",
        "oci:registry.example:port/clock",
        "oci:registry..example/clock",
        "oci:registry.example/clock:a/b",
        "oci:registry.example/clock:..",
        "oci:registry.example/clock@sha256:0a",
        "oci:registry.example/clock@sha512:0a",
        "oci:registry.example/clock:1@sha256:0a"
      })
  void reference_whenMalformed_isRefusedAndTellsHow(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OciReference.parse(text))
        .withMessageContaining("write oci:registry.example/plugins/clock@sha256:")
        .withMessageNotContaining("\n");
  }

  @Test
  void reference_whenVeryLong_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OciReference.parse("oci:registry.example/" + "a-".repeat(200) + "a"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OciReference.parse("oci:" + "a-".repeat(1_000_000) + "/a"));
  }
}
