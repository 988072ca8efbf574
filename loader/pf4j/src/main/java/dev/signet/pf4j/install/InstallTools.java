package dev.signet.pf4j.install;

import dev.signet.pf4j.load.AdmissionTools;

/**
 * What every kind of change works with: made once for an installer.
 *
 * @param admission decides what may be installed
 * @param turn lets one at a time look or change
 * @param place tells where plugins go
 * @param changes carries changes out
 * @param plugins finds what is there
 */
record InstallTools(
    AdmissionTools admission,
    InstallTurn turn,
    InstallPlace place,
    ChangeRunner changes,
    InstalledPlugins plugins) {

  InstallTools(
      AdmissionTools admission, InstallTurn turn, InstallPlace place, ChangeRunner changes) {
    this(admission, turn, place, changes, new InstalledPlugins(admission));
  }
}
