package dev.signet.pf4j;

import dev.signet.admit.Admission;
import dev.signet.admit.StateView;
import dev.signet.bundle.BundleKind;
import dev.signet.bundle.Limits;
import dev.signet.bundle.read.ReadingThreads;
import dev.signet.pf4j.load.BundleDiscovery;
import dev.signet.pf4j.load.Engine;
import dev.signet.pf4j.load.HostState;
import dev.signet.pf4j.load.Reassessment;
import dev.signet.pf4j.load.StartPreview;
import dev.signet.pf4j.rescan.CoreFolder;
import dev.signet.pf4j.resolve.VersionRules;
import dev.signet.policy.Decision;
import dev.signet.policy.SignaturePolicy;
import dev.signet.policy.SigningLedger;
import dev.signet.trust.TrustSource;
import dev.signet.verify.BundleVerifier;
import dev.signet.verify.Expectation;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pf4j.PluginManager;
import org.pf4j.VersionManager;

/**
 * All that a host has decided about its plugins, complete and fixed; {@link AdmissionOptions} is
 * its builder, and can start from it.
 *
 * @param policy whose version order is the manager's from {@link #engine} on
 * @param expectation what each plugin is taken for
 * @param later what happens when trust changes
 */
record AdmissionSettings(
    TrustSource trust,
    SignaturePolicy policy,
    Expectation expectation,
    Reading reading,
    Folders folders,
    Reassessment.Settings later,
    Watching watching) {

  /** How bundles are found and read, and whether their copies are checked as they are read. */
  record Reading(
      Limits limits,
      ReadingThreads threads,
      Clock clock,
      Set<BundleKind> kinds,
      boolean checkedOnRead) {
    Reading {
      kinds = Set.copyOf(kinds);
    }
  }

  /** Where the host keeps its state, and where its own code lies. */
  record Folders(
      Optional<Path> state,
      Optional<SigningLedger> ledger,
      Optional<Path> core,
      List<Path> keptInCore) {
    Folders {
      keptInCore = List.copyOf(keptInCore);
    }
  }

  /** Who reads everything again, and who is shown what is found. */
  record Watching(Optional<Duration> rescanEvery, boolean jmx) {}

  HostState openState(List<Path> roots) {
    HostState state =
        HostState.open(folders.state().orElse(null), folders.ledger().orElse(null), roots);
    if (reading.checkedOnRead()) {
      state.store().checkOnRead();
    }
    return state;
  }

  /** Returns what decides by these settings for this manager. */
  Engine engine(PluginManager manager, HostState state) {
    SignaturePolicy ordered =
        policy.toBuilder().versionOrder(new VersionRules(manager::getVersionManager)).build();
    Admission admission = new Admission(verifier(), ordered, state.store(), state.ledger());
    return new Engine(admission.expecting(expectation), state, trust);
  }

  /** Returns what a start with nothing loaded would decide by these settings. */
  Map<Path, Decision> preview(List<Path> roots, VersionManager manager) {
    VersionRules versions = new VersionRules(() -> manager);
    StateView seen = folders.state().map(StateView::of).orElseGet(StateView::none);
    StartPreview preview =
        new StartPreview(
            verifier(),
            policy.toBuilder().versionOrder(versions).build(),
            expectation,
            folders.ledger().map(seen::with).orElse(seen));
    return preview.decisions(new BundleDiscovery(reading.kinds()).in(roots), versions);
  }

  private BundleVerifier verifier() {
    return new BundleVerifier(trust, reading.limits(), reading.clock()).with(reading.threads());
  }

  /** Returns the host's own folder, without what lies in it and is not its code. */
  Optional<CoreFolder> coreFolder(List<Path> roots) {
    List<Path> kept = new ArrayList<>(folders.keptInCore());
    kept.addAll(roots);
    folders.state().ifPresent(kept::add);
    return folders.core().map(folder -> new CoreFolder(folder, kept));
  }
}
