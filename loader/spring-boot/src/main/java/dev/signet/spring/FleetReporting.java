package dev.signet.spring;

import dev.signet.config.HostConfiguration;
import dev.signet.config.HostFleet;
import dev.signet.pf4j.PluginAdmission;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

/** Tells an application's fleet of it, once its plugins run and until it is closed. */
final class FleetReporting implements SmartLifecycle, DisposableBean {
  private final HostConfiguration configuration;
  private final PluginAdmission admission;
  private boolean running;

  FleetReporting(HostConfiguration configuration, PluginAdmission admission) {
    this.configuration = configuration;
    this.admission = admission;
  }

  @Override
  public synchronized void start() {
    if (!running) {
      running = true;
      configuration.fleet().ifPresent(fleet -> fleet.report(admission));
    }
  }

  /** Goes on: that its plugins are stopped is told, too. */
  @Override
  public void stop() {}

  @Override
  public synchronized boolean isRunning() {
    return running;
  }

  @Override
  public void destroy() {
    configuration.fleet().ifPresent(HostFleet::stopReporting);
  }
}
