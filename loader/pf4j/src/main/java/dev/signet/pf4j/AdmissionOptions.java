package dev.signet.pf4j;

import dev.signet.admit.Admission;
import dev.signet.admit.SealedStore;
import dev.signet.bundle.BundleKind;
import dev.signet.bundle.Limits;
import dev.signet.policy.ReleaseChannel;
import dev.signet.policy.SignaturePolicy;
import dev.signet.policy.SignatureRequirement;
import dev.signet.trust.TrustSource;
import dev.signet.verify.BundleVerifier;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.pf4j.PluginManager;

/**
 * What a host decides about its plugins. Trust and requirement have no default: each host chooses
 * them knowingly. Nothing here is ever read from a plugins folder, the environment or a system
 * property.
 *
 * @param <B> the builder that is configured
 */
public abstract sealed class AdmissionOptions<B extends AdmissionOptions<B>>
    permits PluginAdmission.Builder, VerifyingPluginManager.Builder {
  private final Set<String> featured = new LinkedHashSet<>();
  private final Set<String> allowedUnsigned = new LinkedHashSet<>();
  private @Nullable TrustSource trust;
  private @Nullable SignatureRequirement requirement;
  private @Nullable Path stateDirectory;
  private ReleaseChannel channel = ReleaseChannel.STABLE;
  private Limits limits = Limits.DEFAULT;
  private Clock clock = Clock.systemUTC();
  private Set<BundleKind> kinds = EnumSet.allOf(BundleKind.class);
  private final List<AdmissionListener> listeners = new ArrayList<>();
  private WhenRefusedLater whenRefusedLater = WhenRefusedLater.REPORT;
  private Executor reassessOn = Runnable::run;
  private boolean checkingOff;

  AdmissionOptions() {}

  abstract B self();

  /**
   * Sets whose signatures count: a {@code TrustStore}, or a {@code LiveTrust} that changes while
   * the host runs, which whoever opened it closes after the manager. Required.
   */
  public B trust(TrustSource trust) {
    this.trust = Objects.requireNonNull(trust, "trust");
    return self();
  }

  /** Sets which plugins must be signed. Required. */
  public B require(SignatureRequirement requirement) {
    this.requirement = Objects.requireNonNull(requirement, "requirement");
    return self();
  }

  /** Sets the host's release channel; {@link ReleaseChannel#STABLE}, which enforces, unless set. */
  public B channel(ReleaseChannel channel) {
    this.channel = Objects.requireNonNull(channel, "channel");
    return self();
  }

  /**
   * Sets the folder for sealed copies and their index: the host's own, owner-only, outside every
   * plugins root, for one process at a time. Unless set, a private temporary one is used and
   * deleted at close, and every start verifies anew.
   */
  public B stateDirectory(Path stateDirectory) {
    this.stateDirectory = Objects.requireNonNull(stateDirectory, "stateDirectory");
    return self();
  }

  /** Adds ids of plugins that must be signed under {@link SignatureRequirement#FEATURED}. */
  public B featured(String... ids) {
    featured.addAll(List.of(ids));
    return self();
  }

  /** Adds ids of plugins that may be unsigned; one that is signed must still be signed rightly. */
  public B allowUnsigned(String... ids) {
    allowedUnsigned.addAll(List.of(ids));
    return self();
  }

  /** Sets how large a bundle may be; {@link Limits#DEFAULT} unless set. */
  public B limits(Limits limits) {
    this.limits = Objects.requireNonNull(limits, "limits");
    return self();
  }

  /** Sets the clock certificates are judged by; the system's unless set. */
  public B clock(Clock clock) {
    this.clock = Objects.requireNonNull(clock, "clock");
    return self();
  }

  /**
   * Sets what is looked for in the roots; all kinds unless set. For managers whose loader cannot
   * load every kind: PF4J's {@code JarPluginManager} gives up on all plugins over a folder.
   *
   * @throws IllegalArgumentException when there is none
   */
  public B kinds(BundleKind... kinds) {
    if (kinds.length == 0) {
      throw new IllegalArgumentException("kinds is empty: no plugin would ever be found");
    }
    this.kinds = EnumSet.copyOf(List.of(kinds));
    return self();
  }

  /** Adds somebody who is told when trust in a loaded plugin changes. */
  public B listener(AdmissionListener listener) {
    listeners.add(Objects.requireNonNull(listener, "listener"));
    return self();
  }

  /**
   * Sets what happens to a loaded plugin that would be refused now; {@link WhenRefusedLater#REPORT}
   * unless set.
   */
  public B whenRefusedLater(WhenRefusedLater action) {
    this.whenRefusedLater = Objects.requireNonNull(action, "action");
    return self();
  }

  /**
   * Sets where loaded plugins are judged again after trust has changed, listeners are told and
   * plugins stopped; the trust source's own thread unless set. PF4J's managers are not thread-safe:
   * a host that loads or starts plugins while it runs, and wants them stopped, sets the executor on
   * which it does so.
   */
  public B reassessOn(Executor executor) {
    this.reassessOn = Objects.requireNonNull(executor, "executor");
    return self();
  }

  /**
   * Switches checking off: every plugin is admitted, whatever the verdict, on every channel. Every
   * report says so. Plugins are still verified, and still loaded from sealed copies.
   */
  public B uncheckedOnPurpose() {
    checkingOff = true;
    return self();
  }

  /** Checks what can be checked before a manager exists. */
  final void requireComplete() {
    required(trust, "trust(...)");
    required(requirement, "require(...)");
  }

  final PluginAdmission open(PluginManager manager) {
    SignaturePolicy.Builder policy =
        SignaturePolicy.require(required(requirement, "require(...)"))
            .channel(channel)
            .featured(featured)
            .allowUnsigned(allowedUnsigned);
    if (checkingOff) {
      policy.checkingOff();
    }
    TrustSource source = required(trust, "trust(...)");
    BundleVerifier verifier = new BundleVerifier(source, limits, clock);
    SealedStore store =
        stateDirectory == null
            ? SealedStore.temporary()
            : SealedStore.open(stateDirectory, manager.getPluginsRoots());
    Gate gate = Gate.of(new Admission(verifier, policy.build(), store), store);
    Reassessment.Settings later =
        new Reassessment.Settings(listeners, whenRefusedLater, reassessOn);
    PluginAdmission admission =
        new PluginAdmission(manager, gate, new BundleDiscovery(kinds), later);
    admission.follow(source);
    return admission;
  }

  private static <T> T required(@Nullable T option, String method) {
    if (option == null) {
      throw new IllegalStateException(
          "The host must choose: call " + method + " on the builder, there is no default");
    }
    return option;
  }
}
