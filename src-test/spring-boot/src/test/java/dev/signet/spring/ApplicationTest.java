package dev.signet.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.policy.SignatureRequirement;
import dev.signet.trust.TrustStore;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole application, made and configured as docs/spring-boot.md says, and run from its jar. */
class ApplicationTest {
  private static final Path OWN_JAVA = Path.of(System.getProperty("java.home"));
  private static final int SIGTERM = 143;

  @TempDir private Path temp;
  private PluginFolder host;

  @BeforeEach
  void makeHost() throws Exception {
    host = new PluginFolder(temp);
    host.greeting("hello");
    host.unsigned("unsigned");
  }

  @Test
  void application_whenItRuns_servesItsPluginsAndTheirState() throws Exception {
    try (StartedApplication application = StartedApplication.in(temp, OWN_JAVA)) {
      assertThat(application.get("/greetings").body())
          .contains("\"plugins\":[\"hello\"],\"greetings\":[\"hello\"]");
      assertThat(application.log())
          .as("plugins are there before requests are served")
          .containsSubsequence("MISSING_SIGNATURE", "Tomcat started on port");

      HttpResponse<String> health = application.get("/actuator/health");
      assertThat(health.body()).contains("\"status\":\"UP\"").doesNotContain("unsigned");
      assertThat(application.getAsAdmin("/actuator/health/integrity").body())
          .contains(
              "\"status\":\"UP\"", "\"refused\":{\"unsigned-1.0.0\":[\"MISSING_SIGNATURE\"]}");

      assertThat(application.get("/actuator/integrity").statusCode()).isEqualTo(401);
      HttpResponse<String> report = application.getAsAdmin("/actuator/integrity");
      assertThat(report.headers().firstValue("Content-Type").orElse(""))
          .startsWith("application/json");
      assertThat(report.body()).contains("\"hello\" : { }", "\"code\" : \"MISSING_SIGNATURE\"");

      HttpResponse<String> rescan = application.postAsAdmin("/actuator/integrity", "{}");
      assertThat(rescan.statusCode()).isEqualTo(200);
      assertThat(rescan.body()).contains("\"state\":\"", "\"startedAt\":\"2");
      application.awaitRescan();
      HttpResponse<String> unknown =
          application.postAsAdmin("/actuator/integrity", "{\"plugin\":\"nosuchplugin\"}");
      assertThat(unknown.statusCode()).isEqualTo(400);

      assertThat(
              application.getAsAdmin("/actuator/metrics/signet.targets?tag=action:refuse").body())
          .contains("\"statistic\":\"VALUE\",\"value\":1.0");
      assertThat(application.stop()).isEqualTo(SIGTERM);
    }
    requireStateIsFree();
  }

  /** Whoever else needs the state directory would be refused while anything still has it. */
  private void requireStateIsFree() throws Exception {
    try (VerifyingPluginManager next =
        VerifyingPluginManager.builder(host.plugins())
            .trust(TrustStore.load(host.trust()))
            .require(SignatureRequirement.ALL)
            .stateDirectory(host.state())
            .build()) {
      assertThat(next.report().lastRescan()).isPresent();
    }
  }

  @Test
  void application_whenItRunsOnTheNewestJavaWithVirtualThreads_servesOnThem() throws Exception {
    Optional<Path> java = newestJava();
    assumeThat(java).as("a JDK 25 under /usr/lib/jvm").isPresent();

    try (StartedApplication application =
        StartedApplication.in(
            temp,
            java.orElseThrow(),
            "--spring.threads.virtual.enabled=true",
            "--management.endpoint.integrity.access=read-only",
            "--signet.application.required-plugins=hello,unsigned")) {
      assertThat(application.get("/greetings").body())
          .contains("\"plugins\":[\"hello\"],\"greetings\":[\"hello\"]", "VirtualThread");
      HttpResponse<String> health = application.get("/actuator/health");
      assertThat(health.statusCode()).isEqualTo(503);
      assertThat(health.body()).contains("OUT_OF_SERVICE").doesNotContain("unsigned");
      assertThat(application.getAsAdmin("/actuator/integrity").statusCode()).isEqualTo(200);
      assertThat(application.postAsAdmin("/actuator/integrity", "{}").statusCode()).isEqualTo(405);
      assertThat(application.stop()).isEqualTo(SIGTERM);
    }
  }

  @Test
  void application_whenItRunsOnWebFlux_servesTheSame() throws Exception {
    try (StartedApplication application =
        StartedApplication.in(temp, OWN_JAVA, "--spring.main.web-application-type=reactive")) {
      assertThat(application.log()).containsSubsequence("MISSING_SIGNATURE", "Netty started on");
      requireRunsAndHasItsRules(application);
    }
    requireStateIsFree();
  }

  /** As the build prepared it: conditions are decided, and beans are made without reflection. */
  @Test
  void application_whenItStartsFromWhatItsBuildPrepared_servesTheSame() throws Exception {
    try (StartedApplication application =
        StartedApplication.in(temp, OWN_JAVA, List.of("-Dspring.aot.enabled=true"))) {
      assertThat(application.log()).contains("Starting AOT-processed Application");
      requireRunsAndHasItsRules(application);
    }
    requireStateIsFree();
  }

  private static void requireRunsAndHasItsRules(StartedApplication application) throws Exception {
    assertThat(application.get("/greetings").body())
        .contains("\"plugins\":[\"hello\"],\"greetings\":[\"hello\"]");
    assertThat(application.get("/actuator/health").body())
        .contains("\"status\":\"UP\"")
        .doesNotContain("unsigned");
    assertThat(application.getAsAdmin("/actuator/health/integrity").body())
        .contains("\"refused\":{\"unsigned-1.0.0\":[\"MISSING_SIGNATURE\"]}");
    assertThat(application.get("/actuator/integrity").statusCode()).isEqualTo(401);
    assertThat(application.getAsAdmin("/actuator/integrity").body())
        .contains("\"code\" : \"MISSING_SIGNATURE\"");
    assertThat(application.postAsAdmin("/actuator/integrity", "{}").statusCode()).isEqualTo(200);
    application.awaitRescan();
    assertThat(application.stop()).isEqualTo(SIGTERM);
  }

  private static Optional<Path> newestJava() throws IOException {
    Path all = Path.of("/usr/lib/jvm");
    if (Files.isDirectory(all)) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(all, "*25*")) {
        for (Path java : found) {
          if (Files.isExecutable(java.resolve("bin/java"))) {
            return Optional.of(java);
          }
        }
      }
    }
    return Optional.empty();
  }

  @Test
  void application_whenASettingIsWrong_saysWhichAndWhatToDo() throws Exception {
    try (StartedApplication application =
        StartedApplication.in(temp, OWN_JAVA, "--signet.downgrades=never", "--signet.channel=")) {
      assertThat(application.log())
          .contains("APPLICATION FAILED TO START")
          .contains("The settings of this application's plugins cannot be used:")
          .contains("- \"signet.downgrades\" from property source \"commandLineArgs\": ")
          .contains("signet.downgrades: 'never' should be one of allow, refuse, warn.")
          .contains("signet.channel: is empty; give it a value, or take it out.")
          .contains("Correct each of them where it is set")
          .doesNotContain("\tat ");
    }
  }

  /** Spring Boot's versions count wherever it has one, and all works with them. */
  @Test
  void librariesOfTheApplication_areOfSpringBootsVersions() throws Exception {
    String bom = Files.readString(Path.of(System.getProperty("signet.boot.bom")));
    TreeMap<String, String> found = new TreeMap<>();
    try (JarFile jar = new JarFile(System.getProperty("signet.boot.app"))) {
      Pattern library = Pattern.compile("BOOT-INF/lib/(.*?)-(\\d[^/]*)\\.jar");
      jar.stream()
          .map(entry -> library.matcher(entry.getName()))
          .filter(Matcher::matches)
          .forEach(name -> found.merge(name.group(1), name.group(2), (a, b) -> a + " and " + b));
    }

    assertThat(found)
        .containsEntry("slf4j-api", version(bom, "slf4j"))
        .containsEntry("logback-classic", version(bom, "logback"))
        .containsEntry("micrometer-core", version(bom, "micrometer"))
        .containsEntry("snakeyaml", version(bom, "snakeyaml"))
        .containsEntry("jackson-dataformat-yaml", version(bom, "jackson-2-bom"));
    assertThat(found.get("jackson-databind"))
        .contains(version(bom, "jackson-2-bom"), version(bom, "jackson-bom"));
  }

  private static String version(String bom, String name) {
    Matcher version = Pattern.compile("<" + name + "\\.version>([^<]+)<").matcher(bom);
    assertThat(version.find()).as(name).isTrue();
    return version.group(1);
  }
}
