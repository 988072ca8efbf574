package dev.signet.spring;

import dev.signet.pf4j.PluginAdmission;
import dev.signet.pf4j.VerifyingPluginManager;
import java.util.List;
import org.pf4j.PluginManager;

/** A plugin manager that knows its admission, whether or not pf4j-spring is there. */
interface AdmissionHolder {
  PluginAdmission admission();

  /**
   * Returns the admission of an application's one manager.
   *
   * @throws StartException when one loads plugins unchecked, or there are several
   */
  static PluginAdmission only(List<PluginManager> managers) {
    List<PluginAdmission> admissions = managers.stream().map(AdmissionHolder::of).toList();
    if (admissions.size() == 1) {
      return admissions.get(0);
    }
    throw new StartException(
        "This application has "
            + admissions.size()
            + " plugin managers, and nothing says which of them health, endpoint and meters are"
            + " about.",
        "Make a bean of the PluginAdmission that they are to be about.");
  }

  private static PluginAdmission of(PluginManager manager) {
    if (manager instanceof AdmissionHolder holder) {
      return holder.admission();
    }
    if (manager instanceof VerifyingPluginManager verifying) {
      return verifying.admission();
    }
    throw new StartException(
        "A bean of this application, of "
            + manager.getClass().getName()
            + ", would load plugins that nobody has checked.",
        "Take that bean out, and Signet provides a plugin manager. Or add the two overrides that"
            + " make it safe (see PluginAdmission), and make a bean of its PluginAdmission. Or"
            + " switch Signet off on purpose: signet.enabled=false.");
  }
}
