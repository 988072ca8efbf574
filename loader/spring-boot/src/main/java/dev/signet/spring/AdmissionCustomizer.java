package dev.signet.spring;

import dev.signet.pf4j.AdmissionOptions;

/**
 * A bean of this type makes choices that are no settings, such as what happens to a loaded plugin
 * that would be refused now, before the admission is opened. It comes after the settings, and
 * counts; several come in Spring's order.
 */
@FunctionalInterface
public interface AdmissionCustomizer {
  /** Makes its choices on the builder of the plugin manager's admission. */
  void customize(AdmissionOptions<?> options);
}
