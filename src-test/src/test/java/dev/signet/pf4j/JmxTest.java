package dev.signet.pf4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.pf4j.rescan.IntegrityMXBean;
import dev.signet.report.ScanTarget;
import dev.signet.report.ScanTrigger;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.TestHost;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a console that speaks JMX sees and can do. */
class JmxTest {
  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

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
  void bean_isThereOnlyWhenAskedForAndUntilTheEnd() throws Exception {
    host.manager().close();
    assertThat(names()).isEmpty();

    VerifyingPluginManager manager = host.opened(host.builder().jmx().build());
    assertThat(names()).containsExactly(new ObjectName("dev.signet:type=Integrity,name=1"));
    manager.close();
    manager.close();

    assertThat(names()).isEmpty();
  }

  @Test
  void severalManagers_haveNamesOfTheirOwn() throws Exception {
    VerifyingPluginManager first = host.opened(host.builder().jmx().build());
    VerifyingPluginManager second =
        host.opened(host.builder().stateDirectory(temp.resolve("second")).jmx().build());
    assertThat(names()).hasSize(2);

    first.close();
    assertThat(names()).containsExactly(new ObjectName("dev.signet:type=Integrity,name=2"));
    second.close();

    assertThat(names()).isEmpty();
  }

  @Test
  void bean_showsResultsAsOpenTypesWithHostileNamesEscaped() throws Exception {
    host.signed("alpha", "1.0.0").zip(host.plugins());
    PluginKit.plugin("bad", "1.0.0").zipAt(host.plugins().resolve("b\n\u001b[2J\u202e.zip"));
    VerifyingPluginManager manager = host.opened(host.builder().jmx().build());
    manager.loadPlugins();
    manager.startPlugins();
    ObjectName name = names().iterator().next();

    CompositeData[] rows = (CompositeData[]) server.getAttribute(name, "Results");

    assertThat(rows).hasSize(2);
    assertThat(rows[0].get("name")).isEqualTo("alpha");
    assertThat(rows[0].get("verdict")).isEqualTo("verified");
    assertThat(rows[0].get("action")).isEqualTo("ADMIT");
    assertThat(rows[0].get("running")).isEqualTo(true);
    assertThat(rows[0].get("scannedAt")).isNotNull();
    assertThat(rows[1].get("source").toString()).endsWith("b\\u000a\\u001b[2J\\u202e.zip");
    assertThat((String[]) rows[1].get("reasons")).containsExactly("MISSING_SIGNATURE");
    assertThat(Arrays.toString(rows)).doesNotContain("\u001b", "\u202e");
    assertThat(server.getAttribute(name, "NeedingAttention")).isEqualTo(1);
    assertThat(server.getAttribute(name, "Channel")).isEqualTo("stable");
    assertThat(server.getAttribute(name, "LastRescan")).isNull();
  }

  @Test
  void rescan_isDoneInTheBackground() throws Exception {
    Path alpha = host.signed("alpha", "1.0.0").zip(host.plugins());
    Path beta = host.signed("beta", "1.0.0").zip(host.plugins());
    VerifyingPluginManager manager = host.opened(host.builder().jmx().build());
    manager.loadPlugins();
    IntegrityMXBean bean =
        JMX.newMXBeanProxy(server, names().iterator().next(), IntegrityMXBean.class);

    bean.rescan("alpha");
    await(manager);

    assertThat(occasion(manager, alpha)).isEqualTo(ScanTrigger.RESCAN);
    assertThat(occasion(manager, beta)).isEqualTo(ScanTrigger.LOAD);
    bean.rescan();
    await(manager);
    assertThat(bean.isRescanning()).isFalse();
    assertThat(bean.getRescanDone()).isEqualTo(2).isEqualTo(bean.getRescanTotal());
    assertThat(bean.getLastRescan()).isNotNull();
    assertThat(bean.getNextExpiry()).contains("certificate of CN=", " runs out at ");
    assertThat(bean.getNextExpiryAt()).isAfter(bean.getLastRescan());
    assertThatThrownBy(() -> bean.rescan("nobody"))
        .hasStackTraceContaining("no result is of 'nobody'");
  }

  private static void await(VerifyingPluginManager manager) throws InterruptedException {
    manager.admission().latestRescan().orElseThrow().await(Duration.ofSeconds(30));
  }

  private static ScanTrigger occasion(VerifyingPluginManager manager, Path source) {
    return manager
        .report()
        .find(ScanTarget.plugin(source).key())
        .orElseThrow()
        .result()
        .orElseThrow()
        .occasion();
  }

  private Set<ObjectName> names() throws Exception {
    return server.queryNames(new ObjectName("dev.signet:type=Integrity,*"), null);
  }
}
