package dev.signet.pf4j.rescan;

import dev.signet.pf4j.text.AdmissionLog;
import dev.signet.report.IntegrityReport;
import dev.signet.verdict.Printable;
import java.lang.management.ManagementFactory;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** The MBean of one manager, and its registration. */
final class IntegrityBean implements IntegrityMXBean {
  private static final Logger LOG = AdmissionLog.LOGGER;
  private static final int MOST_MANAGERS = 1_000;

  private final IntegrityWatch integrity;

  private IntegrityBean(IntegrityWatch integrity) {
    this.integrity = integrity;
  }

  /**
   * Registers the bean under the first free number. A server that refuses keeps no host from
   * starting.
   *
   * @return what takes the bean away again
   */
  static Runnable register(IntegrityWatch integrity) {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    try {
      ObjectName name = register(server, new IntegrityBean(integrity));
      return () -> unregister(server, name);
    } catch (JMException e) {
      LOG.warn("Results cannot be shown by JMX", e);
      return () -> {};
    }
  }

  private static ObjectName register(MBeanServer server, IntegrityBean bean) throws JMException {
    for (int number = 1; number < MOST_MANAGERS; number++) {
      ObjectName name = name(number);
      try {
        return server.registerMBean(bean, name).getObjectName();
      } catch (InstanceAlreadyExistsException taken) {
        LOG.trace("{} is taken", name);
      }
    }
    throw new InstanceAlreadyExistsException("every number up to " + MOST_MANAGERS);
  }

  private static ObjectName name(int number) throws JMException {
    return new ObjectName(String.format(Locale.ROOT, "dev.signet:type=Integrity,name=%d", number));
  }

  private static void unregister(MBeanServer server, ObjectName name) {
    try {
      server.unregisterMBean(name);
    } catch (InstanceNotFoundException gone) {
      LOG.debug("{} was taken away by somebody else", name);
    } catch (JMException e) {
      LOG.warn("{} cannot be taken away", name, e);
    }
  }

  @Override
  public String getChannel() {
    return Printable.of(report().host().channel().name());
  }

  @Override
  public boolean isCheckingOff() {
    return report().host().checkingOff();
  }

  @Override
  public String getEngineVersion() {
    return report().host().engineVersion();
  }

  @Override
  public int getTargets() {
    return report().states().size();
  }

  @Override
  public int getNeverScanned() {
    return report().neverScanned().size();
  }

  @Override
  public int getNeedingAttention() {
    return report().needingAttention().size();
  }

  @Override
  public boolean isTrustInOrder() {
    return report().lists().inOrder();
  }

  @Override
  public List<String> getTrustConcerns() {
    return report().trust().allConcerns().stream()
        .map(concern -> Printable.of(concern.text()))
        .toList();
  }

  @Override
  public String getNextExpiry() {
    return report().nextExpiry().map(next -> Printable.of(next.sentence())).orElse("");
  }

  @Override
  public @Nullable Date getNextExpiryAt() {
    return report().nextExpiry().map(next -> Date.from(next.at())).orElse(null);
  }

  @Override
  public @Nullable Date getLastRescan() {
    return report().lastRescan().map(Date::from).orElse(null);
  }

  @Override
  public List<Row> getResults() {
    return report().states().stream().<Row>map(IntegrityRow::new).toList();
  }

  @Override
  public boolean isRescanning() {
    return integrity.latestRescan().filter(rescan -> rescan.progress().isRunning()).isPresent();
  }

  @Override
  public int getRescanDone() {
    return progress(Rescan.Progress::done);
  }

  @Override
  public int getRescanTotal() {
    return progress(Rescan.Progress::total);
  }

  @Override
  public void rescan() {
    integrity.rescan();
  }

  @Override
  public void rescan(String id) {
    integrity.rescan(id);
  }

  private IntegrityReport report() {
    return integrity.report();
  }

  private int progress(Function<Rescan.Progress, Integer> count) {
    return integrity.latestRescan().map(Rescan::progress).map(count).orElse(0);
  }
}
