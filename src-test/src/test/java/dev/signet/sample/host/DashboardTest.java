package dev.signet.sample.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DashboardTest {
  @Test
  void version_isTheReleaseThatTheBuildLeadsTo() throws Exception {
    assertThat(Files.readString(Path.of("..", "pom.xml")))
        .containsPattern("<version>" + Dashboard.VERSION + "(-SNAPSHOT)?</version>");
  }
}
