package dev.signet.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class LimitsTest {

  @Test
  void builder_whenNothingIsSet_givesTheDefault() {
    assertThat(Limits.builder().build()).isEqualTo(Limits.DEFAULT);
  }

  @Test
  void builder_whenAllIsSet_givesIt() {
    Limits limits =
        Limits.builder()
            .files(1)
            .totalBytes(2)
            .fileBytes(3)
            .depth(4)
            .pathBytes(5)
            .signatureFileBytes(6)
            .build();

    assertThat(limits).isEqualTo(new Limits(1, 2, 3, 4, 5, 6));
    assertThat(limits.toBuilder().files(7).build()).isEqualTo(new Limits(7, 2, 3, 4, 5, 6));
  }

  @Test
  void limits_whenOneIsNotPositive_areRefusedByName() {
    refused("files", builder -> builder.files(0));
    refused("totalBytes", builder -> builder.totalBytes(-1));
    refused("fileBytes", builder -> builder.fileBytes(0));
    refused("depth", builder -> builder.depth(0));
    refused("pathBytes", builder -> builder.pathBytes(0));
    refused("signatureFileBytes", builder -> builder.signatureFileBytes(Long.MIN_VALUE));
  }

  private static void refused(String name, UnaryOperator<Limits.Builder> change) {
    Limits.Builder builder = change.apply(Limits.builder());
    assertThatIllegalArgumentException()
        .isThrownBy(builder::build)
        .withMessageStartingWith(name + ": ");
  }
}
