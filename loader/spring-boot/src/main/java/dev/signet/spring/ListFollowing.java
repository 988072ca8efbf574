package dev.signet.spring;

import dev.signet.config.HostConfiguration;
import dev.signet.pf4j.PluginAdmission;
import dev.signet.pf4j.wanted.ListFollower;
import java.util.Optional;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

/** Has an application follow its fleet's list, after its plugins start and until they stop. */
final class ListFollowing implements SmartLifecycle, DisposableBean {
  private final HostConfiguration configuration;
  private final PluginAdmission admission;
  private Optional<ListFollower> follower = Optional.empty();
  private boolean running;

  ListFollowing(HostConfiguration configuration, PluginAdmission admission) {
    this.configuration = configuration;
    this.admission = admission;
  }

  @Override
  public synchronized void start() {
    if (!running) {
      follower = configuration.follow(admission);
      running = true;
    }
  }

  @Override
  public synchronized void stop() {
    follower.ifPresent(ListFollower::close);
    follower = Optional.empty();
    running = false;
  }

  @Override
  public synchronized boolean isRunning() {
    return running;
  }

  @Override
  public void destroy() {
    stop();
  }
}
