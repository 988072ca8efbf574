package dev.signet.report;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signet.pf4j.SignetMetrics;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.sign.key.PemFiles;
import dev.signet.testkit.LoggedEvents;
import dev.signet.testkit.Reports;
import dev.signet.testkit.Schemas;
import dev.signet.testkit.TestHost;
import dev.signet.trust.TrustStatus;
import dev.signet.trust.TrustStatus.Concern.Kind;
import dev.signet.trust.TrustStore;
import dev.signet.trust.live.LiveTrust;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What an administrator should know of the host's trust is in the log once, and in every report.
 */
class TrustConcernsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path temp;

  @ParameterizedTest
  @EnumSource(Kind.class)
  void concern_whenOfAnyKind_isInEveryFormOfTheReport(Kind kind) throws Exception {
    String text = "/trust/a" + Reports.HOSTILE + " is not read; call it *.crt.";
    IntegrityReport report =
        Reports.report(status(kind, text), Reports.found("clock"), Reports.found("TRUST"));

    assertThat(ReportText.of(report)).contains("Trust:", "/trust/ax<script>", "call it *.crt.");
    Schemas.REPORT.assertDescribes(ReportJson.text(report));
    JsonNode trust = JSON.readTree(ReportJson.text(report)).get("TRUST (trust)").get(0);
    assertThat(trust.get("code").textValue()).isEqualTo(kind.name());
    assertThat(trust.get("place").textValue()).isEqualTo("/trust");
    assertThat(trust.get("detail").textValue()).contains("is not read");
    assertThat(ReportHtml.atLevel(1).of(report))
        .contains("/trust/ax&lt;script&gt;", "<code>" + kind.name() + "</code>")
        .doesNotContain("No errors have been found", "<script>");
  }

  @Test
  void json_whenThereIsNothingToKnow_saysNothingOfTrust() throws Exception {
    assertThat(JSON.readTree(ReportJson.text(Reports.report(Reports.found("clock")))).fieldNames())
        .toIterable()
        .containsExactly("clock");
  }

  @Test
  void host_whenItsFolderHoldsWhatIsNotReadAndOthersCanChangeIt_reportsBoth() throws Exception {
    try (TestHost host = new TestHost(temp)) {
      Path folder = trustFolder(host);
      Path notes = Files.writeString(folder.resolve("README"), "ours");
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
      try (LiveTrust live = LiveTrust.following(folder).open()) {
        for (var trust : List.of(TrustStore.load(folder), live)) {
          try (VerifyingPluginManager manager = host.builder().trust(trust).jmx().build()) {
            MeterRegistry meters = new SimpleMeterRegistry();
            new SignetMetrics(manager.admission()).bindTo(meters);
            assertThat(meters.get("signet.trust.concerns").gauge().value()).isEqualTo(2);
            assertThat((Object[]) beanAttribute("TrustConcerns")).hasSize(2);
            assertThat(ReportText.of(manager.report()))
                .contains(notes + " is not read", "Somebody else can decide", "chmod g-w,o-w");
            assertThat(manager.report().trust().isInOrder()).isTrue();
          }
        }
      }
    }
  }

  @Test
  void log_whenTrustIsReadAgain_tellsOnlyWhatIsNew() throws Exception {
    try (TestHost host = new TestHost(temp)) {
      Path folder = trustFolder(host);
      Files.writeString(folder.resolve("README"), "ours");
      try (LoggedEvents log = new LoggedEvents(TrustStore.class, Level.WARN);
          LiveTrust live = LiveTrust.following(folder).open()) {
        assertThat(log.messages()).singleElement().asString().contains("README is not read");
        live.refresh();
        assertThat(log.messages()).hasSize(1);

        Files.writeString(folder.resolve("revoked.crl.new"), "");
        assertThat(live.refresh().concerns()).hasSize(2);
        live.refresh();
        assertThat(log.messages()).hasSize(2).last().asString().contains("revoked.crl.new");

        Files.delete(folder.resolve("README"));
        assertThat(live.refresh().concerns())
            .singleElement()
            .satisfies(concern -> assertThat(concern.kind()).isEqualTo(Kind.NOT_READ));
        assertThat(log.messages()).hasSize(2);
      }
    }
  }

  private static Object beanAttribute(String name) throws Exception {
    return ManagementFactory.getPlatformMBeanServer()
        .getAttribute(new ObjectName("dev.signet:type=Integrity,name=1"), name);
  }

  private static TrustStatus status(Kind kind, String text) {
    if (kind != Kind.NOT_UP_TO_DATE) {
      return new TrustStatus(List.of(), List.of(new TrustStatus.Concern(kind, "/trust", text)));
    }
    TrustStatus.Source failed =
        new TrustStatus.Source(
            "/trust",
            false,
            Optional.empty(),
            Optional.of(new TrustStatus.Failure(Instant.EPOCH, text)),
            Optional.empty());
    return new TrustStatus(List.of(failed), List.of());
  }

  private Path trustFolder(TestHost host) throws Exception {
    Path folder = Files.createDirectory(temp.resolve("trust"));
    PemFiles.writeCertificates(folder.resolve("root.crt"), List.of(host.authority().certificate()));
    return folder;
  }
}
