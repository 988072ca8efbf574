package dev.signet.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.PluginManager;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** An application that has the starter, and nothing of what the starter can do without. */
class BareApplicationTest {
  private static final List<String> OPTIONAL =
      List.of(
          "spring-boot-actuator",
          "spring-boot-health",
          "spring-boot-micrometer",
          "micrometer-",
          "pf4j-spring");

  @TempDir private Path temp;

  /** The application; says which plugins run. */
  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {
    public static void main(String[] arguments) {
      try (ConfigurableApplicationContext context =
          SpringApplication.run(Application.class, arguments)) {
        System.out.println("started: " + Runs.started(context.getBean(PluginManager.class)));
      }
    }
  }

  @Test
  void application_whenItHasNeitherActuatorNorMicrometerNorPf4jSpring_runsItsPlugins()
      throws Exception {
    PluginFolder host = new PluginFolder(temp);
    host.signed("hello");
    host.unsigned("unsigned");
    String all = System.getProperty("java.class.path");
    String some =
        Arrays.stream(all.split(File.pathSeparator, -1))
            .filter(entry -> OPTIONAL.stream().noneMatch(new File(entry).getName()::startsWith))
            .collect(Collectors.joining(File.pathSeparator));
    assertThat(some).hasSizeLessThan(all.length());

    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                some,
                Application.class.getName(),
                "--signet.plugins=" + host.plugins(),
                "--signet.trust=" + host.trust(),
                "--signet.require=ALL")
            .redirectErrorStream(true)
            .start();
    String written = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(written).contains("started: [hello]");
    assertThat(process.waitFor()).isZero();
  }
}
