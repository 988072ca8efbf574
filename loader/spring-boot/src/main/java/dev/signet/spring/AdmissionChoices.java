package dev.signet.spring;

import dev.signet.config.HostConfiguration;
import dev.signet.pf4j.AdmissionOptions;
import dev.signet.policy.SigningLedger;
import dev.signet.report.IntegrityListener;
import org.springframework.beans.factory.ObjectProvider;

/** All that is chosen for an admission: the settings, then what beans of the application say. */
final class AdmissionChoices {
  private final HostConfiguration configuration;
  private final ObjectProvider<IntegrityListener> listeners;
  private final ObjectProvider<SigningLedger> ledger;
  private final ObjectProvider<AdmissionCustomizer> customizers;

  AdmissionChoices(
      HostConfiguration configuration,
      ObjectProvider<IntegrityListener> listeners,
      ObjectProvider<SigningLedger> ledger,
      ObjectProvider<AdmissionCustomizer> customizers) {
    this.configuration = configuration;
    this.listeners = listeners;
    this.ledger = ledger;
    this.customizers = customizers;
  }

  HostConfiguration configuration() {
    return configuration;
  }

  /** Makes the choices; returns the builder. */
  <O extends AdmissionOptions<O>> O on(O options) {
    configuration.applyTo(options);
    listeners.orderedStream().forEach(options::listener);
    ledger.ifAvailable(options::ledger);
    customizers.orderedStream().forEach(customizer -> customizer.customize(options));
    return options;
  }
}
