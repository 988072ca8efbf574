package dev.signet.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pf4j.PluginManager;
import org.pf4j.PluginWrapper;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.support.SpringFactoriesLoader;

/** Application contexts with the starter in them. */
final class Runs {
  private Runs() {}

  /** Returns a runner of an application whose host lies there. */
  static ApplicationContextRunner of(PluginFolder host) {
    return bare()
        .withPropertyValues(
            "signet.plugins=" + host.plugins(),
            "signet.trust=" + host.trust(),
            "signet.require=ALL",
            "signet.stateDirectory=" + host.state());
  }

  /** Returns a runner of an application that has no settings yet. */
  static ApplicationContextRunner bare() {
    return new ApplicationContextRunner()
        .withConfiguration(
            AutoConfigurations.of(
                SignetAutoConfiguration.class,
                SignetEndpointAutoConfiguration.class,
                SignetHealthAutoConfiguration.class,
                SignetMetricsAutoConfiguration.class));
  }

  /** Returns the same application without these packages or classes on its class path. */
  static ApplicationContextRunner without(ApplicationContextRunner runner, String... packages) {
    return runner.withClassLoader(new FilteredClassLoader(packages));
  }

  /** Has beans made only when somebody asks for them, as an application may choose. */
  static void makeLazy(ConfigurableApplicationContext context) {
    context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor());
  }

  /** Fails when a thread of Signet's runs on, though its application has ended or not started. */
  static void requireNoThreads() {
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("signet"));
  }

  static List<String> started(PluginManager plugins) {
    return plugins.getStartedPlugins().stream().map(PluginWrapper::getPluginId).sorted().toList();
  }

  /** Returns what somebody is told whose application does not start for this reason. */
  static FailureAnalysis analysis(@Nullable Throwable failure) {
    assertThat(failure).as("the application starts").isNotNull();
    return SpringFactoriesLoader.forDefaultResourceLocation()
        // Some of Spring's want the context that has failed.
        .load(FailureAnalyzer.class, (type, name, cause) -> {})
        .stream()
        .map(analyzer -> analyzer.analyze(Objects.requireNonNull(failure)))
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow(() -> new AssertionError("nobody can explain it", failure));
  }
}
