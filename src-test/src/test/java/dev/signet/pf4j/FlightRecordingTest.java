package dev.signet.pf4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.testkit.PluginKit;
import dev.signet.testkit.TestHost;
import dev.signet.trust.live.LiveTrust;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a flight recording says about the work of a host. */
class FlightRecordingTest {
  private static final int SIZE = 4_000_000;

  @TempDir private Path temp;
  private TestHost host;

  @BeforeEach
  void start() {
    host = new TestHost(temp);
  }

  @AfterEach
  void stop() throws Exception {
    host.close();
  }

  @Test
  void load_isAnAdmissionAndAVerificationOfEachBundle() throws Exception {
    host.signed("alpha", "1.0.0").file("data.bin", new byte[SIZE]).folder(host.plugins());
    Path bad = PluginKit.plugin("bad", "2.0.0").zip(host.plugins());
    VerifyingPluginManager manager = host.manager();

    List<RecordedEvent> events = recorded(manager::loadPlugins);

    RecordedEvent admitted = one(events, "dev.signet.Admission", "alpha");
    assertThat(admitted.getString("action")).isEqualTo("ADMIT");
    assertThat(admitted.getDuration()).isPositive();
    RecordedEvent refused = one(events, "dev.signet.Admission", "bad");
    assertThat(refused.getString("action")).isEqualTo("REFUSE");
    assertThat(refused.getString("reasons")).isEqualTo("MISSING_SIGNATURE");
    assertThat(refused.getString("source")).isEqualTo(bad.toString());
    assertThat(refused.getString("channel")).isEqualTo("stable");
    RecordedEvent verified = one(events, "dev.signet.Verification", "alpha");
    assertThat(verified.getString("verdict")).isEqualTo("verified");
    assertThat(verified.getString("version")).isEqualTo("1.0.0");
    assertThat(verified.getLong("bytes")).isGreaterThan(SIZE);
    assertThat(verified.getDuration()).isPositive();
  }

  /** The source has not changed, and the index knows: a load would not look at its bytes. */
  @Test
  void rescan_readsEveryByteOfAnUnchangedSource() throws Exception {
    host.signed("alpha", "1.0.0").file("data.bin", new byte[SIZE]).folder(host.plugins());
    // Of what was changed within the last two seconds, metadata tell nothing.
    Thread.sleep(2_100);
    VerifyingPluginManager manager = host.manager();
    manager.loadPlugins();

    for (int i = 0; i < 2; i++) {
      List<RecordedEvent> events = recorded(() -> manager.rescan().await(Duration.ofSeconds(30)));
      assertThat(one(events, "dev.signet.Verification", "alpha").getLong("bytes"))
          .isGreaterThan(SIZE);
      assertThat(bytesRead(events)).as("rescan %s", i).isGreaterThan(SIZE);
    }
    List<RecordedEvent> load = recorded(manager::loadPlugins);
    assertThat(bytesRead(load)).as("a load that trusts the index").isLessThan(SIZE);
  }

  @Test
  void trust_whenRefreshed_saysWhereFromAndHowItWent() throws Exception {
    Path folder = Files.createDirectory(temp.resolve("trust"));
    Files.write(folder.resolve("root.crt"), host.authority().certificate().getEncoded());
    try (LiveTrust trust = LiveTrust.following(folder).open()) {
      List<RecordedEvent> good = recorded(trust::refresh);
      Files.writeString(folder.resolve("root.crt"), "damaged");
      List<RecordedEvent> bad = recorded(trust::refresh);

      assertThat(refresh(good, folder).getBoolean("success")).isTrue();
      assertThat(refresh(good, folder).getString("cause")).isEmpty();
      assertThat(refresh(bad, folder).getBoolean("success")).isFalse();
      assertThat(refresh(bad, folder).getString("cause")).contains("root.crt");
    }
  }

  /** What may be recorded. */
  private interface Work {
    void run() throws Exception;
  }

  private List<RecordedEvent> recorded(Work work) throws Exception {
    Path file = Files.createTempFile(temp, "recording", ".jfr");
    try (Recording recording = new Recording()) {
      recording.enable("dev.signet.Admission").withoutThreshold();
      recording.enable("dev.signet.Verification").withoutThreshold();
      recording.enable("dev.signet.RevocationRefresh").withoutThreshold();
      recording.enable("jdk.FileRead").withoutThreshold().withoutStackTrace();
      recording.start();
      work.run();
      recording.stop();
      recording.dump(file);
    }
    return RecordingFile.readAllEvents(file);
  }

  private static RecordedEvent one(List<RecordedEvent> events, String type, String id) {
    return of(events, type)
        .filter(event -> event.getString("id").equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static RecordedEvent refresh(List<RecordedEvent> events, Path folder) {
    return of(events, "dev.signet.RevocationRefresh")
        .filter(event -> event.getString("place").equals(folder.toString()))
        .findFirst()
        .orElseThrow();
  }

  /** Files opened below an open folder have no path in such an event. */
  private static long bytesRead(List<RecordedEvent> events) {
    return of(events, "jdk.FileRead")
        .mapToLong(event -> Math.max(0, event.getLong("bytesRead")))
        .sum();
  }

  private static Stream<RecordedEvent> of(List<RecordedEvent> events, String type) {
    return events.stream().filter(event -> event.getEventType().getName().equals(type));
  }
}
